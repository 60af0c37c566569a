"""The calendar file of a roundtable, as calendars read it."""

from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes
from email.policy import SMTP, default
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from program import clock
from program.tenancy.scope import program_scope
from roundtables.models import Roundtable
from roundtables.schedule import actions
from roundtables.schedule.scheduling import instant
from roundtables.seating import seats
from tests.cast import Cast
from tests.mail.mailbox import Mailbox
from tests.roundtables.calendar_reading import event_in, read, says
from tests.roundtables.conftest import STARTS, make_roundtable

LOS_ANGELES = ZoneInfo("America/Los_Angeles")
THE_HUNDREDTH = [
    ("Asia/Kolkata", "20:30"),
    ("Asia/Jakarta", "22:00"),
    ("Asia/Shanghai", "23:00"),
    ("America/Sao_Paulo", "12:00"),
    ("Europe/London", "16:00"),
    ("America/New_York", "11:00"),
]


def downloaded(client: Client, number: int = 102) -> bytes:
    """A member is shown what holds now; a visitor gets a file that is kept for ten seconds."""
    answer = client.get(f"/roundtables/{number}/calendar.ics", secure=True)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return bytes(answer.content)


def change(cast: Cast, table: Roundtable, **fields: Any) -> None:
    with program_scope(cast.a.pk):
        locked = seats.lock(table.pk)
        for name, value in fields.items():
            setattr(locked, name, value)
        actions.save_changed(locked, now=clock.now())


def call_off(cast: Cast, table: Roundtable) -> None:
    with program_scope(cast.a.pk):
        actions.call_off(table, "The host has lost her voice.", by=cast.erin.user, now=clock.now())


@pytest.mark.parametrize(("zone", "hour"), THE_HUNDREDTH)
def test_the_hundredth_opens_at_the_right_hour(visitor: Client, cast: Cast, zone: str, hour: str) -> None:
    with program_scope(cast.a.pk):
        make_roundtable(100, starts_at=instant(date(2011, 10, 6), time(8), LOS_ANGELES))
    starts_at = event_in(downloaded(visitor, 100)).dtstart.value
    assert starts_at == datetime(2011, 10, 6, 15, tzinfo=UTC)
    assert starts_at.astimezone(ZoneInfo(zone)).strftime("%H:%M") == hour


def test_same_wall_time_in_winter_is_an_hour_later_elsewhere(visitor: Client, cast: Cast) -> None:
    with program_scope(cast.a.pk):
        make_roundtable(101, starts_at=instant(date(2011, 11, 10), time(8), LOS_ANGELES))
    starts_at = event_in(downloaded(visitor, 101)).dtstart.value
    assert starts_at == datetime(2011, 11, 10, 16, tzinfo=UTC)
    assert starts_at.astimezone(ZoneInfo("Asia/Kolkata")).strftime("%H:%M") == "21:30"


def test_file_says_what_and_where(visitor: Client, table: Roundtable) -> None:
    calendar = read(downloaded(visitor))
    event = calendar.vevent
    assert says(calendar, "method") == "PUBLISH"
    assert says(calendar, "x-wr-timezone") == "America/Los_Angeles"
    assert event.dtend.value - event.dtstart.value == timedelta(hours=1)
    assert event.summary.value == "Program A roundtable no. 102: Pricing out loud"
    assert "Thursday, October 1, 2026, 8:00 AM PDT" in event.description.value
    assert event.location.value.endswith("://a.localhost/roundtables/102/join/")
    assert (says(event, "status"), says(event, "transp")) == ("CONFIRMED", "OPAQUE")
    assert event.organizer.value.startswith("mailto:")
    assert "attendee" not in event.contents  # RFC 5546 forbids it in what is published.


def test_uid_stays_when_it_is_renumbered_and_moved(alice: Client, cast: Cast, table: Roundtable) -> None:
    before = event_in(downloaded(alice))
    change(cast, table, number=103, title="Moved", starts_at=STARTS - timedelta(days=1))
    after = event_in(downloaded(alice, 103))
    assert before.uid.value == after.uid.value
    assert "102" not in after.uid.value
    assert after.last_modified.value == clock.now()


def test_sequence_rises_with_each_change_a_calendar_shows(alice: Client, cast: Cast, table: Roundtable) -> None:
    told = []
    for fields in (
        {"starts_at": STARTS + timedelta(minutes=15)},
        {"ends_at": STARTS + timedelta(hours=2)},
        {"title": "Pricing, louder"},
        {"summary": "Bring two prices."},
        {"time_zone": "America/New_York"},
        {"room_url": "https://elsewhere.example.org/"},
    ):
        change(cast, table, **fields)
        told.append(says(event_in(downloaded(alice)), "sequence"))
    assert told == ["1", "2", "3", "4", "5", "5"]


def test_called_off_table_is_taken_out_of_the_calendar(alice: Client, cast: Cast, table: Roundtable) -> None:
    before = event_in(downloaded(alice))
    call_off(cast, table)
    calendar = read(downloaded(alice))
    event = calendar.vevent
    assert (says(calendar, "method"), says(event, "status")) == ("CANCEL", "CANCELLED")
    assert (event.uid.value, says(event, "sequence")) == (before.uid.value, "1")
    assert event.summary.value.startswith("Cancelled: ")
    assert "The host has lost her voice." in event.description.value
    assert says(event, "transp") == "TRANSPARENT"
    assert "location" not in event.contents


def calendar_parts(letter: Any) -> list[Any]:
    """As they arrive at the other end: beside the words, where Outlook asks about it, and attached, for all others."""
    sent = message_from_bytes(letter.message().as_bytes(policy=SMTP), policy=default)
    alternatives = next(part for part in sent.walk() if part.get_content_type() == "multipart/alternative")
    kinds = [part.get_content_type() for part in alternatives.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    return [part for part in sent.walk() if part.get_content_type() == "text/calendar"]


def test_mails_carry_what_mail_programs_act_on(cast: Cast, table: Roundtable, mailbox: Mailbox) -> None:
    with program_scope(cast.a.pk):
        seats.register(table, cast.alice, now=clock.now())
    (first,) = mailbox.to("alice@example.org")
    call_off(cast, table)
    last = mailbox.to("alice@example.org")[-1]
    seen = []
    for letter, method in ((first, "REQUEST"), (last, "CANCEL")):
        beside, attached = calendar_parts(letter)
        for part in (beside, attached):
            assert dict(part["content-type"].params) == {"method": method, "charset": "utf-8"}
        assert attached.get_filename() == "roundtable-102.ics"
        assert beside.get_content().splitlines() == attached.get_content().splitlines()
        calendar = read(attached.get_payload(decode=True))
        assert says(calendar, "method") == method
        seen.append(calendar.vevent)
    request, withdrawal = seen
    assert request.uid.value == withdrawal.uid.value
    assert (says(request, "sequence"), says(withdrawal, "sequence")) == ("0", "1")
    assert (says(request, "status"), says(withdrawal, "status")) == ("CONFIRMED", "CANCELLED")
    assert says(request, "class") == "PRIVATE"
    for event in seen:
        assert event.attendee.value == "mailto:alice@example.org"
        assert event.attendee.params["PARTSTAT"] == ["ACCEPTED"]
        assert event.organizer.value in f"mailto:{first.from_email.rpartition('<')[2].rstrip('>')}"
