"""Changes of a subscription at Stripe. Each can be asked twice: its key counts what was asked before."""

from datetime import datetime
from typing import Any

from members.billing.paying.subscription import Subscription
from members.billing.plans.models import Price
from members.billing.providers.accounts import keys_of
from members.billing.providers.gateway import asks_stripe, client_of
from members.billing.providers.made import price_at_stripe
from members.billing.providers.minor import from_minor
from members.billing.providers.pictures import Change, Line


def _v1(subscription: Subscription) -> Any:
    return client_of(keys_of(subscription.account)).v1


def _key(subscription: Subscription, what: str) -> Any:
    return {"idempotency_key": f"{subscription.key}-{what}-{subscription.changes}"}


def _release(subscription: Subscription) -> None:
    """A subscription on a schedule cannot be changed beside it."""
    client = _v1(subscription)
    schedule = client.subscriptions.retrieve(subscription.remote_id).schedule
    if schedule:
        client.subscription_schedules.release(_id(schedule))


@asks_stripe
def cancel(subscription: Subscription) -> None:
    _release(subscription)
    _v1(subscription).subscriptions.update(subscription.remote_id, {"cancel_at_period_end": True})


@asks_stripe
def resume(subscription: Subscription) -> None:
    _v1(subscription).subscriptions.update(subscription.remote_id, {"cancel_at_period_end": False})


@asks_stripe
def end(subscription: Subscription) -> None:
    found = _v1(subscription).subscriptions.retrieve(subscription.remote_id)
    if found.status not in ("canceled", "incomplete_expired"):
        _v1(subscription).subscriptions.cancel(subscription.remote_id)


@asks_stripe
def preview(subscription: Subscription, price: Price, *, now: datetime) -> Change:
    shown = _v1(subscription).invoices.create_preview(
        {"subscription": subscription.remote_id, "subscription_details": _changed(subscription, price, now)}
    )
    currency = str(shown.currency).upper()
    lines = [
        Line(str(line.description or ""), line.quantity or 1, from_minor(line.amount, currency))
        for line in shown.lines.data
    ]
    credit = -sum(line.amount for line in lines if line.amount < 0)
    return Change(from_minor(shown.amount_due, currency), currency, credit, tuple(lines))  # type: ignore[arg-type]


def _changed(subscription: Subscription, price: Price, now: datetime) -> dict[str, Any]:
    client = _v1(subscription)
    item = client.subscriptions.retrieve(subscription.remote_id)["items"].data[0]
    return {
        "items": [{"id": item.id, "price": price_at_stripe(price, keys_of(subscription.account))}],
        "proration_behavior": "always_invoice",
        "proration_date": int(now.timestamp()),
    }


@asks_stripe
def change_now(subscription: Subscription, price: Price, *, now: datetime) -> None:
    _release(subscription)
    given = _changed(subscription, price, now) | {"payment_behavior": "error_if_incomplete"}
    _v1(subscription).subscriptions.update(subscription.remote_id, given, _key(subscription, "now"))


@asks_stripe
def change_at_renewal(subscription: Subscription, price: Price) -> None:
    client, new = _v1(subscription), price_at_stripe(price, keys_of(subscription.account))
    schedule = _schedule(subscription)
    first = next(one for one in schedule.phases if one.start_date == schedule.current_phase.start_date)
    kept = [_kept(item) for item in first["items"]]
    less = {"discounts": found} if (found := [_discount(one) for one in first.discounts or []]) else {}
    phases = [
        {"items": kept, "start_date": first.start_date, "end_date": first.end_date, **less},
        {"items": [{**kept[0], "price": new, "quantity": 1}], "proration_behavior": "none", **less},
    ]
    given = {"phases": phases, "end_behavior": "release", "proration_behavior": "none"}
    client.subscription_schedules.update(schedule.id, given)


def _kept(item: Any) -> dict[str, Any]:
    """What a phase does not name is gone when it begins: taxes, too."""
    rates = [_id(rate) for rate in item.tax_rates or []]
    kept: dict[str, Any] = {"price": _id(item.price), "quantity": item.quantity or 1}
    return kept | ({"tax_rates": rates} if rates else {})


def _discount(one: Any) -> dict[str, str]:
    name = next(name for name in ("discount", "promotion_code", "coupon") if getattr(one, name))
    return {name: _id(getattr(one, name))}


def _schedule(subscription: Subscription) -> Any:
    """The one it is on: asked twice, the second plan takes the place of the first."""
    client = _v1(subscription)
    found = client.subscriptions.retrieve(subscription.remote_id).schedule
    if found:
        return client.subscription_schedules.retrieve(_id(found))
    given: Any = {"from_subscription": subscription.remote_id}
    return client.subscription_schedules.create(given, _key(subscription, "schedule"))


def _id(one: Any) -> str:
    return one if isinstance(one, str) else str(one.id)


@asks_stripe
def keep(subscription: Subscription) -> None:
    _release(subscription)
