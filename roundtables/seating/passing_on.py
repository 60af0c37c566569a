"""Giving one's seat to somebody else: their own link, and the old one is of no use any more."""

from datetime import datetime, timedelta

from roundtables import notices
from roundtables.models import Person, Registration
from roundtables.refusals import AlreadyThere, NotRegistered, RoundtablePast
from roundtables.seating import seats

ANSWER_WITHIN = timedelta(hours=24)


def pass_on(registration: Registration, to: Person, *, now: datetime) -> Registration:
    """An offer to `to`, who must accept it; whatever they answer, the giver's seat is gone. The counter stays."""
    roundtable = seats.lock(registration.roundtable_id)
    if roundtable.starts_at <= now:
        raise RoundtablePast
    seats.refuse_outsiders(roundtable, to)
    if Registration.objects.filter(roundtable=roundtable).of(to).standing().exists():
        raise AlreadyThere
    if not Registration.objects.filter(pk=registration.pk).seated().exists():
        raise NotRegistered
    seats.withdraw(roundtable, [registration.pk], Registration.Reason.PASSED_ON, now=now)
    notices.tell_given_up(roundtable, registration, had_seat=True, now=now)
    offered = Registration(
        roundtable=roundtable,
        state=Registration.State.OFFERED,
        queued_at=now,
        offer_until=min(now + ANSWER_WITHIN, roundtable.starts_at),
    )
    offered.person = to
    offered.save()
    seats.count(roundtable, 1)
    notices.tell_passed_on(roundtable, offered, registration.person.display_name, now=now)
    return offered
