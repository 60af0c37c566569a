"""Whom we tell what and when: rows in the outbox, written in the transaction that makes them necessary.

What each of them says is composed in `letters` when it is due, from what holds then.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from program import clock
from program.mail.models import Message
from program.mail.outbox import cancel, post_all
from roundtables.models import Guest, Person, Registration, Roundtable
from roundtables.seating.registration import STILL_HERE

CONFIRMATION = "roundtables.confirmation"
WAITING = "roundtables.waiting"
PROMOTED = "roundtables.promoted"
OFFERED = "roundtables.offered"
OFFER_OVER = "roundtables.offer_over"
PASSED_ON = "roundtables.passed_on"
ASKED = "roundtables.asked"
RELEASED = "roundtables.released"
GIVEN_UP = "roundtables.given_up"
REMINDER = "roundtables.reminder"
MOVED = "roundtables.moved"
CALLED_OFF = "roundtables.called_off"
RECORDING = "roundtables.recording"
OPENED = "roundtables.opened"

PLANNED = (REMINDER, ASKED)
"""What is due at a time before the start, and planned anew when that changes."""


def tell_registered(roundtable: Roundtable, registration: Registration, *, now: datetime) -> None:
    if registration.has_seat:
        tell_seated(roundtable, [registration], now=now)
    else:
        post_all([said(WAITING, roundtable, registration, now)])


def tell_seated(
    roundtable: Roundtable, seated: Sequence[Registration], *, now: datetime, kind: str = CONFIRMATION
) -> None:
    told = [said(kind, roundtable, registration, now) for registration in seated]
    post_all([*told, *planned(roundtable, seated, now)])


def tell_moving_up(
    roundtable: Roundtable, moving_up: Sequence[Registration], until: datetime | None, *, now: datetime
) -> None:
    """A seat that is theirs, or one that is kept for them until then."""
    if until is None:
        tell_seated(roundtable, moving_up, now=now, kind=PROMOTED)
    else:
        post_all([said(OFFERED, roundtable, registration, now) for registration in moving_up])


def tell_offer_over(roundtable: Roundtable, over: Iterable[Registration], *, now: datetime) -> None:
    _withdrawn(OFFER_OVER, roundtable, over, now)


def tell_released(roundtable: Roundtable, released: Iterable[Registration], *, now: datetime) -> None:
    _withdrawn(RELEASED, roundtable, released, now)


def _withdrawn(kind: str, roundtable: Roundtable, gone: Iterable[Registration], now: datetime) -> None:
    rows = list(gone)
    for registration in rows:
        forget(roundtable, registration.address)
    post_all([said(kind, roundtable, registration, now) for registration in rows])


def tell_passed_on(roundtable: Roundtable, offered: Registration, giver: str, *, now: datetime) -> None:
    post_all([said(PASSED_ON, roundtable, offered, now, giver=giver)])


def tell_moved(roundtable: Roundtable, *, now: datetime) -> None:
    """The new time, and reminders for it instead of the old ones."""
    cancel(about=roundtable.about, kinds=[MOVED])
    moved = [
        said(MOVED, roundtable, registration, now, occurrence=f"{registration.pk}:{roundtable.sequence}")
        for registration in registrants(roundtable)
    ]
    post_all(moved)
    plan_again(roundtable, now=now)


def plan_again(roundtable: Roundtable, *, now: datetime) -> None:
    """After the time, the reminders or the hours to confirm were changed; what was sent stays sent."""
    cancel(about=roundtable.about, kinds=PLANNED)
    seated = [registration for registration in registrants(roundtable) if registration.has_seat]
    post_all([*planned(roundtable, seated, now)])


def tell_called_off(roundtable: Roundtable, *, now: datetime) -> int:
    cancel(about=roundtable.about)
    return post_all([said(CALLED_OFF, roundtable, registration, now) for registration in registrants(roundtable)])


def tell_recorded(roundtable: Roundtable, *, now: datetime) -> int:
    """Once for each person and roundtable, however often a recording is published."""
    return post_all(
        [said(RECORDING, roundtable, registration, now, occurrence="") for registration in registrants(roundtable)]
    )


def tell_open(roundtable: Roundtable, people: Iterable[Person], *, now: datetime) -> int:
    """Once for each person and roundtable, however often registration opens."""
    return post_all([to(person, OPENED, roundtable, now, occurrence="") for person in people])


def tell_given_up(roundtable: Roundtable, registration: Registration, *, had_seat: bool, now: datetime) -> None:
    """Nothing that is still due about it goes to them; and the seat leaves their calendar."""
    forget(roundtable, registration.address)
    if had_seat:
        post_all([said(GIVEN_UP, roundtable, registration, now)])


def forget(roundtable: Roundtable, address: str) -> None:
    cancel(about=roundtable.about, address=address)


def registrants(roundtable: Roundtable) -> list[Registration]:
    """Everybody with a seat, an offer or a place in the waiting list, in one query."""
    standing = Registration.objects.filter(roundtable=roundtable).standing()
    return list(standing.filter(STILL_HERE).with_people().order_by("id"))


def planned(roundtable: Roundtable, seated: Iterable[Registration], now: datetime) -> Iterator[Message]:
    """Only what is still due: whoever registers half an hour before is reminded of nothing."""
    due = {lead.name: roundtable.starts_at - lead.before for lead in roundtable.leads}
    for registration in seated:
        occurrence = f"{registration.pk}:{roundtable.sequence}"
        for name, due_at in due.items():
            if due_at > now:
                yield said(REMINDER, roundtable, registration, due_at, occurrence=f"{name}:{occurrence}", before=name)
        if roundtable.ask_at and roundtable.ask_at > now:
            yield said(ASKED, roundtable, registration, roundtable.ask_at, occurrence=occurrence)


def said(
    kind: str,
    roundtable: Roundtable,
    registration: Registration,
    due_at: datetime,
    *,
    occurrence: str | None = None,
    **more: str,
) -> Message:
    """A row for the outbox about a registration."""
    occurrence = str(registration.pk) if occurrence is None else occurrence
    more = {"registration": registration.pk, **more}  # type: ignore[dict-item]
    return to(registration.person, kind, roundtable, due_at, occurrence=occurrence, **more)


def to(
    person: Person, kind: str, roundtable: Roundtable, due_at: datetime, *, occurrence: str, **more: str
) -> Message:
    """The payload tells the letter what held when it was posted, and how a guest is spoken to."""
    if isinstance(person, Guest):
        address, user = person.email, None
        more = {"name": person.name, "language": person.language, "zone": person.time_zone, **more}
    else:
        address, user = person.user.email, person.user
    return Message(
        kind=kind,
        address=address,
        user=user,
        about=roundtable.about,
        occurrence=occurrence,
        due_at=due_at,
        payload={"starts_at": clock.utc(roundtable.starts_at).isoformat(), **more},
    )
