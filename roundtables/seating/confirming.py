"""Where staff want it, people say shortly before that they come; seats that nobody confirmed go to others."""

from datetime import datetime

from roundtables import notices
from roundtables.models import Registration, Roundtable
from roundtables.refusals import NotRegistered
from roundtables.seating import seats

Reason = Registration.Reason


def confirm(registration: Registration, *, now: datetime) -> None:
    """Safe to repeat; too late when the seat was given away. Holds the roundtable's row, as `release` does."""
    seats.lock(registration.roundtable_id)
    mine = Registration.objects.filter(pk=registration.pk).seated()
    if not mine.filter(confirmed_at=None).update(confirmed_at=now) and not mine.exists():
        raise NotRegistered


def release(roundtable: Roundtable, *, now: datetime) -> int:
    """Gives away what nobody confirmed, once; how many seats. The caller holds the roundtable's row."""
    if not is_due(roundtable, now):
        return 0
    Roundtable.objects.filter(pk=roundtable.pk).update(released_at=now)
    unconfirmed = list(Registration.objects.filter(roundtable=roundtable, confirmed_at=None).seated().with_people())
    seats.withdraw(roundtable, [registration.pk for registration in unconfirmed], Reason.RELEASED, now=now)
    notices.tell_released(roundtable, unconfirmed, now=now)
    seats.fill(roundtable, now=now)
    return len(unconfirmed)


def is_due(roundtable: Roundtable, now: datetime) -> bool:
    if roundtable.release_at is None or roundtable.released_at or roundtable.is_cancelled:
        return False
    return roundtable.release_at <= now < roundtable.starts_at


def start_over(roundtable: Roundtable, *, now: datetime) -> None:
    """The roundtable moved: everybody is asked for the new time, or nobody when it is too soon for that."""
    confirmed_at = now if roundtable.is_past_asking(now) else None
    Registration.objects.filter(roundtable=roundtable).seated().update(confirmed_at=confirmed_at)
    roundtable.released_at = None
