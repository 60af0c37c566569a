"""Eight o'clock in Los Angeles, a week before and a week after its clocks are put back, read elsewhere.

Kolkata and São Paulo keep their clocks: there the roundtable is an hour later from November.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from html.parser import HTMLParser
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from members.models import Membership
from program import clock
from program.tenancy.scope import program_scope
from roundtables.calendars import subscribing
from roundtables.schedule.scheduling import instant
from roundtables.seating import seats
from tests.cast import Cast
from tests.mail.mailbox import Mailbox
from tests.roundtables.calendar_reading import event_in
from tests.roundtables.conftest import make_roundtable

LOS_ANGELES = ZoneInfo("America/Los_Angeles")
SUMMER, WINTER = date(2026, 10, 29), date(2026, 11, 5)
ALICE = "alice@example.org"


@dataclass(frozen=True)
class Reading:
    """What somebody there reads on that day; `hours` are their own and the one in Los Angeles, as they write them."""

    zone: str
    language: str
    day: date
    starts_at: datetime
    clock: str
    hours: tuple[str, ...]


BEFORE = datetime(2026, 10, 29, 15, tzinfo=UTC)
AFTER = datetime(2026, 11, 5, 16, tzinfo=UTC)
READINGS = [
    Reading("Asia/Kolkata", "en", SUMMER, BEFORE, "20:30", ("8:30 PM", "8:00 AM PDT")),
    Reading("Asia/Kolkata", "en", WINTER, AFTER, "21:30", ("9:30 PM", "8:00 AM PST")),
    Reading("America/Sao_Paulo", "en", SUMMER, BEFORE, "12:00", ("12:00 PM", "8:00 AM PDT")),
    Reading("America/Sao_Paulo", "en", WINTER, AFTER, "13:00", ("1:00 PM", "8:00 AM PST")),
    Reading("America/Los_Angeles", "en", SUMMER, BEFORE, "08:00", ("8:00 AM PDT",)),
    Reading("America/Los_Angeles", "en", WINTER, AFTER, "08:00", ("8:00 AM PST",)),
    Reading("Asia/Kolkata", "pt-br", SUMMER, BEFORE, "20:30", ("20:30", "08:00")),
    Reading("Asia/Kolkata", "pt-br", WINTER, AFTER, "21:30", ("21:30", "08:00")),
    Reading("America/Sao_Paulo", "pt-br", SUMMER, BEFORE, "12:00", ("12:00", "08:00")),
    Reading("America/Sao_Paulo", "pt-br", WINTER, AFTER, "13:00", ("13:00", "08:00")),
    Reading("America/Los_Angeles", "pt-br", SUMMER, BEFORE, "08:00", ("08:00",)),
    Reading("America/Los_Angeles", "pt-br", WINTER, AFTER, "08:00", ("08:00",)),
]
everywhere = pytest.mark.parametrize("reading", READINGS, ids=lambda r: f"{r.zone}-{r.language}-{r.day}")


class Words(HTMLParser):
    """What a page says, without its markup."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def words_of(html: str) -> str:
    reader = Words()
    reader.feed(html)
    return " ".join(" ".join(reader.said).split())


def wrong_hours(reading: Reading) -> list[str]:
    """Those on the other side of the change."""
    other = next(
        one
        for one in READINGS
        if (one.zone, one.language) == (reading.zone, reading.language) and one.day != reading.day
    )
    return [hour for hour in other.hours if hour not in reading.hours]


@contextmanager
def told_to_alice(cast: Cast, reading: Reading) -> Iterator[None]:
    """Two days before, Alice lives there, reads that language and takes a seat."""
    with time_machine.travel(reading.starts_at - timedelta(days=2), tick=False):
        with program_scope(cast.a.pk):
            where = {"time_zone": reading.zone, "language": reading.language}
            Membership.objects.filter(pk=cast.alice.pk).update(**where)
            starts_at = instant(reading.day, time(8), LOS_ANGELES)
            seats.register(make_roundtable(102, starts_at=starts_at), cast.alice, now=clock.now())
        yield


def assert_right(text: str, reading: Reading) -> None:
    assert [hour for hour in reading.hours if hour not in text] == [], text
    assert [hour for hour in wrong_hours(reading) if hour in text] == [], text


@everywhere
def test_pages_tell_the_right_hour(reading: Reading, alice: Client, cast: Cast) -> None:
    with told_to_alice(cast, reading):
        for address in ("/roundtables/", "/roundtables/102/"):
            text = words_of(alice.get(address, secure=True).content.decode())
            assert_right(text, reading)
            assert f"{reading.starts_at:%H:%M} UTC" in text


@everywhere
def test_mails_tell_the_right_hour(reading: Reading, cast: Cast, mailbox: Mailbox) -> None:
    with told_to_alice(cast, reading):
        mailbox.deliver_all()
    mailbox.deliver_all(now=reading.starts_at - timedelta(hours=24))
    letters = mailbox.deliver_all(now=reading.starts_at - timedelta(hours=1))
    assert len(letters) == 3  # The confirmation, a day before, an hour before.
    for letter in letters:
        assert letter.to == [ALICE]
        assert_right(letter.body, reading)
        assert_right(words_of(mailbox.html_of(letter)), reading)


@everywhere
def test_calendars_tell_the_right_hour(reading: Reading, alice: Client, cast: Cast, mailbox: Mailbox) -> None:
    with told_to_alice(cast, reading):
        with program_scope(cast.a.pk):
            address = subscribing.subscribe(cast.alice, now=clock.now()).path
        files: list[Any] = [
            alice.get("/roundtables/102/calendar.ics", secure=True).content,
            alice.get(address, secure=True).content,
            mailbox.to(ALICE)[0].attachments[0].content.encode(),
        ]
    for content in files:
        starts_at = event_in(content).dtstart.value
        assert starts_at == reading.starts_at
        assert starts_at.astimezone(ZoneInfo(reading.zone)).strftime("%H:%M") == reading.clock
