"""What a member's calendar reads at the address it subscribed to."""

from datetime import timedelta
from typing import Any

import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.models import Membership
from program import clock
from program.tenancy.scope import program_scope
from roundtables.models import Registration
from roundtables.schedule import actions
from roundtables.seating import seats
from tests.cast import Cast
from tests.roundtables.calendar_reading import calendar_at, read, says
from tests.roundtables.conftest import BEFORE, STARTS, make_roundtable


def titles(phone: Client, feed_path: str) -> list[tuple[str, str, str]]:
    events = calendar_at(phone, feed_path).contents.get("vevent", [])
    return [
        (says(event, "summary").partition("roundtable ")[2], says(event, "status"), says(event, "transp"))
        for event in events
    ]


def seat(
    cast: Cast, number: int, state: str = "seat", member: Membership | None = None, **fields: Any
) -> Registration:
    with program_scope(cast.a.pk):
        table = make_roundtable(number, title="Pricing", **fields)
        until = STARTS if state == "offered" else None
        return Registration.objects.create(
            roundtable=table, membership=member or cast.alice, state=state, offer_until=until
        )


def test_calendar_tells_apart_how_one_stands(phone: Client, feed_path: str, cast: Cast) -> None:
    seat(cast, 101, starts_at=STARTS - timedelta(days=7))
    seat(cast, 102, "offered")
    seat(cast, 103, "waiting", starts_at=STARTS + timedelta(days=7))
    off = seat(cast, 104, starts_at=STARTS + timedelta(days=14))
    with program_scope(cast.a.pk):
        actions.call_off(off.roundtable, "The host is ill.", by=cast.erin.user, now=clock.now())
    assert titles(phone, feed_path) == [
        ("no. 101: Pricing", "CONFIRMED", "OPAQUE"),
        ("no. 102: Pricing (a seat is kept for you)", "TENTATIVE", "TRANSPARENT"),
        ("no. 103: Pricing (waiting list)", "TENTATIVE", "TRANSPARENT"),
        ("no. 104: Pricing", "CANCELLED", "TRANSPARENT"),
    ]
    cancelled = calendar_at(phone, feed_path).vevent_list[-1]
    assert cancelled.summary.value == "Cancelled: Program A roundtable no. 104: Pricing"
    assert says(cancelled, "sequence") == "1"


def test_calendar_holds_ones_own_of_ninety_days(phone: Client, feed_path: str, cast: Cast) -> None:
    now = clock.now()
    seat(cast, 90, starts_at=now - timedelta(days=91))
    seat(cast, 91, starts_at=now - timedelta(days=89))
    seat(cast, 102, "cancelled")
    seat(cast, 103, member=cast.bob, starts_at=now + timedelta(days=8))
    seat(cast, 104, starts_at=now + timedelta(days=400))
    assert [title for title, *_ in titles(phone, feed_path)] == ["no. 91: Pricing", "no. 104: Pricing"]


def test_empty_calendar_is_one(phone: Client, feed_path: str) -> None:
    """It holds the rules of a zone, since a calendar must not hold nothing."""
    assert titles(phone, feed_path) == []
    assert "vtimezone" in calendar_at(phone, feed_path).contents


def test_event_is_the_one_of_the_mail_with_ones_own_links(phone: Client, feed_path: str, cast: Cast) -> None:
    registration = seat(cast, 102)
    calendar = calendar_at(phone, feed_path)
    event = calendar.vevent
    assert says(calendar, "method") == "PUBLISH"
    assert says(calendar, "x-wr-calname") == "Program A roundtables"
    assert says(calendar, "x-published-ttl") == says(calendar, "refresh-interval") == "PT1H"
    assert event.dtstart.value == STARTS
    join = f"http://a.localhost/roundtables/102/seat/{registration.token}/join/"
    assert event.location.value == event.url.value == join
    assert says(event, "class") == "PRIVATE"
    assert "attendee" not in event.contents
    with program_scope(cast.a.pk):
        public = read(phone.get("/roundtables/102/calendar.ics", secure=True).content).vevent
    assert (public.uid.value, says(public, "sequence")) == (event.uid.value, says(event, "sequence"))


def test_room_is_not_given_to_whoever_waits(phone: Client, feed_path: str, cast: Cast) -> None:
    registration = seat(cast, 102, "waiting")
    event = calendar_at(phone, feed_path).vevent
    assert "location" not in event.contents
    assert "/join/" not in event.description.value
    assert event.url.value.endswith(f"/roundtables/102/seat/{registration.token}/")


def test_calendar_is_told_when_nothing_is_new(phone: Client, feed_path: str, cast: Cast) -> None:
    table = seat(cast, 102).roundtable
    first = phone.get(feed_path, secure=True)
    assert first["Cache-Control"] == "private, no-cache"
    assert first["X-Robots-Tag"] == "noindex"
    known = {"if-none-match": first["ETag"]}
    dated = {"if-modified-since": first["Last-Modified"]}
    with time_machine.travel(BEFORE + timedelta(minutes=10), tick=False):
        for headers in (known, dated):
            answer = phone.get(feed_path, secure=True, headers=headers)
            assert (answer.status_code, answer.content) == (304, b"")
        with program_scope(cast.a.pk):
            locked = seats.lock(table.pk)
            locked.title = "Pricing, louder"
            actions.save_changed(locked, now=clock.now())
        for headers in (known, dated):
            answer = phone.get(feed_path, secure=True, headers=headers)
            assert answer.status_code == 200
            assert says(read(answer.content).vevent, "sequence") == "1"
        assert answer["ETag"] != first["ETag"]
        assert answer["Last-Modified"] > first["Last-Modified"]


def asked(phone: Client, feed_path: str) -> list[str]:
    phone.get(feed_path, secure=True)
    with CaptureQueriesContext(connection) as queries:
        assert phone.get(feed_path, secure=True).status_code == 200
    return [query["sql"] for query in queries.captured_queries]


def test_calendar_costs_the_same_for_one_and_for_thirty(phone: Client, feed_path: str, cast: Cast) -> None:
    seat(cast, 102)
    one = asked(phone, feed_path)
    for i in range(1, 30):
        seat(cast, 102 + i, starts_at=STARTS + timedelta(days=i))
    thirty = asked(phone, feed_path)
    assert len(titles(phone, feed_path)) == 30
    assert len(thirty) == len(one) <= 5
    assert not [sql for sql in thirty if sql.startswith("UPDATE")]


def test_calendar_speaks_the_members_language(phone: Client, feed_path: str, cast: Cast) -> None:
    with program_scope(cast.a.pk):
        Membership.objects.filter(pk=cast.alice.pk).update(language="pt-br")
    seat(cast, 102)
    phone.cookies["language"] = "en"
    answer = phone.get(feed_path, secure=True)
    assert answer["Content-Language"] == "pt-br"
    assert "quinta-feira, 1º de outubro de 2026" in read(answer.content).vevent.description.value
