"""What the front page and the desk show of this room: one query each."""

from datetime import datetime

from django.db.models import QuerySet

from members.models import Membership
from program.tenancy.prepared import prepared
from roundtables.models import Registration, Roundtable

MOST = 4


def coming(now: datetime, *, limit: int = MOST) -> list[Roundtable]:
    """The roundtables one can still come to, soonest first."""
    return next_tables(now)[:limit]


@prepared
def next_tables(now: datetime) -> QuerySet[Roundtable]:
    return Roundtable.objects.upcoming(now)[:MOST]


def next_registration(membership: Membership, now: datetime) -> Registration | None:
    """What the member registered for and is next, with its roundtable and the `place` in the waiting list."""
    return next(iter(next_registrations(membership.pk, now)), None)


@prepared
def next_registrations(membership_id: int, now: datetime) -> QuerySet[Registration]:
    return Registration.objects.filter(membership=membership_id).coming(now)[:1]
