"""The room changes after the mails went out: the old link leads to the new room, and nobody gets another mail."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from program.mail.models import Message
from program.tenancy.scope import program_scope
from roundtables.models import RoomService, Roundtable
from roundtables.seating.links import seat_address
from tests.cast import Cast
from tests.mail.mailbox import Mailbox
from tests.roundtables.conftest import STARTS
from tests.roundtables.rooms.conftest import change, seat_of, sweep, with_jitsi
from tests.roundtables.rooms.zoom_stand_in import Trouble, Zoom

DOORS = STARTS - timedelta(minutes=15)


def outbox(cast: Cast) -> list[tuple[object, ...]]:
    with program_scope(cast.a.pk):
        return list(Message.objects.order_by("pk").values_list("pk", "kind", "address", "due_at", "state"))


def follow(client: Client, link: str) -> str:
    with time_machine.travel(DOORS, tick=False):
        answer = client.get(link, secure=True)
    return str(answer["Location"]) if answer.status_code == 302 else str(answer.content.decode())


def test_one_link_leads_to_every_room_in_turn_without_another_mail(
    cast: Cast, table: Roundtable, visitor: Client, with_zoom: Zoom, mailbox: Mailbox
) -> None:
    with_jitsi(cast, is_default=False)
    change(cast, table, provider="link")
    seat = seat_of(cast, table, cast.alice)
    with program_scope(cast.a.pk):
        link = urlsplit(seat_address(seat, "join")).path
    mailbox.deliver_all()
    mails, rows = len(mailbox.letters), outbox(cast)
    assert mails
    rooms = [follow(visitor, link)]
    change(cast, table, room_url="https://elsewhere.example.org/room")
    rooms.append(follow(visitor, link))
    change(cast, table, provider="jitsi")
    rooms.append(urlsplit(follow(visitor, link)).hostname or "")
    change(cast, table, provider="zoom")
    sweep()
    rooms.append(follow(visitor, link))
    with program_scope(cast.a.pk):
        RoomService.objects.filter(provider="zoom").update(is_default=False)
        RoomService.objects.filter(provider="jitsi").update(is_default=True)
    change(cast, table, provider="")
    rooms.append(urlsplit(follow(visitor, link)).hostname or "")
    assert rooms == [
        "https://meet.example.org/secret-room",
        "https://elsewhere.example.org/room",
        "meet.jit.example",
        "https://zoom.example/j/85746065001?pwd=abc",
        "meet.jit.example",
    ]
    mailbox.deliver_all()
    assert len(mailbox.letters) == mails
    assert outbox(cast) == rows


@pytest.mark.parametrize("trouble", [Trouble(500), Trouble(401), Trouble(429), Trouble(is_silent=True)])
def test_zoom_in_trouble_leads_to_the_plain_link_at_once(
    cast: Cast, table: Roundtable, visitor: Client, with_zoom: Zoom, trouble: Trouble
) -> None:
    with_zoom.troubles.extend([trouble] * 3)
    seat = seat_of(cast, table, cast.alice)
    sweep()
    asked = len(with_zoom.asked)
    assert follow(visitor, f"{seat.path}join/") == table.room_url
    assert len(with_zoom.asked) == asked


def test_no_room_at_all_says_that_the_host_is_about_to_open_it(
    cast: Cast, table: Roundtable, visitor: Client, with_zoom: Zoom
) -> None:
    change(cast, table, room_url="")
    seat = seat_of(cast, table, cast.alice)
    assert "The host is about to open it." in follow(visitor, f"{seat.path}join/")
    sweep()
    assert follow(visitor, f"{seat.path}join/").startswith("https://zoom.example/j/")


def test_joining_asks_zoom_nothing(cast: Cast, table: Roundtable, visitor: Client, with_zoom: Zoom) -> None:
    seat = seat_of(cast, table, cast.alice)
    sweep()
    with_zoom.asked.clear()
    follow(visitor, f"{seat.path}join/")
    assert with_zoom.asked == []


def test_before_the_doors_open_no_room_is_said(
    cast: Cast, table: Roundtable, visitor: Client, with_zoom: Zoom
) -> None:
    seat = seat_of(cast, table, cast.alice)
    sweep()
    with time_machine.travel(DOORS - timedelta(seconds=1), tick=False):
        page = visitor.get(f"{seat.path}join/", secure=True)
    assert page.status_code == 200
    assert "zoom.example" not in page.content.decode()


def test_other_programs_service_leads_nobody(cast: Cast, table: Roundtable, visitor: Client) -> None:
    """Program B meets at Jitsi; A's roundtables know nothing of it."""
    with program_scope(cast.b.pk):
        service = RoomService(provider="jitsi", is_default=True, settings={"server": "https://b.example"})
        service.seal(secret="x" * 40)
        service.save()
    seat = seat_of(cast, table, cast.alice)
    assert follow(visitor, f"{seat.path}join/") == table.room_url
    change(cast, table, provider="jitsi")
    assert follow(visitor, f"{seat.path}join/") == table.room_url


@pytest.mark.parametrize(("provider", "more"), [("link", 0), ("jitsi", 1), ("zoom", 2)])
def test_joining_costs_as_many_questions_as_the_provider_needs(
    cast: Cast, table: Roundtable, visitor: Client, with_zoom: Zoom, provider: str, more: int
) -> None:
    with_jitsi(cast, is_default=False)
    change(cast, table, provider=provider)
    seat = seat_of(cast, table, cast.alice)
    sweep()
    with CaptureQueriesContext(connection) as queries:
        follow(visitor, f"{seat.path}join/")
    asked = [query["sql"] for query in queries.captured_queries if query["sql"].startswith("SELECT")]
    ours = [sql for sql in asked if "roomservice" in sql or "roundtables_meeting" in sql]
    assert len(ours) == more
    assert len(asked) <= 3 + more, asked
