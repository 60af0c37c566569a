"""A roundtable as an event in somebody's calendar.

Instants are written in UTC, which every calendar reads alike and shows in its owner's zone; a table of zone rules of
our own could only go stale. There is no alarm in it: we remind by mail, and calendars have their owner's own.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from icalendar import Event, vCalAddress, vText, vUri

from program import clock
from program.mail.links import absolute
from program.models import Program
from roundtables.calendars.text import Words, one_line, parameter
from roundtables.models import Registration, Roundtable
from roundtables.seating.links import seat_address


@dataclass(frozen=True)
class Shown:
    """How it stands in a calendar. Many forget what was called off only when its title says so."""

    status: str
    is_busy: bool = False
    title: str | Promise = "%(title)s"


SEAT = Shown("CONFIRMED", is_busy=True)
OFFERED = Shown("TENTATIVE", title=gettext_lazy("%(title)s (a seat is kept for you)"))
WAITING = Shown("TENTATIVE", title=gettext_lazy("%(title)s (waiting list)"))
CANCELLED = Shown("CANCELLED", title=gettext_lazy("Cancelled: %(title)s"))
State = Registration.State
STATES: dict[str, Shown] = {State.SEAT: SEAT, State.OFFERED: OFFERED, State.WAITING: WAITING}


def of_anybody(roundtable: Roundtable, now: datetime) -> Event:
    """The way into the room leads those without a seat to where they get one."""
    room = absolute(_program(roundtable), reverse("roundtable_join", args=[roundtable.number]))
    event = _event(roundtable, CANCELLED if roundtable.is_cancelled else SEAT)
    event.add("dtstamp", _whole(now))
    event.add("last-modified", _whole(roundtable.changed_at))
    event.add("url", vUri(_page(roundtable)))
    way_in = _("The room opens 15 minutes before, for those with a seat: %(url)s") % {"url": room}
    return _described(event, roundtable, room, [way_in])


def of_person(registration: Registration, now: datetime | None = None) -> Event:
    """With their own links. They are keys, so a shared calendar shows others nothing but the hour."""
    roundtable, shown, changed_at = registration.roundtable, shown_to(registration), _changed_at(registration)
    seat, room = seat_address(registration), seat_address(registration, "join") if shown is SEAT else ""
    event = _event(roundtable, shown)
    event.add("dtstamp", _whole(now or changed_at))
    event.add("last-modified", _whole(changed_at))
    event.add("url", vUri(room or seat))
    event.add("class", "PRIVATE")
    way_in = _("Your way into the room, from 15 minutes before: %(url)s") % {"url": room} if room else ""
    return _described(
        event, roundtable, room, [way_in, _("Your place, and how to give it up: %(url)s") % {"url": seat}]
    )


def shown_to(registration: Registration) -> Shown:
    if registration.roundtable.is_cancelled or not registration.stands:
        return CANCELLED
    return STATES[registration.state]


def with_attendee(event: Event, registration: Registration) -> Event:
    """In mails alone: what is published must not name any."""
    attendee = vCalAddress(f"mailto:{registration.address}")
    attendee.params.update(
        CN=vText(parameter(registration.person.display_name)),
        CUTYPE=vText("INDIVIDUAL"),
        ROLE=vText("REQ-PARTICIPANT"),
        PARTSTAT=vText("ACCEPTED"),
        RSVP=vText("FALSE"),
    )
    event.add("attendee", attendee, encode=False)
    return event


def uid(roundtable: Roundtable) -> str:
    """Independent of the host and the number, which may change."""
    born = clock.utc(roundtable.created_at).strftime("%Y%m%dT%H%M%SZ")
    return f"{born}-{roundtable.program_id}-{roundtable.pk}@first-million"


def _event(roundtable: Roundtable, shown: Shown) -> Event:
    program = _program(roundtable)
    names = {"program": program.name, "number": roundtable.number, "title": roundtable.title}
    title = _("%(program)s roundtable no. %(number)s: %(title)s") % names
    event = Event()
    event.add("uid", uid(roundtable))
    event.add("sequence", roundtable.sequence)
    event.add("dtstart", _whole(roundtable.starts_at))
    event.add("dtend", _whole(roundtable.ends_at))
    event.add("summary", Words(one_line(str(shown.title) % {"title": title})))
    event.add("status", shown.status)
    event.add("transp", "OPAQUE" if shown.is_busy else "TRANSPARENT")
    event.add("organizer", _organizer(program), encode=False)
    return event


def _described(event: Event, roundtable: Roundtable, room: str, ways: list[str]) -> Event:
    wall = clock.local_time(roundtable.starts_at, roundtable.zone)
    about = _("About this roundtable: %(url)s") % {"url": _page(roundtable)}
    lines = [wall, roundtable.summary, *ways, about]
    if roundtable.is_cancelled:
        lines = [_("It will not take place"), roundtable.cancel_reason, wall, about]
    elif room:
        event.add("location", Words(room))
    event.add("description", Words("\n\n".join(line for line in lines if line)))
    return event


def _organizer(program: Program) -> vCalAddress:
    """The sender of our mails: mail programs distrust an invitation from somebody else."""
    organizer = vCalAddress(f"mailto:{program.mail_from or settings.MAIL_FROM.rpartition('<')[2].rstrip('>')}")
    organizer.params["CN"] = vText(parameter(program.name))
    return organizer


def _changed_at(registration: Registration) -> datetime:
    instants = (registration.roundtable.changed_at, registration.queued_at, registration.seated_at)
    return max(instant for instant in instants if instant)


def _whole(instant: datetime) -> datetime:
    """Calendars know no fractions of a second."""
    return clock.utc(instant).replace(microsecond=0)


def _page(roundtable: Roundtable) -> str:
    return absolute(_program(roundtable), roundtable.get_absolute_url())


def _program(roundtable: Roundtable) -> Program:
    program: Program = roundtable.program
    return program
