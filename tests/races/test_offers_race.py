"""Two things at once with one offer, seat or roundtable: whoever comes second finds what the first one left."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from program import clock
from program.local.chaos.invariants import breaches
from program.tenancy.scope import program_scope
from roundtables.models import Registration, Roundtable
from roundtables.refusals import Refused
from roundtables.schedule import actions
from roundtables.seating import confirming, offers, passing_on, seats
from tests.cast import Cast
from tests.races.crowd import all_at_once, crowd, make_table, put

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 12
"""Of each race: either may be first."""

type Deed = Callable[[], Any]


def race(cast: Cast, *deeds: Deed) -> list[str]:
    """What became of each: done, or the name of the refusal."""

    def act(deed: Deed) -> str:
        try:
            deed()
        except Refused as refused:
            return type(refused).__name__
        return "done"

    return [attempt.result for attempt in all_at_once(act, list(deeds), threads=len(deeds), program=cast.a)]


def state_of(registration: Registration) -> str:
    with program_scope(registration.program_id or 0):
        return str(Registration.objects.get(pk=registration.pk).state)


def assert_whole(table: Roundtable) -> None:
    """Counter, capacity, queue; not the letters, because some rows were put there without an action."""
    with program_scope(table.program_id or 0):
        broken = [rule for rule in breaches() if "told" not in rule and "reminded" not in rule]
    assert broken == []


def tables(cast: Cast, **fields: Any) -> list[Roundtable]:
    return [make_table(cast.a, capacity=1, number=number + 1, **fields) for number in range(ROUNDS)]


def test_accepting_an_offer_while_it_runs_out_gives_the_seat_to_exactly_one(cast: Cast) -> None:
    outcomes: Counter[tuple[str, str]] = Counter()
    for table in tables(cast):
        until = clock.now() + timedelta(hours=1)
        offered, waiting = put(table, cast.alice, "offered", offer_until=until), put(table, cast.bob, "waiting")

        def expire(table: Roundtable = table, until: datetime = until) -> int:
            return offers.expire(seats.lock(table.pk), now=until)

        def accept(offered: Registration = offered) -> None:
            offers.accept(offered, now=clock.now())

        said = race(cast, accept, expire)
        outcomes[state_of(offered), state_of(waiting)] += 1
        assert (state_of(offered) == "seat") == (said[0] == "done")
        assert_whole(table)
    assert set(outcomes) <= {("seat", "waiting"), ("cancelled", "offered")}


def test_two_windows_accepting_one_offer_take_one_seat_and_are_told_once(cast: Cast) -> None:
    for table in tables(cast):
        offered = put(table, cast.alice, "offered", offer_until=clock.now() + timedelta(hours=1))

        def accept(offered: Registration = offered) -> None:
            offers.accept(offered, now=clock.now())

        assert race(cast, accept, accept) == ["done", "done"]
        assert state_of(offered) == "seat"
        with program_scope(cast.a.pk):
            assert breaches() == {}


def test_passing_on_while_cancelling_leaves_one_of_both(cast: Cast) -> None:
    for table in tables(cast):
        seat, waiting = put(table, cast.alice, "seat"), put(table, cast.bob, "waiting")

        def pass_on(seat: Registration = seat) -> None:
            passing_on.pass_on(seat, cast.frank, now=clock.now())

        def cancel(seat: Registration = seat) -> None:
            seats.cancel(seat, now=clock.now())

        said = race(cast, pass_on, cancel)
        assert sorted(said) == ["NotRegistered", "done"]
        assert state_of(seat) == "cancelled"
        assert state_of(waiting) == ("waiting" if said[0] == "done" else "offered")
        assert_whole(table)


def test_capacity_that_changes_while_people_register_leaves_no_seat_free_and_nobody_over(cast: Cast) -> None:
    people = crowd(cast.a, 24)
    for table in tables(cast)[:6]:

        def register(person: Any, table: Roundtable = table) -> None:
            seats.register(table, person, now=clock.now())

        def change(capacity: int, table: Roundtable = table) -> None:
            locked = seats.lock(table.pk)
            locked.capacity = max(capacity, locked.seats_taken)
            actions.save_changed(locked, now=clock.now())

        deeds: list[Deed] = [partial(register, person) for person in people]
        deeds[6:6] = [partial(change, capacity) for capacity in (4, 2, 9, 3)]
        race(cast, *deeds)
        with program_scope(cast.a.pk):
            assert breaches() == {}
            assert Registration.objects.filter(roundtable=table).standing().count() == len(people)


def test_confirming_while_unconfirmed_seats_are_released_keeps_the_seat_or_says_so(cast: Cast) -> None:
    starts_at = clock.now() + timedelta(hours=10)
    for table in tables(cast, starts_at=starts_at, confirm_hours=12):
        seat, waiting = put(table, cast.alice, "seat"), put(table, cast.bob, "waiting")

        def release(table: Roundtable = table) -> int:
            return confirming.release(seats.lock(table.pk), now=clock.now())

        def confirm(seat: Registration = seat) -> None:
            confirming.confirm(seat, now=clock.now())

        said = race(cast, confirm, release)
        is_kept = said[0] == "done"
        assert state_of(seat) == ("seat" if is_kept else "cancelled")
        assert state_of(waiting) == ("waiting" if is_kept else "offered")
        assert_whole(table)
