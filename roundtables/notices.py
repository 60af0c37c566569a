"""Whom we tell what and when: rows in the outbox, written in the transaction that makes them necessary.

What each of them says is composed in `letters` when it is due, from what holds then.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from members.models import Membership
from program import clock
from program.mail.models import Message
from program.mail.outbox import cancel, post_all
from roundtables.models import Registration, Roundtable

CONFIRMATION = "roundtables.confirmation"
WAITING = "roundtables.waiting"
PROMOTED = "roundtables.promoted"
REMINDER = "roundtables.reminder"
MOVED = "roundtables.moved"
CALLED_OFF = "roundtables.called_off"
RECORDING = "roundtables.recording"

REMIND_BEFORE = {"7d": timedelta(days=7), "24h": timedelta(hours=24), "1h": timedelta(hours=1)}


def tell_registered(roundtable: Roundtable, registration: Registration, *, now: datetime) -> None:
    if registration.has_seat:
        post_all([said(CONFIRMATION, roundtable, registration, now), *reminders(roundtable, [registration], now)])
    else:
        post_all([said(WAITING, roundtable, registration, now)])


def tell_promoted(roundtable: Roundtable, moving_up: Sequence[Registration], *, now: datetime) -> None:
    promoted = [said(PROMOTED, roundtable, registration, now) for registration in moving_up]
    post_all([*promoted, *reminders(roundtable, moving_up, now)])


def tell_moved(roundtable: Roundtable, *, now: datetime) -> None:
    """The new time, and reminders for it instead of the old ones."""
    cancel(about=roundtable.about, kinds=[REMINDER, MOVED])
    everybody = registrants(roundtable)
    seated = [registration for registration in everybody if registration.has_seat]
    moved = [
        said(MOVED, roundtable, registration, now, occurrence=f"{registration.pk}:{roundtable.sequence}")
        for registration in everybody
    ]
    post_all([*moved, *reminders(roundtable, seated, now)])


def tell_called_off(roundtable: Roundtable, *, now: datetime) -> int:
    cancel(about=roundtable.about)
    return post_all([said(CALLED_OFF, roundtable, registration, now) for registration in registrants(roundtable)])


def tell_recorded(roundtable: Roundtable, *, now: datetime) -> int:
    """Once for each person and roundtable, however often a recording is published."""
    return post_all(
        [said(RECORDING, roundtable, registration, now, occurrence="") for registration in registrants(roundtable)]
    )


def forget(roundtable: Roundtable, address: str) -> None:
    """Somebody is not coming: nothing that is still due about it goes to them."""
    cancel(about=roundtable.about, address=address)


def registrants(roundtable: Roundtable) -> list[Registration]:
    """Everybody with a seat or a place in the waiting list, in one query."""
    standing = Registration.objects.filter(roundtable=roundtable).standing()
    here = standing.filter(membership__state=Membership.State.ACTIVE)
    return list(here.select_related("membership__user").order_by("id"))


def reminders(roundtable: Roundtable, seated: Iterable[Registration], now: datetime) -> Iterator[Message]:
    """Only what is still due: whoever registers half an hour before is reminded of nothing."""
    ahead = {name: roundtable.starts_at - lead for name, lead in REMIND_BEFORE.items()}
    due = {name: due_at for name, due_at in ahead.items() if due_at > now}
    for registration in seated:
        for name, due_at in due.items():
            occurrence = f"{name}:{registration.pk}:{roundtable.sequence}"
            yield said(REMINDER, roundtable, registration, due_at, occurrence=occurrence, before=name)


def said(
    kind: str,
    roundtable: Roundtable,
    registration: Registration,
    due_at: datetime,
    *,
    occurrence: str | None = None,
    **more: str,
) -> Message:
    """A row for the outbox. The payload tells the letter what held when it was posted."""
    user = registration.membership.user
    return Message(
        kind=kind,
        address=user.email,
        user=user,
        about=roundtable.about,
        occurrence=str(registration.pk) if occurrence is None else occurrence,
        due_at=due_at,
        payload={"registration": registration.pk, "starts_at": clock.utc(roundtable.starts_at).isoformat(), **more},
    )
