"""Calendar files: one event a roundtable, its UID for ever the same, its SEQUENCE rising with each change.

Instants are written in UTC, which every calendar reads alike; the roundtable's own zone stands beside them.
"""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText, vUri

from program import clock
from program.mail.links import absolute
from program.models import Program
from roundtables.links import seat_address
from roundtables.models import Registration, Roundtable


def published(roundtable: Roundtable, *, now: datetime) -> bytes:
    """What anybody may add to a calendar."""
    return _file("PUBLISH", roundtable, _event(roundtable, now))


def invitation(registration: Registration, *, now: datetime) -> bytes:
    """For the mail to somebody with a seat: the same UID, so that a later change finds it again."""
    return _file("REQUEST", registration.roundtable, personal_event(registration, now))


def withdrawal(registration: Registration, *, now: datetime) -> bytes:
    """Takes the event out of that person's calendar."""
    return _file("CANCEL", registration.roundtable, personal_event(registration, now))


def personal_event(registration: Registration, now: datetime) -> Event:
    """With the personal link into the room."""
    event = _event(registration.roundtable, now, join=seat_address(registration, "join"))
    return _with_people(event, registration.roundtable, registration.address)


def uid(roundtable: Roundtable) -> str:
    """Independent of the host and the number, which may change."""
    born = clock.utc(roundtable.created_at).strftime("%Y%m%dT%H%M%SZ")
    return f"{born}-{roundtable.program_id}-{roundtable.pk}@first-million"


def file_name(roundtable: Roundtable) -> str:
    return f"roundtable-{roundtable.number}.ics"


def _file(method: str, roundtable: Roundtable, event: Event) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//First Million//Roundtables//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add("x-wr-timezone", roundtable.time_zone)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(roundtable: Roundtable, now: datetime, join: str = "") -> Event:
    program = _program(roundtable)
    page = absolute(program, roundtable.get_absolute_url())
    join = join or absolute(program, reverse("roundtable_join", args=[roundtable.number]))
    event = Event()
    event.add("uid", uid(roundtable))
    event.add("sequence", roundtable.sequence)
    event.add("dtstamp", clock.utc(now).replace(microsecond=0))
    event.add("dtstart", clock.utc(roundtable.starts_at))
    event.add("dtend", clock.utc(roundtable.ends_at))
    event.add("summary", _("%(program)s roundtable no. %(number)s: %(title)s") % _names(roundtable, program))
    event.add("description", _description(roundtable, page, join))
    event.add("location", vText(join))
    event.add("url", vUri(page))
    event.add("status", "CANCELLED" if roundtable.is_cancelled else "CONFIRMED")
    return event


def _description(roundtable: Roundtable, page: str, join: str) -> str:
    wall = clock.local_time(roundtable.starts_at, roundtable.zone)
    lines = [
        wall,
        roundtable.summary,
        _("The room opens 15 minutes before, for those with a seat: %(url)s") % {"url": join},
        _("About this roundtable: %(url)s") % {"url": page},
    ]
    return "\n\n".join(line for line in lines if line)


def _with_people(event: Event, roundtable: Roundtable, address: str) -> Event:
    program = _program(roundtable)
    organizer = vCalAddress(f"mailto:{program.mail_from or _plain(settings.MAIL_FROM)}")
    organizer.params["CN"] = vText(program.name)
    guest = vCalAddress(f"mailto:{address}")
    guest.params["PARTSTAT"] = vText("ACCEPTED")
    guest.params["RSVP"] = vText("FALSE")
    event.add("organizer", organizer, encode=False)
    event.add("attendee", guest, encode=False)
    return event


def _plain(sender: str) -> str:
    """The address of `Name <address>`."""
    return sender.rpartition("<")[2].rstrip(">")


def _program(roundtable: Roundtable) -> Program:
    program: Program = roundtable.program
    return program


def _names(roundtable: Roundtable, program: Program) -> dict[str, object]:
    return {"program": program.name, "number": roundtable.number, "title": roundtable.title}
