"""Changes to a subscription."""

from program.local.stripe.customers.methods import owned
from program.local.stripe.errors import StripeError, invalid
from program.local.stripe.invoices import collecting
from program.local.stripe.invoices.items import put_on, take_pending
from program.local.stripe.invoices.lines import from_pending
from program.local.stripe.invoices.making import of_subscription
from program.local.stripe.objects import Object
from program.local.stripe.records import apply
from program.local.stripe.subscriptions.billing import cost, period_lines, start_period
from program.local.stripe.subscriptions.changing import Change, change_items
from program.local.stripe.subscriptions.creating import refused, trial_ending
from program.local.stripe.subscriptions.discounts import apply_discounts, spend
from program.local.stripe.subscriptions.proration import as_line, put_off, unused
from program.local.stripe.subscriptions.shape import items, period
from program.local.stripe.unit import Unit

PLAIN = (
    "collection_method", "days_until_due", "default_payment_method", "default_tax_rates", "description",
    "pause_collection",
)  # fmt: skip
NESTED = ("payment_settings", "trial_settings", "cancellation_details")
AFTERWARDS = {"cancellation_details", "metadata"}


def update(unit: Unit, subscription: Object, given: Object) -> Object:
    if subscription["ended_at"] is not None and given.keys() - AFTERWARDS:
        raise invalid("A canceled subscription can only update its cancellation_details and metadata.", None)
    invoice = None
    with unit.changing(subscription, "customer.subscription.updated"):
        _plain(unit, subscription, given)
        change = _timed(unit, subscription, given)
        _ending(unit, subscription, given)
        behavior = given.get("proration_behavior", "create_prorations")
        if behavior == "none":
            change.parts = []
        if change.restart or (behavior == "always_invoice" and change.parts):
            invoice = _invoice(unit, subscription, change)
    if invoice is None:
        for part in change.parts:
            put_off(unit, subscription, part)
    else:
        _collect(unit, subscription, invoice, given.get("payment_behavior", "allow_incomplete"))
    return subscription


def _plain(unit: Unit, subscription: Object, given: Object) -> None:
    if method := given.get("default_payment_method"):
        owned(unit, method, subscription["customer"], "default_payment_method")
    apply(subscription, given, PLAIN)
    for name in NESTED:
        subscription[name] = subscription[name] | given.get(name, {})
    if "discounts" in given:
        total = sum(cost(unit, subscription, item) for item in items(subscription))
        apply_discounts(unit, subscription, given["discounts"], total)


def _timed(unit: Unit, subscription: Object, given: Object) -> Change:
    """New items, a new anchor, a trial that begins or ends."""
    at = given.get("proration_date", unit.now)
    start, end = period(subscription)
    if "proration_date" in given and not start <= at <= end:
        raise invalid("Cannot specify a proration_date outside of the current period.", "proration_date")
    was_trial = subscription["status"] == "trialing"
    change = change_items(unit, subscription, given["items"], at) if given.get("items") else Change()
    trial_end = given.get("trial_end")
    if given.get("billing_cycle_anchor") == "now" or trial_end is not None:
        if not (change.restart or was_trial):
            change.parts = [
                part for part in (unused(unit, subscription, one, at) for one in items(subscription)) if part
            ]
        change.restart = trial_end != "now" or was_trial
    if change.restart:
        _restart(unit, subscription, trial_ending(unit.now, given), was_trial)
    return change


def _restart(unit: Unit, subscription: Object, trial_end: int | None, was_trial: bool) -> None:
    now = unit.now
    subscription["billing_cycle_anchor"] = trial_end or now
    if trial_end:
        subscription.update(status="trialing", trial_end=trial_end)
        subscription["trial_start"] = subscription["trial_start"] or now
    elif was_trial:
        subscription.update(status="active", trial_end=now)
    start_period(unit, subscription, now, trial_end)


def _ending(unit: Unit, subscription: Object, given: Object) -> None:
    if "cancel_at_period_end" not in given and "cancel_at" not in given:
        if subscription["cancel_at_period_end"]:
            subscription["cancel_at"] = period(subscription)[1]
        return
    whole = bool(given.get("cancel_at_period_end"))
    wanted = period(subscription)[1] if whole else given.get("cancel_at")
    if wanted in ("min_period_end", "max_period_end"):
        wanted = period(subscription)[1]
    subscription.update(cancel_at_period_end=whole, cancel_at=wanted, canceled_at=unit.now if wanted else None)
    subscription["cancellation_details"]["reason"] = "cancellation_requested" if wanted else None


def _invoice(unit: Unit, subscription: Object, change: Change) -> Object:
    pending = take_pending(unit, subscription["customer"], subscription["id"])
    lines = [from_pending(unit, one) for one in pending]
    lines += [as_line(subscription, part) for part in change.parts]
    if change.restart:
        lines += period_lines(unit, subscription)
    made = of_subscription(unit, subscription, lines, "subscription_update")
    spend(unit, subscription, made)
    put_on(unit, made["id"], pending)
    return made


def _collect(unit: Unit, subscription: Object, invoice: Object, behavior: str) -> None:
    collecting.finalize(unit, invoice)
    if invoice["status"] != "open" or invoice["collection_method"] == "send_invoice":
        return
    if behavior == "default_incomplete":
        with unit.changing(subscription, "customer.subscription.updated"):
            subscription["status"] = "past_due"
        return
    outcome = collecting.collect(unit, invoice)
    if outcome != "succeeded" and behavior == "error_if_incomplete":
        error: StripeError = refused(unit, invoice)
        raise error
