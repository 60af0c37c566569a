"""Prices that also move members who pay older ones: told first, moved at their first renewal after the day.

Who pays a founding price keeps it, and so does who pays in a currency that the new version has no price in.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet

from members.billing.paying.changing import change_at_renewal
from members.billing.paying.orders import Provider
from members.billing.paying.subscription import Subscription
from members.billing.plans.models import PlanVersion, Price
from members.billing.settling.notices import tell_of_new_price
from members.billing.settling.settle import lock
from program import clock
from program.tenancy.scope import program_scope

AT_ONCE = 500
Status = Subscription.Status


def concerned(version: PlanVersion, now: datetime) -> QuerySet[Subscription]:
    """Who pays an older price of the plan and stays."""
    running = Subscription.objects.living(now).filter(provider=Provider.STRIPE, plan=version.plan_id, ends_at=None)
    older = running.filter(price__version__number__lt=version.number, price__version__places=None)
    return older.filter(price__currency__in=version.prices.values("currency"))


def to_move(version: PlanVersion, now: datetime) -> QuerySet[Subscription]:
    """Whoever is on trial, or has to pay first, comes later: they are asked about every hour."""
    return concerned(version, now).filter(status=Status.ACTIVE, past_due_since=None, next_price=None)


def to_announce(now: datetime) -> QuerySet[PlanVersion]:
    return PlanVersion.objects.filter(moves_existing=True, starts_at__gt=now)


def to_roll_out(now: datetime) -> Iterator[PlanVersion]:
    """Of each plan the newest that has begun: nobody is moved to a price that is old already."""
    newest: set[tuple[int | None, int]] = set()
    for version in PlanVersion.objects.in_force(now).filter(moves_existing=True):
        if (version.program_id, version.plan_id) not in newest:
            newest.add((version.program_id, version.plan_id))
            yield version


def announce(version_id: int, *, program_id: int) -> None:
    """Tells everybody who is concerned, each once; later only those who came since. A crash starts it again."""
    now, last = clock.now(), 0
    while True:
        with program_scope(program_id):
            version = PlanVersion.objects.get(pk=version_id)
            rows = concerned(version, now).filter(pk__gt=last)
            if version.announced_at:
                rows = rows.filter(started_at__gte=version.announced_at)
            told = list(rows.select_related("membership__user").order_by("pk")[:AT_ONCE])
            tell_of_new_price(told, version)
            if len(told) < AT_ONCE:
                PlanVersion.objects.filter(pk=version_id, announced_at=None).update(announced_at=now)
                return
            last = told[-1].pk


def move(subscription_id: int, version_id: int, *, now: datetime) -> bool:
    """From its next renewal on the new price is paid. May be asked twice. False: there was nothing to move."""
    subscription = Subscription.objects.get(pk=subscription_id)
    if subscription.customer_id:
        lock(subscription.customer_id)
    version = PlanVersion.objects.get(pk=version_id)
    found = to_move(version, now).filter(pk=subscription_id).select_related("plan", "price").first()
    if found is None:
        return False
    change_at_renewal(found, Price.objects.get(version=version, currency=found.price.currency), now=now)
    return True


def note_rolled_out(version: PlanVersion, now: datetime) -> None:
    """For staff to see that it is done; who comes later, from a trial or a late payment, is moved all the same."""
    if version.rolled_out_at is None:
        PlanVersion.objects.filter(pk=version.pk).update(rolled_out_at=now)
