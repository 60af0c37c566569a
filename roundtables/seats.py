"""Who sits at a roundtable, and who waits.

The roundtable's row is the mutex: whoever changes a registration's state holds it. Lock order: roundtable,
then registration. Taking a seat is one database function (`take_seat`, see migration 0002), because that is
where hundreds of people meet; the rest is rare and written out here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import OperationalError, connection
from django.db.models import F
from psycopg2.errorcodes import LOCK_NOT_AVAILABLE

from members.models import Membership
from roundtables import notices
from roundtables.models import Registration, Roundtable, reaches
from roundtables.refusals import (
    NotRegistered,
    RegistrationNotOpen,
    RoundtableCancelled,
    RoundtableClosed,
    RoundtablePast,
    SeatsBusy,
    TierTooLow,
)

TAKE_SEAT = "SELECT (registration).*, is_new FROM take_seat(%s, %s, %s)"


def register(roundtable: Roundtable, membership: Membership, *, now: datetime) -> Registration:
    """A seat, or a place in the waiting list when all are taken; a second call finds the first one's."""
    if not reaches(membership, roundtable.tier):
        raise TierTooLow
    registration = _take_seat(roundtable, membership, now)
    if registration is None:
        roundtable.refresh_from_db()
        raise refusal(roundtable, now)
    if registration.is_new:
        notices.tell_registered(roundtable, registration, now=now)
    return registration


def cancel(registration: Registration, *, now: datetime) -> list[Registration]:
    """Gives up the seat or the place. Answers with those who move up into seats."""
    roundtable = lock(registration.roundtable_id)
    if roundtable.is_past(now):
        raise RoundtablePast
    if not _withdraw(roundtable, registration, now):
        raise NotRegistered
    notices.forget(roundtable, registration.membership.user.email)
    return promote(roundtable, now=now)


def promote(roundtable: Roundtable, *, now: datetime) -> list[Registration]:
    """Seats that are free go to whoever waited longest. The caller holds the roundtable's row."""
    if roundtable.is_full or roundtable.is_cancelled or roundtable.is_past(now):
        return []
    waiting = Registration.objects.filter(roundtable=roundtable).waiting().select_related("membership__user")
    moving_up = list(waiting[: roundtable.seats_left])
    if moving_up:
        Registration.objects.filter(pk__in=[r.pk for r in moving_up]).update(
            state=Registration.State.SEAT, seated_at=now
        )
        _count(roundtable, len(moving_up))
        notices.tell_promoted(roundtable, moving_up, now=now)
    return moving_up


def lock(roundtable_id: int) -> Roundtable:
    """Holds the roundtable's row until the transaction ends."""
    with busy_after_three_seconds():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '3s'")
        return Roundtable.objects.select_for_update(no_key=True).get(pk=roundtable_id)


def refusal(roundtable: Roundtable, now: datetime) -> Exception:
    """Why this roundtable takes nobody."""
    if roundtable.is_cancelled:
        return RoundtableCancelled()
    if roundtable.is_past(now):
        return RoundtablePast()
    if roundtable.state in (Roundtable.State.DRAFT, Roundtable.State.SAVE_THE_DATE):
        return RegistrationNotOpen()
    return RoundtableClosed()


def _take_seat(roundtable: Roundtable, membership: Membership, now: datetime) -> Registration | None:
    with busy_after_three_seconds():
        registration = next(iter(Registration.objects.raw(TAKE_SEAT, [roundtable.pk, membership.pk, now])), None)
    if registration is not None:
        registration.roundtable, registration.membership = roundtable, membership
    return registration


def _withdraw(roundtable: Roundtable, registration: Registration, now: datetime) -> bool:
    """Whether it stood until now."""
    mine = Registration.objects.filter(pk=registration.pk)
    gone = {"state": Registration.State.CANCELLED, "cancelled_at": now}
    if mine.seated().update(**gone):
        _count(roundtable, -1)
        return True
    return bool(mine.standing().update(**gone))


def _count(roundtable: Roundtable, change: int) -> None:
    Roundtable.objects.filter(pk=roundtable.pk).update(seats_taken=F("seats_taken") + change)
    roundtable.seats_taken += change


@contextmanager
def busy_after_three_seconds() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", None) == LOCK_NOT_AVAILABLE:
            raise SeatsBusy from error
        raise
