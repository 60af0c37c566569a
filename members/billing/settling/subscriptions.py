"""A subscription as it is at the payment service, put in the place of what we knew of it."""

from datetime import datetime

from members.billing.paying.orders import Customer, Order, Provider
from members.billing.paying.subscription import Subscription
from members.billing.plans.models import Price
from members.billing.providers.pictures import InvoicePicture, Picture, SubscriptionPicture
from members.billing.settling.differences import Differences

SAME = (
    "status",
    "started_at",
    "period_starts_at",
    "period_ends_at",
    "trial_ends_at",
    "ends_at",
    "ended_at",
    "schedule_id",
)


def settle_subscription(
    customer: Customer, seen: SubscriptionPicture, picture: Picture, *, now: datetime, differences: Differences
) -> Subscription | None:
    """None: it has a price that nobody here made."""
    rows = Subscription.objects.select_for_update(no_key=True, of=("self",)).select_related("plan", "price")
    subscription = rows.filter(account=customer.account, remote_id=seen.remote_id).first()
    order = Order.objects.filter(key=seen.order_key).first() if seen.order_key else None
    price = price_of(customer, seen) or next((known.price for known in (subscription, order) if known), None)
    if price is None:
        differences.note(f"{seen.remote_id} price", "", seen.price_id)
        return None
    values = {name: getattr(seen, name) for name in SAME}
    values |= {"price_id": price.pk, "plan_id": price.version.plan_id}
    values["past_due_since"] = failing_since(seen, picture)
    if subscription is None:
        return _begin(customer, seen, values, now=now, differences=differences)
    _update(subscription, values, now=now, differences=differences)
    return subscription


def price_of(customer: Customer, seen: SubscriptionPicture) -> Price | None:
    priced = Price.objects.select_related("version__plan").filter(account=customer.account)
    return priced.filter(remote_id=seen.price_id).first()


def failing_since(seen: SubscriptionPicture, picture: Picture) -> datetime | None:
    """The first failure of what is still open; kept when the subscription ended because of it."""
    return min((failed for invoice in picture.invoices if (failed := _failure(invoice, seen))), default=None)


def _failure(invoice: InvoicePicture, seen: SubscriptionPicture) -> datetime | None:
    return invoice.failed_at if invoice.subscription_id == seen.remote_id else None


def _begin(
    customer: Customer,
    seen: SubscriptionPicture,
    values: dict[str, object],
    *,
    now: datetime,
    differences: Differences,
) -> Subscription:
    differences.note(f"{seen.remote_id} status", "", seen.status)
    made: Subscription = Subscription.objects.create(
        membership_id=customer.membership_id,
        customer=customer,
        provider=Provider.STRIPE,
        account=customer.account,
        remote_id=seen.remote_id,
        settled_at=now,
        **values,
    )
    return Subscription.objects.select_related("plan", "price").get(pk=made.pk)


def _update(subscription: Subscription, values: dict[str, object], *, now: datetime, differences: Differences) -> None:
    for name, value in values.items():
        differences.compare(f"{subscription.remote_id} {name}", getattr(subscription, name), value)
    is_changed = "price_id" in values and values["price_id"] != subscription.price_id
    if is_changed and subscription.next_price_id == values["price_id"]:
        values = {**values, "next_price_id": None}
    Subscription.objects.filter(pk=subscription.pk).update(**values, settled_at=now)
    subscription.refresh_from_db()
