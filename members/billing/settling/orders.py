"""Orders whose money came, and what they are worth to whom."""

from datetime import datetime

from members.billing.giving.fulfilling import fulfil
from members.billing.paying.orders import Customer, Order
from members.billing.paying.subscription import Subscription
from members.billing.providers.pictures import Picture
from members.billing.settling.differences import Differences


def settle_orders(customer: Customer, picture: Picture, *, now: datetime, differences: Differences) -> list[Order]:
    """Those that are paid since we last looked."""
    keys = paid_keys(picture)
    waiting = Order.objects.select_for_update(no_key=True, of=("self",)).select_related("price__version__plan")
    unpaid = waiting.filter(key__in=keys, membership=customer.membership_id).exclude(state=Order.State.PAID)
    found = list(unpaid)
    for order in found:
        differences.note(f"{order.reference} state", order.state, Order.State.PAID)
        mark_paid(order, subscription_id=keys[order.key], now=now)
        fulfil(order, now=now)
    return found


def paid_keys(picture: Picture) -> dict[str, str]:
    """Keys of our orders that were paid or began a trial, with the subscription that came of it."""
    keys = {invoice.order_key: "" for invoice in picture.invoices if invoice.status == "paid"}
    keys |= {payment.order_key: "" for payment in picture.payments}
    began = [one for one in picture.subscriptions if one.status not in ("incomplete", "incomplete_expired")]
    keys |= {one.order_key: one.remote_id for one in began}
    return {key: subscription for key, subscription in keys.items() if key}


def mark_paid(order: Order, *, subscription_id: str = "", now: datetime) -> None:
    made = (
        Subscription.objects.filter(account=order.account, remote_id=subscription_id).first()
        if subscription_id
        else None
    )
    order.state, order.paid_at, order.subscription = Order.State.PAID, now, made
    order.save(update_fields=["state", "paid_at", "subscription"])
