"""What visitors and members see, and what their clicks do."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from program import clock
from program.tenancy.scope import program_scope
from roundtables.models import Registration, Roundtable
from roundtables.seating import seats
from tests.cast import Cast
from tests.roundtables.conftest import BEFORE, STARTS, make_members, make_roundtable

type States = Callable[[], dict[str, str]]

ROOM = "https://meet.example.org/secret-room"
RECORDING = "https://video.example.org/secret-recording"


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path, secure=True)
    assert answer.status_code == status, answer
    return str(answer.content.decode())


def asked(client: Client, path: str) -> int:
    """How many questions the page asks the database."""
    page(client, path)
    with CaptureQueriesContext(connection) as queries:
        page(client, path)
    return len([query for query in queries.captured_queries if query["sql"].startswith("SELECT")])


def change(cast: Cast, table: Roundtable, **fields: Any) -> None:
    """What was open is not hidden again, so that such a table is made anew."""
    with program_scope(cast.a.pk):
        if fields.get("state") in ("draft", "save_the_date"):
            table.delete()
            make_roundtable(capacity=3, **fields)
        else:
            Roundtable.objects.filter(pk=table.pk).update(**fields)


def own(cast: Cast, name: str = "Alice") -> str:
    """The address of that member's seat."""
    with program_scope(cast.a.pk):
        standing = Registration.objects.standing().select_related("roundtable")
        return standing.get(membership__user__name=name).path


def fill(cast: Cast, table: Roundtable, count: int = 3) -> list[Registration]:
    guests = make_members(cast.a, count)
    with program_scope(cast.a.pk):
        return [seats.register(table, guest, now=clock.now()) for guest in guests]


def test_list_shows_number_title_both_zones_and_seats_left(visitor: Client, cast: Cast, table: Roundtable) -> None:
    visitor.cookies["zone"] = "Asia/Kolkata"
    text = page(visitor, "/roundtables/")
    for words in ("102", "Pricing out loud", "8:00 AM PDT", "15:00 UTC", "8:30 PM", "3 seats left", "Open"):
        assert words in text


def test_list_shows_past_with_their_recording_state(visitor: Client, cast: Cast) -> None:
    with program_scope(cast.a.pk):
        earlier = STARTS - timedelta(weeks=4)
        make_roundtable(98, starts_at=earlier, recording_url=RECORDING, recording_published_at=earlier)
        make_roundtable(99, starts_at=earlier + timedelta(weeks=1), title="Not recorded yet")
    text = page(visitor, "/roundtables/")
    assert "Recording ready" in text
    assert "Over" in text
    assert RECORDING not in text


def test_list_without_any_says_so(visitor: Client, cast: Cast) -> None:
    assert "No roundtable is set yet" in page(visitor, "/roundtables/")


def test_list_costs_the_same_for_one_and_for_thirty(alice: Client, cast: Cast, table: Roundtable) -> None:
    with program_scope(cast.a.pk):
        make_roundtable(50, starts_at=STARTS - timedelta(days=300))
    one = asked(alice, "/roundtables/")
    with program_scope(cast.a.pk):
        for i in range(1, 30):
            make_roundtable(102 + i, starts_at=STARTS + timedelta(weeks=i))
            make_roundtable(50 + i, starts_at=STARTS - timedelta(days=300 - i))
    assert asked(alice, "/roundtables/") == one <= 5


def test_page_of_a_member_costs_four_queries(alice: Client, table: Roundtable) -> None:
    assert asked(alice, "/roundtables/102/") == 4  # the member, roundtable, their seat, questions brought


def test_kept_page_of_a_visitor_costs_none(visitor: Client, table: Roundtable) -> None:
    assert asked(visitor, "/roundtables/102/") == 0
    assert "csrfmiddlewaretoken" not in page(visitor, "/roundtables/102/")


@pytest.mark.parametrize("number", ["0", "103", "4294967296", "9" * 40])
def test_unknown_number_is_not_found(visitor: Client, table: Roundtable, number: str) -> None:
    page(visitor, f"/roundtables/{number}/", 404)


def test_draft_is_not_found(visitor: Client, cast: Cast, table: Roundtable) -> None:
    change(cast, table, state="draft")
    page(visitor, "/roundtables/102/", 404)
    page(visitor, "/roundtables/102/calendar.ics", 404)
    assert "Pricing" not in page(visitor, "/roundtables/")


def test_other_programs_number_is_not_found(charlie: Client, table: Roundtable) -> None:
    page(charlie, "/roundtables/102/", 404)


def test_visitor_registers_with_or_without_an_account(visitor: Client, table: Roundtable) -> None:
    assert "/roundtables/102/register/" in page(visitor, "/roundtables/102/")
    text = page(visitor, "/roundtables/102/register/")
    assert "No account is needed" in text
    assert "/accounts/signup/?next=/roundtables/102/" in text


@pytest.mark.parametrize("fields", [{"tier": "curriculum"}, {"takes_guests": False}])
def test_visitor_is_led_to_sign_up_where_guests_are_not_taken(
    visitor: Client, cast: Cast, table: Roundtable, fields: dict[str, object]
) -> None:
    change(cast, table, **fields)
    assert "/accounts/signup/?next=/roundtables/102/" in page(visitor, "/roundtables/102/")
    assert "This roundtable is for members." in page(visitor, "/roundtables/102/register/", 409)


def test_room_link_is_on_no_page(alice: Client, visitor: Client, cast: Cast, table: Roundtable) -> None:
    alice.post("/roundtables/102/register/", secure=True)
    for client in (alice, visitor):
        for path in ("/roundtables/", "/roundtables/102/", "/roundtables/102/calendar.ics"):
            assert ROOM not in page(client, path)


def test_member_registers_and_sees_the_seat(alice: Client, table: Roundtable, states: States) -> None:
    answer = alice.post("/roundtables/102/register/", secure=True, follow=True)
    assert answer.redirect_chain[0][0] == "/roundtables/102/"
    text = answer.content.decode()
    assert "You have a seat" in text
    assert "The room opens at 7:45 AM PDT" in text
    assert states() == {"Alice": "seat"}


def test_registering_twice_registers_once(alice: Client, table: Roundtable, states: States) -> None:
    for _ in range(2):
        assert alice.post("/roundtables/102/register/", secure=True).status_code == 302
    assert states() == {"Alice": "seat"}


def test_visiting_the_register_address_registers_nobody(alice: Client, table: Roundtable, states: States) -> None:
    assert alice.get("/roundtables/102/register/", secure=True)["Location"] == "/roundtables/102/"
    assert states() == {}


def test_full_table_offers_and_gives_a_place_in_the_list(alice: Client, cast: Cast, table: Roundtable) -> None:
    fill(cast, table, 4)
    assert "Join the waiting list" in page(alice, "/roundtables/102/")
    text = alice.post("/roundtables/102/register/", secure=True, follow=True).content.decode()
    assert "You are no. 2 on the waiting list" in text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"state": "cancelled", "cancel_reason": "The coach is ill."}, "The coach is ill."),
        ({"state": "closed"}, "Registration is closed."),
        ({"state": "save_the_date"}, "Registration has not opened yet."),
        ({"tier": "premium"}, "members of the tier Premium"),
        ({"ends_at": BEFORE, "starts_at": BEFORE - timedelta(hours=1)}, "is over"),
    ],
)
def test_table_one_cannot_register_for_says_why(
    alice: Client, cast: Cast, table: Roundtable, fields: dict[str, object], sentence: str
) -> None:
    change(cast, table, **fields)
    text = page(alice, "/roundtables/102/")
    assert sentence in text
    assert "/roundtables/102/register/" not in text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"state": "cancelled"}, "This roundtable will not take place."),
        ({"state": "closed"}, "Registration for this roundtable is closed."),
        ({"state": "save_the_date"}, "has not opened yet"),
        ({"tier": "premium"}, "This roundtable is for a higher tier than yours."),
        (
            {"ends_at": STARTS - timedelta(days=19), "starts_at": STARTS - timedelta(days=20)},
            "This roundtable is over.",
        ),
    ],
)
def test_form_sent_too_late_is_refused_in_one_sentence(
    alice: Client, cast: Cast, table: Roundtable, states: States, fields: dict[str, object], sentence: str
) -> None:
    change(cast, table, **fields)
    answer = alice.post("/roundtables/102/register/", secure=True)
    assert answer.status_code == 409
    assert sentence in answer.content.decode()
    assert states() == {}


def test_cancelling_asks_first_and_then_frees_the_seat(alice: Client, table: Roundtable, states: States) -> None:
    alice.post("/roundtables/102/register/", secure=True)
    asks = alice.get("/roundtables/102/cancel/", secure=True, follow=True)
    assert "Give up your seat?" in asks.content.decode()
    assert states() == {"Alice": "seat"}
    text = alice.post(asks.redirect_chain[-1][0], secure=True, follow=True).content.decode()
    assert "Your registration is cancelled." in text
    assert states() == {}


def test_cancelling_what_does_not_stand_says_so(alice: Client, table: Roundtable) -> None:
    text = alice.post("/roundtables/102/cancel/", secure=True, follow=True).content.decode()
    assert "You are not registered for this roundtable." in text


def test_room_opens_fifteen_minutes_before_and_notes_who_came(alice: Client, cast: Cast, table: Roundtable) -> None:
    alice.post("/roundtables/102/register/", secure=True)
    with time_machine.travel(STARTS - timedelta(minutes=16), tick=False):
        assert alice.get("/roundtables/102/join/", secure=True)["Location"] == f"{own(cast)}join/"
        assert "The room is not open yet" in page(alice, f"{own(cast)}join/")
    arrived = STARTS - timedelta(minutes=15)
    with time_machine.travel(arrived, tick=False):
        assert "Enter the room" in page(alice, "/roundtables/102/")
        assert alice.get(f"{own(cast)}join/", secure=True)["Location"] == ROOM
    with time_machine.travel(STARTS, tick=False):
        alice.get(f"{own(cast)}join/", secure=True)
    with program_scope(cast.a.pk):
        assert Registration.objects.get().attended_at == arrived


def test_room_that_moved_is_found_behind_the_same_link(alice: Client, cast: Cast, table: Roundtable) -> None:
    alice.post("/roundtables/102/register/", secure=True)
    change(cast, table, room_url="https://other.example.org/room")
    with time_machine.travel(STARTS, tick=False):
        assert alice.get(f"{own(cast)}join/", secure=True)["Location"] == "https://other.example.org/room"


def test_room_without_a_link_asks_for_a_minute(alice: Client, cast: Cast, table: Roundtable) -> None:
    alice.post("/roundtables/102/register/", secure=True)
    change(cast, table, room_url="")
    with time_machine.travel(STARTS, tick=False):
        assert "The host is about to open it." in page(alice, f"{own(cast)}join/")


def test_room_is_for_those_with_a_seat(alice: Client, bob: Client, cast: Cast, table: Roundtable) -> None:
    fill(cast, table)
    bob.post("/roundtables/102/register/", secure=True)
    with time_machine.travel(STARTS, tick=False):
        assert "You are not registered for this roundtable." in page(alice, "/roundtables/102/join/", 403)
        assert "you are on the waiting list" in page(bob, f"{own(cast, 'Bob')}join/", 403)


def test_room_is_closed_once_it_is_over(alice: Client, cast: Cast, table: Roundtable) -> None:
    alice.post("/roundtables/102/register/", secure=True)
    with time_machine.travel(STARTS + timedelta(hours=1), tick=False):
        assert "This roundtable is over." in page(alice, f"{own(cast)}join/", 403)
