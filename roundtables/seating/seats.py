"""Who sits at a roundtable, and who waits.

The roundtable's row is the mutex: whoever changes a registration's state holds it. Lock order: roundtable,
then registration. Taking a seat is one database function (`take_seat`, see migration 0002), because that is
where hundreds of people meet; the rest is rare and written out here.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import OperationalError, connection
from django.db.models import F
from psycopg2.errorcodes import LOCK_NOT_AVAILABLE

from roundtables import notices
from roundtables.models import Guest, Person, Registration, Roundtable
from roundtables.refusals import (
    MembersOnly,
    NotRegistered,
    Refused,
    RegistrationNotOpen,
    RoundtableCancelled,
    RoundtableClosed,
    RoundtablePast,
    SeatsBusy,
    TierTooLow,
)
from roundtables.seating.registration import new_token

TAKE_SEAT = "SELECT (registration).*, is_new FROM take_seat(%s, %s, %s, %s, %s)"
IN_TURN = "SET LOCAL lock_timeout = '3s'; SELECT pg_advisory_xact_lock(%s)"
"""As in `take_seat`: for a number one waits in turn, for a row that changes one may be overtaken."""
Reason, State = Registration.Reason, Registration.State


def register(roundtable: Roundtable, person: Person, *, now: datetime) -> Registration:
    """A seat, or a place in the waiting list when all are taken; a second call finds the first one's."""
    refuse_outsiders(roundtable, person)
    registration = _take_seat(roundtable, person, now)
    if registration is None:
        roundtable.refresh_from_db()
        raise refusal(roundtable, now)
    if registration.is_new:
        notices.tell_registered(roundtable, registration, now=now)
    return registration


def refuse_outsiders(roundtable: Roundtable, person: Person) -> None:
    if isinstance(person, Guest):
        if not roundtable.is_for_guests:
            raise MembersOnly
    elif not roundtable.is_for(person):
        raise TierTooLow


def cancel(registration: Registration, *, now: datetime, reason: str = Reason.LEFT) -> list[Registration]:
    """Gives up the seat, the offer or the place. Answers with those who move up."""
    roundtable = lock(registration.roundtable_id)
    if roundtable.is_past(now):
        raise RoundtablePast
    had_seat = Registration.objects.filter(pk=registration.pk).seated().exists()
    if not withdraw(roundtable, [registration.pk], reason, now=now):
        raise NotRegistered
    notices.tell_given_up(roundtable, registration, had_seat=had_seat, now=now)
    return fill(roundtable, now=now)


def fill(roundtable: Roundtable, *, now: datetime) -> list[Registration]:
    """Seats that are free go to whoever waited longest, or are offered to them. The caller holds the row."""
    if roundtable.is_full or roundtable.is_cancelled or roundtable.is_past(now):
        return []
    waiting = Registration.objects.filter(roundtable=roundtable).waiting().with_people()
    moving_up = list(waiting[: roundtable.seats_left])
    if moving_up:
        until = roundtable.offer_until(now)
        _move_up(moving_up, until, now, has_confirmed=roundtable.is_past_asking(now))
        count(roundtable, len(moving_up))
        notices.tell_moving_up(roundtable, moving_up, until, now=now)
    return moving_up


def _move_up(moving_up: list[Registration], until: datetime | None, now: datetime, *, has_confirmed: bool) -> None:
    rows = Registration.objects.filter(pk__in=[registration.pk for registration in moving_up])
    if until:
        rows.update(state=State.OFFERED, offer_until=until)
    else:
        rows.update(state=State.SEAT, seated_at=now, confirmed_at=now if has_confirmed else None)
    for registration in moving_up:
        registration.state, registration.offer_until = (State.OFFERED if until else State.SEAT), until


def lock(roundtable_id: int) -> Roundtable:
    """Holds the roundtable's row until the transaction ends."""
    with busy_after_three_seconds():
        with connection.cursor() as cursor:
            cursor.execute(IN_TURN, [roundtable_id])
        return Roundtable.objects.select_for_update(no_key=True).get(pk=roundtable_id)


def refusal(roundtable: Roundtable, now: datetime) -> Refused:
    """Why this roundtable takes nobody."""
    if roundtable.is_cancelled:
        return RoundtableCancelled()
    if roundtable.is_past(now):
        return RoundtablePast()
    if roundtable.state in (Roundtable.State.DRAFT, Roundtable.State.SAVE_THE_DATE):
        return RegistrationNotOpen()
    return RoundtableClosed()


def _take_seat(roundtable: Roundtable, person: Person, now: datetime) -> Registration | None:
    who = [None, person.pk] if isinstance(person, Guest) else [person.pk, None]
    with busy_after_three_seconds():
        asked = Registration.objects.raw(TAKE_SEAT, [roundtable.pk, *who, new_token(), now])
        registration = next(iter(asked), None)
    if registration is not None:
        registration.roundtable, registration.person = roundtable, person
    return registration


def withdraw(roundtable: Roundtable, ids: Sequence[int], reason: str, *, now: datetime) -> int:
    """Ends those of the registrations that stood until now; how many. The caller holds the roundtable's row."""
    rows = Registration.objects.filter(pk__in=ids)
    gone = {"state": State.CANCELLED, "reason": reason, "cancelled_at": now, "offer_until": None}
    freed = rows.holding().update(**gone)
    count(roundtable, -freed)
    return freed + rows.waiting().order_by().update(**gone)


def count(roundtable: Roundtable, change: int) -> None:
    if change:
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
