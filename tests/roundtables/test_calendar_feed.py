"""A member's roundtables in a calendar of their own: the address, what calendars read there, and who may."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.models import Membership
from program import clock
from program.tenancy.scope import program_scope
from roundtables import actions, seats
from roundtables.models import CalendarFeed, Registration, Roundtable
from tests.cast import Cast
from tests.conftest import HOST_A, browser_of
from tests.roundtables.calendar_reading import read, says
from tests.roundtables.conftest import BEFORE, STARTS, make_roundtable

type Subscribe = Callable[[], str]


@pytest.fixture
def path(alice: Client, cast: Cast) -> str:
    """Where Alice's calendar reads."""
    alice.post("/calendar/", secure=True)
    with program_scope(cast.a.pk):
        return CalendarFeed.objects.get().path


@pytest.fixture
def phone(cast: Cast) -> Client:
    """Alice's calendar app, which is not signed in."""
    return browser_of(None, HOST_A)


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address, secure=True)
    assert answer.status_code == status
    return str(answer.content.decode())


def calendar_at(phone: Client, path: str) -> Any:
    answer = phone.get(path, secure=True)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return read(answer.content)


def titles(phone: Client, path: str) -> list[tuple[str, str, str]]:
    events = calendar_at(phone, path).contents.get("vevent", [])
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


def test_address_is_made_for_whoever_asks(alice: Client, cast: Cast) -> None:
    assert "webcal:" not in page(alice, "/calendar/")
    with program_scope(cast.a.pk):
        assert not CalendarFeed.objects.exists()
    for _ in range(2):
        assert alice.post("/calendar/", secure=True)["Location"] == "/calendar/"
    with program_scope(cast.a.pk):
        token = CalendarFeed.objects.get().token
    assert re.fullmatch(r"[A-Za-z0-9]{22}", token)  # 131 bits
    text = page(alice, "/calendar/")
    assert f'value="http://a.localhost/calendar/{token}.ics" readonly' in " ".join(text.split())
    assert f'href="webcal://a.localhost/calendar/{token}.ics"' in text
    assert "No calendar has read it yet." in text


def test_page_is_for_members(visitor: Client, alice: Client, path: str, table: Roundtable) -> None:
    assert "/accounts/login/" in visitor.get("/calendar/", secure=True)["Location"]
    assert alice.get("/calendar/", secure=True)["Cache-Control"] == "no-store"
    assert 'href="/calendar/"' in page(alice, "/roundtables/")
    assert 'href="/calendar/"' not in page(visitor, "/roundtables/")


def test_calendar_tells_apart_how_one_stands(phone: Client, path: str, cast: Cast) -> None:
    seat(cast, 101, starts_at=STARTS - timedelta(days=7))
    seat(cast, 102, "offered")
    seat(cast, 103, "waiting", starts_at=STARTS + timedelta(days=7))
    off = seat(cast, 104, starts_at=STARTS + timedelta(days=14))
    with program_scope(cast.a.pk):
        actions.call_off(off.roundtable, "The host is ill.", by=cast.erin.user, now=clock.now())
    assert titles(phone, path) == [
        ("no. 101: Pricing", "CONFIRMED", "OPAQUE"),
        ("no. 102: Pricing (a seat is kept for you)", "TENTATIVE", "TRANSPARENT"),
        ("no. 103: Pricing (waiting list)", "TENTATIVE", "TRANSPARENT"),
        ("no. 104: Pricing", "CANCELLED", "TRANSPARENT"),
    ]
    cancelled = calendar_at(phone, path).vevent_list[-1]
    assert cancelled.summary.value == "Cancelled: Program A roundtable no. 104: Pricing"
    assert says(cancelled, "sequence") == "1"


def test_calendar_holds_ones_own_of_ninety_days(phone: Client, path: str, cast: Cast) -> None:
    now = clock.now()
    seat(cast, 90, starts_at=now - timedelta(days=91))
    seat(cast, 91, starts_at=now - timedelta(days=89))
    seat(cast, 102, "cancelled")
    seat(cast, 103, member=cast.bob, starts_at=now + timedelta(days=8))
    seat(cast, 104, starts_at=now + timedelta(days=400))
    assert [title for title, *_ in titles(phone, path)] == ["no. 91: Pricing", "no. 104: Pricing"]


def test_empty_calendar_is_one(phone: Client, path: str) -> None:
    assert titles(phone, path) == []


def test_event_is_the_one_of_the_mail_with_ones_own_links(phone: Client, path: str, cast: Cast) -> None:
    registration = seat(cast, 102)
    calendar = calendar_at(phone, path)
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


def test_room_is_not_given_to_whoever_waits(phone: Client, path: str, cast: Cast) -> None:
    registration = seat(cast, 102, "waiting")
    event = calendar_at(phone, path).vevent
    assert "location" not in event.contents
    assert "/join/" not in event.description.value
    assert event.url.value.endswith(f"/roundtables/102/seat/{registration.token}/")


def test_calendar_is_told_when_nothing_is_new(phone: Client, path: str, cast: Cast) -> None:
    table = seat(cast, 102).roundtable
    first = phone.get(path, secure=True)
    assert first["Cache-Control"] == "private, no-cache"
    assert first["X-Robots-Tag"] == "noindex"
    known = {"if-none-match": first["ETag"]}
    dated = {"if-modified-since": first["Last-Modified"]}
    with time_machine.travel(BEFORE + timedelta(minutes=10), tick=False):
        for headers in (known, dated):
            answer = phone.get(path, secure=True, headers=headers)
            assert (answer.status_code, answer.content) == (304, b"")
        with program_scope(cast.a.pk):
            locked = seats.lock(table.pk)
            locked.title = "Pricing, louder"
            actions.save_changed(locked, now=clock.now())
        for headers in (known, dated):
            answer = phone.get(path, secure=True, headers=headers)
            assert answer.status_code == 200
            assert says(read(answer.content).vevent, "sequence") == "1"
        assert answer["ETag"] != first["ETag"]
        assert answer["Last-Modified"] > first["Last-Modified"]


def asked(phone: Client, path: str) -> list[str]:
    phone.get(path, secure=True)
    with CaptureQueriesContext(connection) as queries:
        assert phone.get(path, secure=True).status_code == 200
    return [query["sql"] for query in queries.captured_queries]


def test_calendar_costs_the_same_for_one_and_for_thirty(phone: Client, path: str, cast: Cast) -> None:
    seat(cast, 102)
    one = asked(phone, path)
    for i in range(1, 30):
        seat(cast, 102 + i, starts_at=STARTS + timedelta(days=i))
    thirty = asked(phone, path)
    assert len(titles(phone, path)) == 30
    assert len(thirty) == len(one) <= 5
    assert not [sql for sql in thirty if sql.startswith("UPDATE")]


def test_reading_is_noted_once_an_hour(phone: Client, path: str, cast: Cast, alice: Client) -> None:
    def noted_after(**gone: float) -> Any:
        with time_machine.travel(BEFORE + timedelta(**gone), tick=False):
            phone.get(path, secure=True)
        with program_scope(cast.a.pk):
            return CalendarFeed.objects.get().last_read_at

    assert [noted_after(minutes=minutes) - BEFORE for minutes in (0, 30, 60, 80)] == [
        timedelta(0),
        timedelta(0),
        timedelta(hours=1),
        timedelta(hours=1),
    ]
    assert "A calendar last read it around" in page(alice, "/calendar/")


def test_renewed_address_is_the_only_one(alice: Client, phone: Client, path: str, cast: Cast) -> None:
    assert "Make a new address?" in page(alice, "/calendar/renew/")
    assert calendar_at(phone, path)
    assert alice.post("/calendar/renew/", secure=True)["Location"] == "/calendar/"
    page(phone, path, 404)
    with program_scope(cast.a.pk):
        renewed = CalendarFeed.objects.get().path
    assert renewed != path
    assert calendar_at(phone, renewed)
    assert renewed in page(alice, "/calendar/")


def test_renewing_without_an_address_leads_to_the_page(bob: Client) -> None:
    assert bob.post("/calendar/renew/", secure=True)["Location"] == "/calendar/"


@pytest.mark.parametrize("state", ["left", "pending"])
def test_calendar_of_no_member_is_not_found(phone: Client, path: str, cast: Cast, state: str) -> None:
    with program_scope(cast.a.pk):
        Membership.objects.filter(pk=cast.alice.pk).update(state=state)
    page(phone, path, 404)


def test_calendar_of_a_closed_account_is_not_found(phone: Client, path: str, cast: Cast) -> None:
    cast.alice.user.is_active = False
    cast.alice.user.save(update_fields=["is_active"])
    page(phone, path, 404)


@pytest.mark.parametrize("token", ["forged", "a" * 500, "%00", "%F0%9F%8E%89", "..", "%27"])
def test_other_tokens_are_not_found(phone: Client, path: str, token: str) -> None:
    page(phone, f"/calendar/{token}.ics", 404)


def test_other_program_does_not_know_the_token(charlie: Client, path: str) -> None:
    page(charlie, path, 404)


def test_calendar_is_read_only(phone: Client, path: str) -> None:
    assert phone.post(path, secure=True).status_code == 405


def test_calendar_speaks_the_members_language(phone: Client, path: str, cast: Cast) -> None:
    with program_scope(cast.a.pk):
        Membership.objects.filter(pk=cast.alice.pk).update(language="pt-br")
    seat(cast, 102)
    phone.cookies["language"] = "en"
    answer = phone.get(path, secure=True)
    assert answer["Content-Language"] == "pt-br"
    assert "quinta-feira, 1º de outubro de 2026" in read(answer.content).vevent.description.value
