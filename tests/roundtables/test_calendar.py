"""The calendar file, read by a parser as a calendar would."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.test import Client
from icalendar import Calendar

from program.tenancy.scope import program_scope
from roundtables.models import Roundtable
from tests.cast import Cast
from tests.roundtables.conftest import STARTS


def event(client: Client) -> tuple[Calendar, object]:
    answer = client.get("/roundtables/102/calendar.ics", secure=True)
    assert answer["Content-Type"].startswith("text/calendar")
    found = Calendar.from_ical(answer.content)
    return found, found.walk("VEVENT")[0]


def test_file_opens_at_half_past_eight_in_kolkata(visitor: Client, table: Roundtable) -> None:
    calendar, found = event(visitor)
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar["X-WR-TIMEZONE"] == "America/Los_Angeles"
    starts_at = found.decoded("DTSTART")  # type: ignore[attr-defined]
    assert starts_at == STARTS
    assert starts_at.astimezone(ZoneInfo("Asia/Kolkata")).strftime("%H:%M") == "20:30"
    assert found.decoded("DTEND") - starts_at == timedelta(hours=1)  # type: ignore[attr-defined]
    assert str(found["LOCATION"]).endswith("://a.localhost/roundtables/102/join/")  # type: ignore[index]


def test_uid_stays_when_it_moves(alice: Client, cast: Cast, table: Roundtable) -> None:
    _, before = event(alice)
    with program_scope(cast.a.pk):
        Roundtable.objects.filter(pk=table.pk).update(
            starts_at=STARTS + timedelta(days=1),
            ends_at=STARTS + timedelta(days=1, hours=1),
            sequence=1,
            title="Moved",
        )
    _, after = event(alice)
    assert before["UID"] == after["UID"]  # type: ignore[index]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)  # type: ignore[index]


def test_cancelled_table_is_cancelled_in_the_calendar(visitor: Client, cast: Cast, table: Roundtable) -> None:
    with program_scope(cast.a.pk):
        Roundtable.objects.filter(pk=table.pk).update(state="cancelled")
    assert event(visitor)[1]["STATUS"] == "CANCELLED"  # type: ignore[index]
