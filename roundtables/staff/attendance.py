"""Who was there: counted for the list of roundtables, marked by staff, and told apart from those who missed it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from program.audit.log import record
from roundtables.models import Registration, Roundtable
from roundtables.schedule.roundtable import DOORS_OPEN_BEFORE

State = Registration.State

COUNTED = {
    "waiting_count": Q(state=State.WAITING),
    "offered_count": Q(state=State.OFFERED),
    "attended_count": Q(state=State.SEAT, attended_at__isnull=False),
    "missed_count": Q(state=State.SEAT, attended_at=None),
}


def with_counts(rows: QuerySet[Roundtable]) -> QuerySet[Roundtable]:
    """Annotates how many wait, are offered a seat, were there, and were not; of what is to come, nobody was."""
    return rows.annotate(**{name: Coalesce(Subquery(_count(which)), 0) for name, which in COUNTED.items()})


def _count(which: Q) -> QuerySet[Any]:
    found = Registration.objects.filter(which, roundtable=OuterRef("pk"))
    return found.order_by().values("roundtable").annotate(n=Count("*")).values("n")


def missed(rows: QuerySet[Registration], now: datetime) -> QuerySet[Registration]:
    """They had a seat, it is over, and they were not there."""
    over = rows.filter(state=State.SEAT, attended_at=None, roundtable__ends_at__lte=now)
    return over.exclude(roundtable__state=Roundtable.State.CANCELLED)


def mark(registrations: Iterable[Registration], *, attended: bool, by: Any, now: datetime) -> int:
    """Only of a seat at a roundtable that has opened its doors; how many were marked otherwise before."""
    chosen = list(registrations)
    changed = Registration.objects.filter(pk__in=[row.pk for row in chosen], attended_at__isnull=attended)
    with_seat = changed.filter(state=State.SEAT, roundtable__starts_at__lte=now + DOORS_OPEN_BEFORE)
    rows = with_seat.exclude(roundtable__state=Roundtable.State.CANCELLED)
    marked = set(rows.values_list("pk", flat=True))
    Registration.objects.filter(pk__in=marked).update(attended_at=now if attended else None)
    action = "marked as attended" if attended else "marked as not attended"
    for registration in chosen:
        if registration.pk in marked:
            record(action, registration, by=by)
    return len(marked)
