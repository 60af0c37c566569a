"""The one way in which payments become rows: look at the customer as they are now, and make our rows say the same.

It does not matter why we look: an event, a return from the payment page, the hourly comparison. Looking twice, late,
or in any order ends at the same rows; so events carry no facts, only the name of whom to look at.
"""

from datetime import datetime, timedelta

from members.billing.paying.orders import Customer
from members.billing.paying.setup import BillingSettings
from members.billing.providers.card import CardProvider
from members.billing.providers.pictures import Picture
from members.billing.settling import notices
from members.billing.settling.access import give_access
from members.billing.settling.differences import Differences
from members.billing.settling.findings import note_disputes, note_second_subscription, note_without_access
from members.billing.settling.orders import settle_orders
from members.billing.settling.payments import settle_payments
from members.billing.settling.subscriptions import settle_subscription

DEFAULT_GRACE = timedelta(days=7)


def settle(customer_id: int, *, now: datetime) -> Differences:
    """Raises Unavailable or Refused when the payment service does not answer; then nothing has changed."""
    customer = lock(customer_id)
    picture = CardProvider().picture(customer)
    return apply(customer, picture, now=now)


def lock(customer_id: int) -> Customer:
    """Whoever looks first applies first: an older picture never lies over a newer one."""
    locked = Customer.objects.select_for_update(no_key=True, of=("self",)).select_related("membership__user")
    return locked.get(pk=customer_id)


def apply(customer: Customer, picture: Picture, *, now: datetime) -> Differences:
    differences, grace = Differences(), grace_of_program()
    for seen in sorted(picture.subscriptions, key=lambda one: one.started_at):
        subscription = settle_subscription(customer, seen, picture, now=now, differences=differences)
        if subscription is None:
            continue
        if give_access(subscription, grace=grace, now=now):
            differences.note(f"{seen.remote_id} access", "", subscription.status)
        notices.tell_of(subscription, grace=grace, now=now)
    orders = settle_orders(customer, picture, now=now, differences=differences)
    entries = settle_payments(customer, picture, now=now, differences=differences)
    notices.tell_of_payments(customer, orders, entries)
    note_second_subscription(customer, now=now)
    note_without_access(customer, orders, now=now)
    note_disputes(customer, entries, now=now)
    Customer.objects.filter(pk=customer.pk).update(settled_at=now)
    return differences


def grace_of_program() -> timedelta:
    settings = BillingSettings.objects.first()
    return timedelta(days=settings.grace_days) if settings else DEFAULT_GRACE
