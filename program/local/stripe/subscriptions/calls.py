"""The API of subscriptions."""

from typing import Any

from program.local.stripe.calls import EXPAND, call
from program.local.stripe.customers import methods
from program.local.stripe.errors import invalid
from program.local.stripe.lists import listed, within
from program.local.stripe.objects import Object
from program.local.stripe.params import (
    RANGE,
    Spec,
    choice,
    currency,
    either,
    fields,
    flag,
    list_of,
    metadata,
    optional,
    text,
    whole,
)  # fmt: skip
from program.local.stripe.subscriptions import creating, updating
from program.local.stripe.subscriptions.discounts import DISCOUNTS
from program.local.stripe.subscriptions.ending import cancel_now
from program.local.stripe.subscriptions.resuming import resume_now
from program.local.stripe.subscriptions.shape import items, period
from program.local.stripe.unit import Unit

URL = "/v1/subscriptions"
ITEM: Spec = {"price": text, "quantity": whole, "metadata": metadata, "tax_rates": list_of(text)}
COMMENTS = choice(
    "customer_service", "low_quality", "missing_features", "other", "switched_service", "too_complex",
    "too_expensive", "unused",
)  # fmt: skip
DETAILS = fields({"comment": optional(text), "feedback": optional(COMMENTS)})
PRORATION = choice("always_invoice", "create_prorations", "none")
END = fields({"missing_payment_method": choice("cancel", "create_invoice", "pause")})
SAVE = fields({"save_default_payment_method": choice("off", "on_subscription")})
SHARED: Spec = {
    "cancel_at_period_end": flag,
    "collection_method": choice("charge_automatically", "send_invoice"),
    "days_until_due": whole,
    "default_payment_method": optional(text),
    "default_tax_rates": list_of(text),
    "description": optional(text),
    "discounts": DISCOUNTS,
    "metadata": metadata,
    "off_session": flag,
    "payment_behavior": choice("allow_incomplete", "default_incomplete", "error_if_incomplete"),
    "payment_settings": SAVE,
    "proration_behavior": PRORATION,
    "trial_end": either("now", whole),
    "trial_settings": fields({"end_behavior": END}),
}
CREATE: Spec = {
    **SHARED,
    "billing_cycle_anchor": whole,
    "cancel_at": whole,
    "currency": currency,
    "customer": text,
    "items": list_of(fields(ITEM)),
    "trial_period_days": whole,
}
ENDS = ("min_period_end", "max_period_end")
UPDATE: Spec = {
    **SHARED,
    "billing_cycle_anchor": choice("now", "unchanged"),
    "cancel_at": optional(either(ENDS[0], either(ENDS[1], whole))),
    "cancellation_details": DETAILS,
    "items": list_of(fields({**ITEM, "id": text, "deleted": flag, "clear_usage": flag})),
    "pause_collection": optional(
        fields({"behavior": choice("keep_as_draft", "mark_uncollectible", "void"), "resumes_at": whole})
    ),
    "proration_date": whole,
}
STATUS = choice(
    "active",
    "all",
    "canceled",
    "ended",
    "incomplete",
    "incomplete_expired",
    "past_due",
    "paused",
    "trialing",
    "unpaid",
)
FILTERS: Spec = {
    "collection_method": choice("charge_automatically", "send_invoice"),
    "created": RANGE,
    "current_period_end": RANGE,
    "current_period_start": RANGE,
    "customer": text,
    "price": text,
    "status": STATUS,
    "test_clock": text,
}
CANCEL: Spec = {**EXPAND, "cancellation_details": DETAILS, "invoice_now": flag, "prorate": flag}
ENDED = ("canceled", "incomplete_expired")


@call("POST", URL, CREATE, required=("customer",))
def create(unit: Unit, given: Object) -> Object:
    customer = unit.get("customer", given["customer"], "customer")
    unit.follow(customer)
    if method := given.get("default_payment_method"):
        methods.owned(unit, method, customer["id"], "default_payment_method")
    if given.get("collection_method") == "send_invoice" and "days_until_due" not in given:
        raise invalid(
            "If invoice collection method is `send_invoice`, `days_until_due` must be set.", "days_until_due"
        )
    given.setdefault("items", [])
    return creating.create(unit, customer, given)


@call("GET", URL, FILTERS)
def index(unit: Unit, given: Object) -> Object:
    """Without a status the cancelled ones are left out."""
    given.setdefault("status", "")
    return listed(
        unit,
        "subscription",
        URL,
        given,
        status=_standing,
        price=lambda one, wanted: any(item["price"] == wanted for item in items(one)),
        current_period_start=lambda one, wanted: within(period(one)[0], wanted),
        current_period_end=lambda one, wanted: within(period(one)[1], wanted),
    )


def _standing(one: Object, wanted: Any) -> bool:
    if wanted == "all":
        return True
    if wanted == "ended":
        return one["status"] in ENDED
    return bool(one["status"] == wanted if wanted else one["status"] != "canceled")


def one_of(unit: Unit, subscription: str) -> Object:
    found = unit.get("subscription", subscription, "id", status=404)
    unit.follow(found)
    return found


@call("GET", f"{URL}/{{subscription}}")
def retrieve(unit: Unit, given: Object, subscription: str) -> Object:
    return one_of(unit, subscription)


@call("POST", f"{URL}/{{subscription}}", UPDATE)
def update(unit: Unit, given: Object, subscription: str) -> Object:
    if given.get("cancel_at_period_end") and given.get("cancel_at"):
        raise invalid("You may only specify one of these parameters: cancel_at, cancel_at_period_end.", "cancel_at")
    return updating.update(unit, one_of(unit, subscription), given)


@call("DELETE", f"{URL}/{{subscription}}", CANCEL)
def cancel(unit: Unit, given: Object, subscription: str) -> Object:
    one = one_of(unit, subscription)
    if one["ended_at"] is not None:
        raise invalid(f"No such subscription: '{subscription}'", "id", "resource_missing")
    with unit.changing(one):
        one["cancellation_details"].update(given.get("cancellation_details", {}))
    prorate, invoice_now = given.get("prorate", False), given.get("invoice_now", False)
    cancel_now(unit, one, reason="cancellation_requested", prorate=prorate, invoice_now=invoice_now)
    return one


RESUME = {"billing_cycle_anchor": choice("now", "unchanged"), "proration_behavior": PRORATION}


@call("POST", f"{URL}/{{subscription}}/resume", RESUME)
def resume(unit: Unit, given: Object, subscription: str) -> Object:
    one = one_of(unit, subscription)
    if one["status"] != "paused":
        raise invalid("You can only resume subscriptions that are paused.", None)
    return resume_now(unit, one)


@call("DELETE", f"{URL}/{{subscription}}/discount")
def delete_discount(unit: Unit, given: Object, subscription: str) -> Object:
    one = one_of(unit, subscription)
    if not one["discounts"]:
        raise invalid("This subscription has no discount.", None, "resource_missing")
    gone = unit.known(one["discounts"][-1])
    with unit.changing(one, "customer.subscription.updated"):
        one["discounts"] = one["discounts"][:-1]
    return {**gone, "deleted": True}
