"""Whatever somebody typed arrives in the calendar as it was meant, and breaks none."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from members.models import Membership, User
from program.models import Program
from roundtables.calendars import files as calendar
from roundtables.calendars.text import one_line, speakable
from roundtables.models import Registration, Roundtable
from tests.roundtables.calendar_reading import broken_lines, event_in, read

NOW = datetime(2026, 9, 21, 15, tzinfo=UTC)
TRICKY = st.sampled_from(",;:\\\"'^\n\r\t Nn=-\u2028\x0b\x85\u200f\u202eé🎉👩‍👩‍👧العربية")
TYPED = st.text(st.one_of(TRICKY, st.characters(exclude_categories=["Cs"])), max_size=120)


def registration(
    title: str = "Title", summary: str = "", program: str = "Program A", name: str = "Alice"
) -> Registration:
    here = Program(pk=1, slug="a", name=program, mail_from="hello@example.org")
    here.__dict__["_primary_host"] = "a.localhost"
    table = Roundtable(
        pk=7, program=here, number=102, title=title, summary=summary, starts_at=NOW, time_zone="Asia/Kolkata",
        ends_at=NOW + timedelta(hours=1), created_at=NOW, changed_at=NOW,
    )  # fmt: skip
    member = Membership(pk=1, program=here, user=User(email="alice@example.org", name=name))
    return Registration(program=here, roundtable=table, membership=member, state="seat", queued_at=NOW)


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("Price, or prize; both", "Price, or prize; both"),
        (r"C:\New\n and a \, comma", r"C:\New\n and a \, comma"),
        ("Two\r\nlines", "Two lines"),
        ("A\x07bell", "Abell"),
        ("🎉" * 120, "🎉" * 120),
        ("تسعير بصوت عالٍ", "تسعير بصوت عالٍ"),
        ("é" * 119 + "\\", "é" * 119 + "\\"),
    ],
)
def test_title_reads_as_typed(typed: str, read_as: str) -> None:
    event = event_in(calendar.invitation(registration(typed), now=NOW))
    assert event.summary.value == f"Program A roundtable no. 102: {read_as}"


@pytest.mark.parametrize(
    "content", [b"A:1\nB:2\r\n", b"A:" + b"x" * 74 + b"\r\n", "A:\u00e9\r\n".encode()[:3] + b"\r\n"]
)
def test_reader_notices_what_is_wrong_with_a_line(content: bytes) -> None:
    """The control: such lines would be found in the files above."""
    assert broken_lines(content)


@settings(deadline=None)
@given(title=TYPED, summary=TYPED)
def test_any_words_survive(title: str, summary: str) -> None:
    event = event_in(calendar.invitation(registration(title, summary), now=NOW))
    assert event.summary.value == one_line(f"Program A roundtable no. 102: {title}")
    assert speakable(summary) in event.description.value


@settings(deadline=None)
@given(program=TYPED, name=TYPED)
def test_any_names_survive(program: str, name: str) -> None:
    """Of a program and of a person: beside their addresses there is no escaping."""
    told = registration(program=program, name=name)
    event = event_in(calendar.withdrawal(told, now=NOW))
    assert event.attendee.value == "mailto:alice@example.org"
    assert event.organizer.value == "mailto:hello@example.org"
    subscribed = read(calendar.subscription(told.program, [told]))
    assert subscribed.vevent.uid.value == event.uid.value
