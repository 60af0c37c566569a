"""What the front page and the desk show of this room: one query each."""

from datetime import datetime

from members.models import Membership
from roundtables.models import Registration, Roundtable


def coming(now: datetime, *, limit: int) -> list[Roundtable]:
    """The roundtables one can still come to, soonest first."""
    return list(Roundtable.objects.upcoming(now)[:limit])


def next_registration(membership: Membership, now: datetime) -> Registration | None:
    """What the member registered for and is next, with its roundtable and the `place` in the waiting list."""
    return Registration.objects.filter(membership=membership).coming(now).first()
