"""Orders whose member did not come back, and customers we have not compared for a while."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Q
from django.db.models.functions import Coalesce

from members.billing.hearing.models import Finding
from members.billing.paying.following import look_after
from members.billing.paying.orders import Customer, Order, Provider
from members.billing.paying.subscription import Subscription
from members.billing.providers.interface import ProviderError
from members.billing.settling.differences import Differences
from members.billing.settling.findings import note_drift, open_finding
from members.billing.settling.settle import settle
from program import clock
from program.tenancy.scope import program_scope

logger = logging.getLogger(__name__)

MOST = 500
FIRST_LOOK = timedelta(seconds=60)
LOOK_EVERY, DEBIT_EVERY = timedelta(minutes=2), timedelta(hours=1)
"""A payment page is open for two hours; a bank debit takes days."""

ALARM_AFTER = timedelta(minutes=3)
"""Somebody may have paid and have no access, because the payment service does not answer: staff see it within five."""

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def waiting_orders(now: datetime) -> list[tuple[int, int]]:
    """Runs in the platform's scope: whom to ask about, those longest not asked first."""
    asked = Coalesce("asked_at", "created_at")
    due = Q(asked_at=None, created_at__lte=now - FIRST_LOOK) | Q(state="open", asked_at__lte=now - LOOK_EVERY)
    due |= Q(state="awaiting", asked_at__lte=now - DEBIT_EVERY)
    rows = Order.objects.pending().filter(due, provider=Provider.STRIPE)
    return list(rows.order_by(asked).values_list("program_id", "pk")[:MOST])


def see_to_order(order_id: int, *, program_id: int) -> None:
    """Asks how it stands. Whoever paid has access afterwards, or staff have a line that says who has not."""
    with program_scope(program_id):
        order = Order.objects.select_related("price__version__plan").get(pk=order_id)
        Order.objects.filter(pk=order_id).update(asked_at=clock.now())
    try:
        with program_scope(program_id):
            _ask(order)
    except Exception as error:
        if not isinstance(error, ProviderError):
            logger.exception("Order %s of program %s could not be looked after", order_id, program_id)
        with program_scope(program_id):
            _alarm(order, str(error))


def _ask(order: Order) -> None:
    now = clock.now()
    if not order.remote_id and order.created_at < now - 2 * HOUR:
        Order.objects.pending().filter(pk=order.pk).update(state=Order.State.EXPIRED)
    look_after(order, now=now)
    if order.state == Order.State.PAID or not order.is_pending:
        repaired = Finding.objects.filter(kind=Finding.Kind.PAID_WITHOUT_ACCESS, order=order, repaired_at=None)
        repaired.update(repaired_at=now)


def _alarm(order: Order, reason: str) -> None:
    now = clock.now()
    if order.remote_id and order.created_at <= now - ALARM_AFTER:
        open_finding(
            Finding.Kind.PAID_WITHOUT_ACCESS,
            order.reference,
            order=order,
            said={"order": [order.state, ""], "reason": ["", reason[:300]]},
            now=now,
        )


def stale_customers(now: datetime) -> list[tuple[int, int]]:
    """Runs in the platform's scope: what is near its renewal or in trouble by the hour, all that lives by the day."""
    restless = Q(period_ends_at__lte=now + HOUR) | Q(status__in=["past_due", "unpaid", "incomplete", "trialing"])
    by_the_hour = Q(customer__settled_at__lte=now - HOUR * 0.9) & restless
    by_the_day = Q(customer__settled_at__lte=now - DAY)
    living = Subscription.objects.unfinished().filter(by_the_hour | by_the_day)
    recent = Order.objects.filter(paid_at__gte=now - DAY, provider=Provider.STRIPE)
    found = {*living.exclude(customer=None).values_list("program_id", "customer_id")[:MOST]}
    found |= _of_orders(list(recent.values_list("program_id", "membership_id", "account")[:MOST]), now)
    return sorted(found)


def _of_orders(rows: list[tuple[int, int, str]], now: datetime) -> set[tuple[int, int]]:
    members = [membership for _program, membership, _account in rows]
    customers = Customer.objects.filter(membership__in=members).filter(
        Q(settled_at=None) | Q(settled_at__lte=now - HOUR)
    )
    return set(customers.values_list("program_id", "pk"))


def compare(customer_id: int, *, program_id: int, look: Callable[..., Differences] = settle) -> None:
    """What differed is repaired by the look itself; the finding says that nobody had told us."""
    try:
        with program_scope(program_id):
            compare_now(customer_id, now=clock.now(), look=look)
    except ProviderError as error:
        logger.warning("A customer of program %s could not be compared: %s", program_id, error)


def compare_now(customer_id: int, *, now: datetime, look: Callable[..., Differences] = settle) -> bool:
    """Whether something differed."""
    differences = look(customer_id, now=now)
    if differences:
        note_drift(Customer.objects.get(pk=customer_id), differences, now=now)
    return bool(differences)
