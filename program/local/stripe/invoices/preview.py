"""create_preview: the change is made, its invoice looked at, and everything taken back."""

from program.local.stripe.calls import call
from program.local.stripe.errors import invalid, missing
from program.local.stripe.objects import Object, random_text
from program.local.stripe.params import Spec, choice, currency, either, fields, flag, list_of, text, whole
from program.local.stripe.present import present
from program.local.stripe.subscriptions.calls import ENDS, ITEM, PRORATION
from program.local.stripe.subscriptions.creating import create
from program.local.stripe.subscriptions.discounts import DISCOUNTS, apply_discounts
from program.local.stripe.subscriptions.ending import cancel_now
from program.local.stripe.subscriptions.renewing import upcoming
from program.local.stripe.subscriptions.updating import update
from program.local.stripe.unit import Unit

DETAILS: Spec = {
    "billing_cycle_anchor": either("now", either("unchanged", whole)),
    "cancel_at": either(ENDS[0], either(ENDS[1], whole)),
    "cancel_at_period_end": flag,
    "cancel_now": flag,
    "default_tax_rates": list_of(text),
    "items": list_of(fields({**ITEM, "id": text, "deleted": flag, "clear_usage": flag})),
    "proration_behavior": PRORATION,
    "proration_date": whole,
    "trial_end": either("now", whole),
}
SPEC: Spec = {
    "currency": currency,
    "customer": text,
    "discounts": DISCOUNTS,
    "preview_mode": choice("next", "recurring"),
    "subscription": text,
    "subscription_details": fields(DETAILS),
}


@call("POST", "/v1/invoices/create_preview", SPEC)
def create_preview(unit: Unit, given: Object) -> Object:
    with unit.pretending():
        shown = _preview(unit, given)
    own_id = f"upcoming_in_{random_text(24)}"
    lines = {**shown["lines"], "url": f"/v1/invoices/{own_id}/lines"}
    return {**shown, "id": own_id, "lines": lines, "status": "draft", "number": None, "_intent": None}


def _preview(unit: Unit, given: Object) -> Object:
    details = dict(given.get("subscription_details", {}))
    if "subscription" in given:
        subscription = unit.get("subscription", given["subscription"], "subscription")
        unit.follow(subscription)
        return _changed(unit, subscription, details, given.get("discounts"))
    if "customer" not in given:
        raise missing("customer")
    customer = unit.get("customer", given["customer"], "customer")
    unit.follow(customer)
    plain: Object = {name: given[name] for name in ("currency", "discounts") if name in given}
    made = create(unit, customer, {"items": [], **details, **plain, "payment_behavior": "default_incomplete"})
    return _latest(unit, made)


def _changed(unit: Unit, subscription: Object, details: Object, discounts: list[Object] | None) -> Object:
    before = subscription["latest_invoice"]
    if discounts is not None:
        with unit.changing(subscription):
            apply_discounts(unit, subscription, discounts, 0)
    if details.pop("cancel_now", False):
        cancel_now(unit, subscription, reason="cancellation_requested", prorate=True, invoice_now=True)
    elif details:
        update(unit, subscription, {**details, "payment_behavior": "default_incomplete"})
    if subscription["latest_invoice"] != before:
        return _latest(unit, subscription)
    shown = upcoming(unit, subscription) if subscription["ended_at"] is None else {}
    if not shown or ((subscription["cancel_at"] or 0) and not details):
        raise invalid(f"No upcoming invoices for customer: {subscription['customer']}", None, "invoice_upcoming_none")
    return shown


def _latest(unit: Unit, subscription: Object) -> Object:
    return present(unit.account, unit.known(subscription["latest_invoice"]))
