"""Taking a seat, waiting for one, giving it up."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import Grant, Membership
from program import clock
from program.tenancy.scope import program_scope
from roundtables.models import Registration, Roundtable
from roundtables.refusals import (
    NotRegistered,
    RegistrationNotOpen,
    RoundtableCancelled,
    RoundtableClosed,
    RoundtablePast,
    TierTooLow,
)
from roundtables.schedule import actions
from roundtables.seating import seats
from tests.cast import Cast
from tests.roundtables.conftest import STARTS, make_members, make_roundtable

type States = Callable[[], dict[str, str]]


def take(table: Roundtable, *members: Membership) -> list[Registration]:
    return [seats.register(table, member, now=clock.now()) for member in members]


def taken(table: Roundtable) -> int:
    return Roundtable.objects.get(pk=table.pk).seats_taken


def test_seat_is_taken_until_the_table_is_full(cast: Cast, table: Roundtable, states: States) -> None:
    with program_scope(cast.a.pk):
        take(table, cast.alice, cast.bob, cast.dana, cast.frank)
        assert taken(table) == 3
    assert states() == {"Alice": "seat", "Bob": "seat", "Dana": "seat", "Frank": "waiting"}


def test_registering_twice_finds_the_first_registration(cast: Cast, table: Roundtable) -> None:
    with program_scope(cast.a.pk):
        first, second = take(table, cast.alice, cast.alice)
        assert first.pk == second.pk
        assert (first.is_new, second.is_new) == (True, False)
        assert taken(table) == 1


def test_seat_given_up_is_offered_to_whoever_waited_longest(cast: Cast, table: Roundtable, states: States) -> None:
    with program_scope(cast.a.pk):
        alice, *_ = take(table, cast.alice, cast.bob, cast.dana, cast.frank, cast.erin)
        moving_up = seats.cancel(alice, now=clock.now())
        assert [registration.person.display_name for registration in moving_up] == ["Frank"]
        assert taken(table) == 3
    assert states() == {"Bob": "seat", "Dana": "seat", "Frank": "offered", "Erin": "waiting"}


def test_seat_is_given_without_asking_where_staff_want_it_so(cast: Cast, states: States) -> None:
    with program_scope(cast.a.pk):
        table = make_roundtable(capacity=1, offer_hours=0)
        alice, _ = take(table, cast.alice, cast.bob)
        seats.cancel(alice, now=clock.now())
    assert states() == {"Bob": "seat"}


def test_seat_of_the_last_hour_is_given_without_asking(cast: Cast, table: Roundtable, states: States) -> None:
    with program_scope(cast.a.pk):
        alice, *_ = take(table, cast.alice, cast.bob, cast.dana, cast.frank)
        seats.cancel(alice, now=STARTS - timedelta(minutes=59))
    assert states()["Frank"] == "seat"


def test_place_given_up_promotes_nobody(cast: Cast, table: Roundtable, states: States) -> None:
    with program_scope(cast.a.pk):
        *_, frank, _erin = take(table, cast.alice, cast.bob, cast.dana, cast.frank, cast.erin)
        assert seats.cancel(frank, now=clock.now()) == []
        assert taken(table) == 3
    assert states()["Erin"] == "waiting"


def test_cancelling_twice_frees_one_seat(cast: Cast, table: Roundtable) -> None:
    with program_scope(cast.a.pk):
        alice, _ = take(table, cast.alice, cast.bob)
        seats.cancel(alice, now=clock.now())
        with pytest.raises(NotRegistered):
            seats.cancel(alice, now=clock.now())
        assert taken(table) == 1


def test_whoever_comes_back_starts_at_the_end(cast: Cast, table: Roundtable, states: States) -> None:
    with program_scope(cast.a.pk):
        alice, *_ = take(table, cast.alice, cast.bob, cast.dana, cast.frank)
        seats.cancel(alice, now=clock.now())
        take(table, cast.erin, cast.alice)
        places = Registration.objects.standing().with_place().order_by("id").values_list("place", flat=True)  # type: ignore[misc]
        assert list(places) == [None, None, None, 1, 2]
    assert list(states()) == ["Bob", "Dana", "Frank", "Erin", "Alice"]


def test_more_seats_are_offered_to_as_many_as_wait(cast: Cast, table: Roundtable, states: States) -> None:
    with program_scope(cast.a.pk):
        take(table, cast.alice, cast.bob, cast.dana, cast.frank, cast.erin)
        locked = seats.lock(table.pk)
        locked.capacity = 10
        actions.save_changed(locked, now=clock.now())
        assert taken(table) == 5
    assert list(states().values()) == ["seat"] * 3 + ["offered"] * 2


@pytest.mark.parametrize(
    ("state", "error"),
    [
        ("draft", RegistrationNotOpen),
        ("save_the_date", RegistrationNotOpen),
        ("closed", RoundtableClosed),
        ("cancelled", RoundtableCancelled),
    ],
)
def test_table_that_takes_nobody_says_why(cast: Cast, state: str, error: type[Exception]) -> None:
    with program_scope(cast.a.pk):
        table = make_roundtable(state=state)
        with pytest.raises(error):
            take(table, cast.alice)
        assert Registration.objects.count() == 0


def test_table_that_is_over_takes_nobody(cast: Cast, table: Roundtable) -> None:
    with program_scope(cast.a.pk), pytest.raises(RoundtablePast):
        seats.register(table, cast.alice, now=STARTS + timedelta(hours=1))


def test_table_closed_since_the_page_was_loaded_takes_nobody(cast: Cast, table: Roundtable) -> None:
    with program_scope(cast.a.pk):
        Roundtable.objects.filter(pk=table.pk).update(state="closed")
        with pytest.raises(RoundtableClosed):
            take(table, cast.alice)


def test_registering_again_after_closing_finds_the_registration(cast: Cast, table: Roundtable) -> None:
    with program_scope(cast.a.pk):
        (first,) = take(table, cast.alice)
        Roundtable.objects.filter(pk=table.pk).update(state="closed")
        assert take(table, cast.alice)[0].pk == first.pk


def test_tier_too_low_is_refused_and_a_grant_lets_in(cast: Cast) -> None:
    with program_scope(cast.a.pk):
        table = make_roundtable(tier="curriculum")
        with pytest.raises(TierTooLow):
            take(table, cast.alice)
        Grant.objects.create(membership=cast.alice, tier="premium", reason="scholarship", starts_at=clock.now())
        alice = Membership.objects.with_tier(clock.now()).get(pk=cast.alice.pk)  # type: ignore[attr-defined]
        assert take(table, alice)[0].has_seat


def test_another_programs_table_takes_nobody(cast: Cast, table: Roundtable) -> None:
    with program_scope(cast.b.pk), connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM take_seat(%s, %s, NULL, 'a-token', %s)", [table.pk, cast.charlie.pk, clock.now()]
        )
        assert cursor.fetchall() == []


def test_seat_costs_one_round_trip_and_its_mails_another(cast: Cast, table: Roundtable) -> None:
    with program_scope(cast.a.pk), CaptureQueriesContext(connection) as queries:
        take(table, cast.alice)
    assert [query["sql"].split()[0] for query in queries.captured_queries] == ["SELECT", "INSERT"]


def test_queue_of_many_moves_up_in_order(cast: Cast, table: Roundtable) -> None:
    guests = make_members(cast.a, 12)
    with program_scope(cast.a.pk):
        registrations = take(table, *guests)
        for registration in registrations[:6]:
            seats.cancel(registration, now=clock.now())
        offered = Registration.objects.holding().order_by("id").values_list("membership__user__name", flat=True)
        assert list(offered) == ["Guest6", "Guest7", "Guest8"]
        assert taken(table) == 3
