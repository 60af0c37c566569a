"""A new subscription and its first invoice."""

from decimal import Decimal
from typing import Any

from program.local.stripe.errors import StripeError, invalid
from program.local.stripe.invoices import collecting
from program.local.stripe.invoices.items import put_on, take_pending
from program.local.stripe.invoices.lines import from_pending
from program.local.stripe.invoices.making import of_subscription
from program.local.stripe.invoices.totals import round_half_up
from program.local.stripe.months import add
from program.local.stripe.objects import Object
from program.local.stripe.records import clean
from program.local.stripe.settings import DAY
from program.local.stripe.subscriptions.billing import cost, interval, period_lines, start_period
from program.local.stripe.subscriptions.discounts import apply_discounts, spend
from program.local.stripe.subscriptions.shape import items, new_item, new_subscription, period
from program.local.stripe.unit import Unit

PLAIN = (
    "cancel_at_period_end", "collection_method", "days_until_due", "default_payment_method", "default_tax_rates",
    "description",
)  # fmt: skip
MAX_TRIAL = 730


def create(unit: Unit, customer: Object, given: Object, *, paid_by: Object | None = None) -> Object:
    """With `paid_by` a checkout has taken the money already."""
    made = _begin(unit, customer, given)
    lines = period_lines(unit, made)
    if made["_stub"]:
        lines = _stub(unit, made, lines, given)
    pending = take_pending(unit, customer["id"], made["id"])
    lines = [*(from_pending(unit, one) for one in pending), *lines]
    if not lines:
        return _without_invoice(unit, made)
    with unit.changing(made):
        invoice = of_subscription(unit, made, lines, "subscription_create")
        spend(unit, made, invoice)
        free = invoice["amount_due"] == 0 or paid_by or made["collection_method"] == "send_invoice"
        if made["status"] != "trialing":
            made["status"] = "active" if free else "incomplete"
    put_on(unit, invoice["id"], pending)
    unit.emit("customer.subscription.created", made)
    _collect(unit, made, invoice, given, paid_by)
    return made


def _without_invoice(unit: Unit, made: Object) -> Object:
    with unit.changing(made):
        made["status"] = "active"
    unit.emit("customer.subscription.created", made)
    return made


def _begin(unit: Unit, customer: Object, given: Object) -> Object:
    prices = [unit.get("price", one.get("price", ""), f"items[{n}][price]") for n, one in enumerate(given["items"])]
    check_prices(prices)
    code = given.get("currency") or _common(prices, customer)
    made = new_subscription(unit, customer, code, status="incomplete", _stub=False)
    with unit.changing(made):
        made.update({name: given[name] for name in PLAIN if name in given})
        made["metadata"] = clean(given.get("metadata"))
        made["items"]["data"] = [
            new_item(unit, made["id"], price, one.get("quantity", 1), **_more(one))
            for price, one in zip(prices, given["items"], strict=True)
        ]
        for name in ("payment_settings", "trial_settings"):
            made[name] = made[name] | given.get(name, {})
        _time(unit, made, given)
        total = sum(cost(unit, made, item) for item in items(made))
        apply_discounts(unit, made, given.get("discounts", []), total)
    return made


def check_prices(prices: list[Object]) -> None:
    if not prices:
        raise invalid("Missing required param: items.", "items", "parameter_missing")
    for place, price in enumerate(prices):
        param = f"items[{place}][price]"
        if not price["active"]:
            raise invalid("The price specified is inactive. This field only accepts active prices.", param)
        if price["type"] != "recurring":
            message = (
                "The price specified is set to `type=one_time` but this field only accepts prices with "
                f"`type=recurring`: {price['id']}."
            )
            raise invalid(message, param)


def _common(prices: list[Object], customer: Object) -> str:
    """The customer's currency where the prices have it."""
    own = customer["currency"]
    every = own and all(own == price["currency"] or own in price["_currency_options"] for price in prices)
    return str(own if every else prices[0]["currency"])


def _more(given: Object) -> Object:
    return {"metadata": clean(given.get("metadata")), "tax_rates": given.get("tax_rates", [])}


def _time(unit: Unit, made: Object, given: Object) -> None:
    now, trial_end = unit.now, trial_ending(unit.now, given)
    anchor = given.get("billing_cycle_anchor")
    if anchor is not None and anchor < now:
        raise invalid("billing_cycle_anchor must be in the future", "billing_cycle_anchor")
    made["billing_cycle_anchor"] = trial_end or anchor or now
    if trial_end:
        made.update(status="trialing", trial_start=now, trial_end=trial_end)
    made["_stub"] = bool(anchor and not trial_end)
    start_period(unit, made, now, trial_end or anchor)
    set_ending(made, given)


def trial_ending(now: int, given: Object) -> int | None:
    if given.get("trial_period_days"):
        if given["trial_period_days"] > MAX_TRIAL:
            raise invalid(f"The maximum number of trial period days is {MAX_TRIAL}.", "trial_period_days")
        return int(now + DAY * given["trial_period_days"])
    wanted = given.get("trial_end")
    if wanted in (None, "now"):
        return None
    if wanted <= now:
        raise invalid("Invalid timestamp: must be an integer Unix timestamp in the future.", "trial_end")
    return int(wanted)


def set_ending(made: Object, given: Object) -> None:
    """`cancel_at_period_end` is kept with the moment that it comes to."""
    if made["cancel_at_period_end"]:
        made["cancel_at"] = period(made)[1]
    if given.get("cancel_at") is not None:
        made["cancel_at"] = given["cancel_at"]


def _stub(unit: Unit, made: Object, lines: list[Object], given: Object) -> list[Object]:
    """The part of a period until the first anchor."""
    if given.get("proration_behavior") == "none":
        return []
    every, count = interval(unit, made)
    start, end = period(made)
    whole = end - add(end, every, -count)
    for line in lines:
        part = round_half_up(Decimal(line["amount"]) * (end - start) / whole)
        line.update(amount=part, subtotal=part)
    return lines


def _collect(unit: Unit, made: Object, invoice: Object, given: Object, paid_by: Object | None) -> None:
    behavior = given.get("payment_behavior", "allow_incomplete")
    method = collecting.default_method(unit, invoice)
    if made["status"] == "incomplete" and behavior != "default_incomplete" and method is None:
        raise _no_method()
    collecting.finalize(unit, invoice, intent=paid_by)
    if paid_by and invoice["status"] == "open":
        with unit.changing(invoice):
            invoice["attempt_count"] = 1
        collecting.settle(unit, invoice)
    elif made["collection_method"] == "send_invoice" and invoice["status"] == "open":
        unit.emit("invoice.sent", invoice)
    elif made["status"] == "incomplete" and behavior != "default_incomplete":
        outcome: Any = collecting.collect(unit, invoice, method=method)
        if outcome != "succeeded" and behavior == "error_if_incomplete":
            raise refused(unit, invoice)


def _no_method() -> StripeError:
    return invalid(
        "This customer has no attached payment source or default payment method. Please consider adding a default "
        "payment method. For more information, visit "
        "https://stripe.com/docs/billing/subscriptions/payment-methods-setting#payment-method-priority.",
        None,
        "resource_missing",
    )


def refused(unit: Unit, invoice: Object) -> StripeError:
    """Nothing of the attempt stays."""
    error = unit.known(invoice["_intent"])["last_payment_error"] or {}
    message = error.get("message", "This payment requires additional user action before it can be completed.")
    code = error.get("code", "subscription_payment_intent_requires_action")
    decline = error.get("decline_code")
    return StripeError(402, "card_error", message, code=code, decline_code=decline)
