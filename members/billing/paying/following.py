"""From an order to its payment page, and back from there: what the payment service says counts."""

from datetime import datetime, timedelta

from members.billing.giving.fulfilling import fulfil
from members.billing.paying.orders import Customer, Order, Provider
from members.billing.providers.chosen import provider_named
from members.billing.providers.interface import Refused
from members.billing.settling.notices import say_welcome, tell_of_transfer
from members.billing.settling.orders import mark_paid
from members.billing.settling.settle import settle

TOO_OLD = timedelta(hours=1)
"""An order that has no payment page by then does not get one any more: prices move on."""


CLOSED_AS = {"awaiting": Order.State.AWAITING, "expired": Order.State.EXPIRED, "failed": Order.State.FAILED}


def payment_page(order: Order, *, success_url: str, cancel_url: str, now: datetime) -> str:
    """Where to pay it; the same however often it is asked. Empty: too late, choose again."""
    order = (
        Order.objects.select_for_update(no_key=True, of=("self",))
        .select_related("price__version__plan", "coupon")
        .get(pk=order.pk)
    )
    if order.url and (order.expires_at is None or order.expires_at > now):
        return order.url
    if order.url or (order.provider == Provider.STRIPE and order.created_at < now - TOO_OLD):
        return ""
    opened = provider_named(order.provider).open(order, success_url=success_url, cancel_url=cancel_url)
    order.remote_id, order.url, order.expires_at = opened.remote_id, opened.url, opened.expires_at
    order.save(update_fields=["remote_id", "url", "expires_at"])
    if order.provider == Provider.TRANSFER:
        tell_of_transfer(order)
    return opened.url


def look_after(order: Order, *, now: datetime) -> Order:
    """Asks the payment service, and makes our rows say the same. Raises Unavailable when it is silent."""
    if order.is_pending and order.remote_id:
        customer = Customer.objects.filter(membership=order.membership_id, account=order.account).first()
        if customer is not None:
            settle(customer.pk, now=now)
        order.refresh_from_db()
        if order.is_pending:
            _note_standing(order, now=now)
    return order


def _take_as_free(order: Order, *, now: datetime) -> None:
    """A code took the whole price: there is no payment that anybody could find, only a page that was completed."""
    held = Order.objects.select_for_update(no_key=True, of=("self",)).select_related("price__version__plan")
    again = held.get(pk=order.pk)
    if again.is_pending:
        mark_paid(again, now=now)
        fulfil(again, now=now)
        say_welcome(again)
    order.refresh_from_db()


def _note_standing(order: Order, *, now: datetime) -> None:
    """Not paid: still open, on its way by bank debit, too late, or the debit did not come."""
    try:
        state = provider_named(order.provider).standing(order).state
    except Refused:
        state = "expired"
    if state == "paid" and not order.renews and not order.amount:
        _take_as_free(order, now=now)
        return
    new = CLOSED_AS.get(state, order.state)
    Order.objects.pending().filter(pk=order.pk).update(state=new, asked_at=now)
    order.refresh_from_db()
