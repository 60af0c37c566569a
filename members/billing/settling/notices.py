"""Whom we tell what about payments, and when. The words are in members.billing.letters."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from members.billing.books.models import LedgerEntry
from members.billing.paying.orders import Customer, Order
from members.billing.paying.subscription import Subscription
from program.mail.models import Message
from program.mail.outbox import cancel, post_all

FAILED = "billing.payment_failed"
WELCOME = "billing.welcome"
RECEIPT = "billing.receipt"
CANCELLED = "billing.cancelled"
ENDED = "billing.ended"
TRIAL_ENDS = "billing.trial_ends"
GIFT = "billing.gift"
SEATS = "billing.seats"
TRIAL_WARNING = timedelta(days=3)


def about(subscription: Subscription) -> str:
    return f"subscription:{subscription.pk}"


def tell_of(subscription: Subscription, *, grace: timedelta, now: datetime) -> None:
    """Every mail of a subscription is due at a known instant, once for that instant."""
    user, this = subscription.membership.user, about(subscription)
    wanted: list[Message] = []

    def say(kind: str, occurrence: str, due_at: datetime, **payload: object) -> None:
        wanted.append(
            Message(
                kind=kind,
                address=user.email,
                user=user,
                about=this,
                occurrence=occurrence,
                due_at=due_at,
                payload=payload,
            )
        )

    if subscription.past_due_since and subscription.is_living:
        since = subscription.past_due_since
        for day in reminder_days(grace):
            say(FAILED, f"{since:%Y%m%d}-{day}", since + timedelta(days=day), day=day, since=since.isoformat())
    else:
        cancel(about=this, kinds=[FAILED])
    if subscription.trial_ends_at and subscription.trial_ends_at > now and not subscription.ends_at:
        ends = subscription.trial_ends_at
        say(TRIAL_ENDS, f"{ends:%Y%m%d}", max(now, ends - TRIAL_WARNING))
    if subscription.ends_at and subscription.is_living:
        say(CANCELLED, f"{subscription.ends_at:%Y%m%d}", now)
    if subscription.ended_at:
        say(ENDED, "", max(now, subscription.ended_at))
    post_all(wanted)


def reminder_days(grace: timedelta) -> list[int]:
    """At once, half-way, and the day before access ends: 0, 3 and 6 of seven."""
    days = grace.days
    return sorted({0, days // 2, max(days - 1, 0)})


def tell_of_payments(customer: Customer, orders: Sequence[Order], entries: Sequence[LedgerEntry]) -> None:
    user = customer.membership.user
    wanted = [Message(kind=WELCOME, address=user.email, user=user, about=f"order:{order.pk}") for order in orders]
    wanted += [
        Message(kind=RECEIPT, address=user.email, user=user, about=f"entry:{entry.pk}")
        for entry in entries
        if entry.kind in (LedgerEntry.Kind.PAYMENT, LedgerEntry.Kind.REFUND)
    ]
    post_all(wanted)
