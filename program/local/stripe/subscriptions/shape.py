"""How a subscription and its items are kept, and how they look."""

from typing import Any

from program.local.stripe.objects import Object, as_list, new_id
from program.local.stripe.present import look, present
from program.local.stripe.store import Account
from program.local.stripe.unit import Unit

NOTHING = (
    "application", "application_fee_percent", "billing_cycle_anchor_config", "billing_thresholds", "cancel_at",
    "canceled_at", "customer_account", "days_until_due", "default_payment_method", "default_source", "description",
    "ended_at", "latest_invoice", "managed_payments", "next_pending_invoice_item_invoice", "on_behalf_of",
    "pause_collection", "pending_invoice_item_interval", "pending_setup_intent", "pending_update", "schedule",
    "transfer_data", "trial_end", "trial_start",
)  # fmt: skip
SAME_ON_PLAN = ("active", "billing_scheme", "created", "currency", "id", "livemode", "metadata", "nickname", "product")


def new_subscription(unit: Unit, customer: Object, currency: str, **more: Any) -> Object:
    own_id = new_id("subscription")
    fields: Object = dict.fromkeys(NOTHING)
    fields |= {
        "automatic_tax": {"disabled_reason": None, "enabled": False, "liability": None},
        "billing_cycle_anchor": unit.now,
        "billing_mode": {"flexible": {"proration_discounts": "included"}, "type": "flexible"},
        "billing_schedules": [],
        "cancel_at_period_end": False,
        "cancellation_details": {"comment": None, "feedback": None, "reason": None},
        "collection_method": "charge_automatically",
        "currency": currency,
        "customer": customer["id"],
        "default_tax_rates": [],
        "discounts": [],
        "invoice_settings": invoice_settings(),
        "items": as_list([], f"/v1/subscription_items?subscription={own_id}"),
        "metadata": {},
        "payment_settings": _payment_settings(),
        "start_date": unit.now,
        "test_clock": customer["test_clock"],
        "trial_settings": {"end_behavior": {"missing_payment_method": "create_invoice"}},
    }
    return unit.new("subscription", id=own_id, **(fields | more))


def invoice_settings() -> Object:
    nothing = ("account_tax_ids", "custom_fields", "description", "footer")
    return {**dict.fromkeys(nothing), "issuer": {"type": "self"}}


def _payment_settings() -> Object:
    return {"payment_method_options": None, "payment_method_types": None, "save_default_payment_method": "off"}


def new_item(unit: Unit, subscription: str, price: Object, quantity: int, **more: Any) -> Object:
    return {
        "id": new_id("subscription_item"),
        "object": "subscription_item",
        "billing_thresholds": None,
        "created": unit.now,
        "current_period_end": None,
        "current_period_start": None,
        "discounts": [],
        "metadata": dict(more.get("metadata") or {}),
        "price": price["id"],
        "quantity": quantity,
        "subscription": subscription,
        "tax_rates": list(more.get("tax_rates") or []),
    }


def items(subscription: Object) -> list[Object]:
    found: list[Object] = subscription["items"]["data"]
    return found


def period(subscription: Object) -> tuple[int, int]:
    """All items of a subscription share one period here."""
    first = items(subscription)[0]
    return first["current_period_start"], first["current_period_end"]


def set_period(subscription: Object, start: int, end: int) -> None:
    for item in items(subscription):
        item.update(current_period_start=start, current_period_end=end)


@look("subscription_item")
def _item_shown(account: Account, shown: Object, item: Object) -> None:
    price = present(account, account.kinds["price"][item["price"]])
    shown["price"] = price
    shown["plan"] = _plan(price)
    shown["tax_rates"] = rates_shown(account, item["tax_rates"])


def _plan(price: Object) -> Object:
    recurring = price["recurring"] or {}
    same = {name: price[name] for name in SAME_ON_PLAN}
    more = {name: recurring.get(name) for name in ("interval", "interval_count", "meter", "trial_period_days")}
    none = dict.fromkeys(("tiers_mode", "transform_usage"))
    amounts = {"amount": price["unit_amount"], "amount_decimal": price["unit_amount_decimal"]}
    return {**same, **more, **none, **amounts, "object": "plan", "usage_type": "licensed"}


def rates_shown(account: Account, rates: list[str]) -> list[Object]:
    return [dict(account.kinds["tax_rate"][rate]) for rate in rates]


@look("subscription")
def _shown(account: Account, shown: Object, subscription: Object) -> None:
    shown["default_tax_rates"] = rates_shown(account, subscription["default_tax_rates"])
