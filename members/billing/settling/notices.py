"""Whom we tell what about payments, and when. The words are in members.billing.letters."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from members.billing.books.models import LedgerEntry
from members.billing.paying.orders import Customer, Order
from members.billing.paying.subscription import Subscription
from members.billing.plans.models import Plan, PlanVersion
from program import clock
from program.mail.models import Message
from program.mail.outbox import cancel, post, post_all

FAILED = "billing.payment_failed"
GRACE_OVER = "billing.grace_over"
WELCOME = "billing.welcome"
RECEIPT = "billing.receipt"
CANCELLED = "billing.cancelled"
ENDED = "billing.ended"
TRIAL_ENDS = "billing.trial_ends"
RENEWS = "billing.renews"
TRANSFER = "billing.transfer"
ENDS_SOON = "billing.ends_soon"
PRICE_CHANGE = "billing.price_change"

TRIAL_WARNING = timedelta(days=3)
RENEWAL_WARNING = timedelta(days=7)
OLD_NEWS = timedelta(days=2)
"""What happened longer ago is not said any more: a row may be seen late."""


def about(subscription: Subscription) -> str:
    return f"subscription:{subscription.pk}"


def tell_of(subscription: Subscription, *, grace: timedelta, now: datetime) -> None:
    """All that is to be said of it as things stand. Each mail is due at a known instant, and said once for it."""
    wanted = [*_failing(subscription, grace), *_ending(subscription, now), *_ahead(subscription, now)]
    post_all([message for message in wanted if message.due_at > now - OLD_NEWS])
    if not subscription.past_due_since:
        cancel(about=about(subscription), kinds=[FAILED, GRACE_OVER])


def _message(subscription: Subscription, kind: str, occurrence: str, due_at: datetime, **payload: object) -> Message:
    user = subscription.membership.user
    return Message(
        kind=kind,
        address=user.email,
        user=user,
        about=about(subscription),
        occurrence=occurrence,
        due_at=due_at,
        payload=payload,
    )


def _failing(subscription: Subscription, grace: timedelta) -> Iterator[Message]:
    since = subscription.past_due_since
    if since is None:
        return
    told, day_of = since.isoformat(), f"{since:%Y%m%d}"
    for day in reminder_days(grace):
        due_at = since + timedelta(days=day)
        yield _message(subscription, FAILED, f"{day_of}-{day}", due_at, day=day, since=told)
    yield _message(subscription, GRACE_OVER, day_of, since + grace, since=told)


def reminder_days(grace: timedelta) -> list[int]:
    """At once, half-way, and the day before access ends: 0, 3 and 6 of seven."""
    days = grace.days
    return sorted({0, days // 2, max(days - 1, 0)})


def _ending(subscription: Subscription, now: datetime) -> Iterator[Message]:
    if subscription.is_living and subscription.ends_at:
        yield _message(subscription, CANCELLED, f"{subscription.ends_at:%Y%m%d}", now)
    if subscription.ended_at and not subscription.past_due_since:
        yield _message(subscription, ENDED, "", subscription.ended_at)


def _ahead(subscription: Subscription, now: datetime) -> Iterator[Message]:
    if not subscription.is_living or subscription.ends_at:
        return
    trial, end = subscription.trial_ends_at, subscription.period_ends_at
    if trial and trial > now:
        yield _message(subscription, TRIAL_ENDS, f"{trial:%Y%m%d}", max(now, trial - TRIAL_WARNING))
    elif subscription.plan.interval == Plan.Interval.YEAR and end > now:
        yield _message(subscription, RENEWS, f"{end:%Y%m%d}", end - RENEWAL_WARNING, at=end.isoformat())


def tell_of_payments(customer: Customer, orders: Sequence[Order], entries: Sequence[LedgerEntry]) -> None:
    user = customer.membership.user
    for order in orders:
        say_welcome(order)
    wanted = [
        Message(kind=RECEIPT, address=user.email, user=user, about=f"entry:{entry.pk}")
        for entry in entries
        if entry.kind in (LedgerEntry.Kind.PAYMENT, LedgerEntry.Kind.REFUND)
    ]
    post_all(wanted)


def say_welcome(order: Order) -> None:
    if order.kind == Order.Kind.MEMBERSHIP:
        user = order.membership.user
        post(WELCOME, user.email, user=user, about=f"order:{order.pk}")


def tell_of_transfer(order: Order) -> None:
    """How to pay it, and once more before its time is over."""
    user, this = order.membership.user, f"order:{order.pk}"
    post(TRANSFER, user.email, user=user, about=this)
    if order.expires_at:
        due_at = order.expires_at - timedelta(days=3)
        post(TRANSFER, user.email, user=user, about=this, occurrence="reminder", due_at=due_at)


def tell_of_end(subscription: Subscription) -> None:
    """What is paid by hand renews by nobody: two weeks before a year is over, five days before a month."""
    is_year = subscription.plan.interval == Plan.Interval.YEAR
    due_at = subscription.period_ends_at - timedelta(days=14 if is_year else 5)
    post_all([_message(subscription, ENDS_SOON, "", due_at)])


def tell_of_new_price(subscriptions: Sequence[Subscription], version: PlanVersion) -> None:
    """Now, and once for each version of the price."""
    now = clock.now()
    post_all([_message(one, PRICE_CHANGE, f"version:{version.pk}", now, version=version.pk) for one in subscriptions])
