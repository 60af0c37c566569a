"""Calendar files: single ones to download or in a mail, and the calendar a member subscribes to.

PUBLISH and CANCEL are what RFC 5546 asks for in files for anybody, REQUEST and CANCEL in mails to a person.
The UID of a roundtable is the same in all of them, and so is its SEQUENCE.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneStandard, vDuration

from program.models import Program
from roundtables.calendars.events import of_anybody, of_person, with_attendee
from roundtables.calendars.text import Words, one_line
from roundtables.models import Registration, Roundtable

READ_AGAIN = timedelta(hours=1)
"""What we ask of calendars; some of them come twice a day however we ask."""


def published(roundtable: Roundtable, *, now: datetime) -> bytes:
    """What anybody may add to a calendar; once it is called off, what takes it out again."""
    method = "CANCEL" if roundtable.is_cancelled else "PUBLISH"
    return _single(method, roundtable, of_anybody(roundtable, now))


def invitation(registration: Registration, *, now: datetime) -> bytes:
    """For the mail to somebody with a seat: the same UID, so that a later change finds it again."""
    return _single("REQUEST", registration.roundtable, with_attendee(of_person(registration, now), registration))


def withdrawal(registration: Registration, *, now: datetime) -> bytes:
    """Takes the event out of their calendar: the roundtable was called off, or takes place without them."""
    return _single("CANCEL", registration.roundtable, with_attendee(of_person(registration, now), registration))


def subscription(program: Program, registrations: Iterable[Registration]) -> bytes:
    """A member's own roundtables: the same bytes until something changes."""
    calendar = _calendar("PUBLISH")
    name = Words(one_line(_("%(program)s roundtables") % {"program": program.name}))
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", vDuration(READ_AGAIN), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(READ_AGAIN))
    calendar.add("x-apple-calendar-color", program.accent)
    for registration in registrations:
        registration.roundtable.program = program
        calendar.add_component(of_person(registration))
    if not calendar.subcomponents:
        calendar.add_component(_nothing())
    return bytes(calendar.to_ical())


def _nothing() -> Timezone:
    """A calendar must hold something, and some refuse one that does not; the rules of UTC are harmless."""
    always = TimezoneStandard()
    always.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 - the rule of a zone begins on its own clock
    always.add("tzoffsetfrom", timedelta(0))
    always.add("tzoffsetto", timedelta(0))
    zone = Timezone()
    zone.add("tzid", "UTC")
    zone.add_component(always)
    return zone


def file_name(roundtable: Roundtable) -> str:
    return f"roundtable-{roundtable.number}.ics"


def _single(method: str, roundtable: Roundtable, event: Event) -> bytes:
    calendar = _calendar(method)
    calendar.add("x-wr-timezone", roundtable.time_zone)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//First Million//Roundtables//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar
