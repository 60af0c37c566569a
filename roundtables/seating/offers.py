"""A seat that became free is offered to whoever waited longest; the row counts as taken until they answer."""

from datetime import datetime

from roundtables import notices
from roundtables.models import Registration, Roundtable
from roundtables.refusals import OfferOver, RoundtablePast
from roundtables.seating import seats

Reason, State = Registration.Reason, Registration.State


def accept(registration: Registration, *, now: datetime) -> None:
    """Safe to repeat: whoever has the seat already keeps it."""
    roundtable = seats.lock(registration.roundtable_id)
    if roundtable.is_past(now):
        raise RoundtablePast
    mine = Registration.objects.filter(pk=registration.pk)
    offered = mine.filter(state=State.OFFERED, offer_until__gt=now)
    if offered.update(state=State.SEAT, seated_at=now, confirmed_at=now, offer_until=None):
        registration.state = State.SEAT
        notices.tell_seated(roundtable, [registration], now=now)
    elif not mine.seated().exists():
        raise OfferOver


def decline(registration: Registration, *, now: datetime) -> list[Registration]:
    """Nobody is asked twice: who declines has left the list. Answers with those who are asked next."""
    return seats.cancel(registration, now=now, reason=Reason.DECLINED)


def expire(roundtable: Roundtable, *, now: datetime) -> int:
    """Offers that nobody answered go to the next; how many. The caller holds the roundtable's row."""
    offered = Registration.objects.filter(roundtable=roundtable, state=State.OFFERED, offer_until__lte=now)
    over = list(offered.with_people())
    if seats.withdraw(roundtable, [registration.pk for registration in over], Reason.EXPIRED, now=now):
        notices.tell_offer_over(roundtable, over, now=now)
        seats.fill(roundtable, now=now)
    return len(over)
