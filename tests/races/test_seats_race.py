"""A thousand attempts for a hundred seats on fifty threads: lost without the lock, won with it."""

from contextlib import suppress
from random import Random
from threading import Event, Thread

import pytest
from django.db import connection

from members.models import Membership
from program import clock
from program.local.chaos.invariants import breaches
from program.tenancy.scope import program_scope
from roundtables.models import Guest, Registration, Roundtable
from roundtables.refusals import NotRegistered
from roundtables.schedule import actions
from roundtables.seating import seats
from tests.cast import Cast
from tests.conftest import HOST_A, browser_of
from tests.races.crowd import all_at_once, crowd, guests, is_first_in_first_out, make_table, most_overtaken

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

THREADS, ATTEMPTS, SEATS = 50, 1000, 100


def counted(table: Roundtable) -> tuple[int, int, int]:
    """Seats on the counter, seats and offers in rows, places in the waiting list."""
    with program_scope(table.program_id or 0):
        rows = Registration.objects.filter(roundtable=table)
        return Roundtable.objects.get(pk=table.pk).seats_taken, rows.holding().count(), rows.waiting().count()


def test_thousand_attempts_take_exactly_a_hundred_seats(cast: Cast) -> None:
    table, founders = make_table(cast.a), crowd(cast.a, ATTEMPTS)

    def register(guest: Membership) -> Registration:
        return seats.register(table, guest, now=clock.now())

    attempts = all_at_once(register, founders, threads=THREADS, program=cast.a)
    assert counted(table) == (SEATS, SEATS, ATTEMPTS - SEATS)
    assert is_first_in_first_out(attempts)


def test_thousand_members_and_guests_mixed_take_exactly_a_hundred_seats(cast: Cast) -> None:
    table = make_table(cast.a)
    mixed = [one for pair in zip(crowd(cast.a, 500), guests(cast.a, 500), strict=True) for one in pair]

    def register(person: Membership | Guest) -> Registration:
        return seats.register(table, person, now=clock.now())

    attempts = all_at_once(register, mixed, threads=THREADS, program=cast.a)
    assert counted(table) == (SEATS, SEATS, ATTEMPTS - SEATS)
    assert is_first_in_first_out(attempts)
    assert most_overtaken(attempts) < 3 * THREADS
    with program_scope(cast.a.pk):
        assert breaches() == {}


def test_counting_without_the_lock_oversells(cast: Cast) -> None:
    """The negative control: the same crowd, count then insert."""
    table, founders = make_table(cast.a), crowd(cast.a, ATTEMPTS)

    def count_then_insert(guest: Membership) -> None:
        is_free = Registration.objects.filter(roundtable=table).seated().count() < SEATS
        Registration.objects.create(roundtable=table, membership=guest, state="seat" if is_free else "waiting")

    all_at_once(count_then_insert, founders, threads=THREADS, program=cast.a)
    _, seated, _ = counted(table)
    assert seated > SEATS


def test_two_people_for_the_last_seat_get_one_seat_and_one_place(cast: Cast) -> None:
    for number in range(20):
        table = make_table(cast.a, capacity=1)
        with program_scope(cast.a.pk):
            Roundtable.objects.filter(pk=table.pk).update(number=number + 1)

        def register(member: Membership, table: Roundtable = table) -> Registration:
            return seats.register(table, member, now=clock.now())

        all_at_once(register, [cast.alice, cast.bob], threads=2, program=cast.a)
        assert counted(table) == (1, 1, 1)


def test_double_click_registers_once(cast: Cast) -> None:
    table = make_table(cast.a)

    def register(member: Membership) -> Registration:
        return seats.register(table, member, now=clock.now())

    attempts = all_at_once(register, [cast.alice] * 8, threads=8, program=cast.a)
    assert len({attempt.result.pk for attempt in attempts}) == 1
    assert [attempt.result.is_new for attempt in attempts].count(True) == 1
    assert counted(table) == (1, 1, 0)


def test_counter_equals_rows_through_register_cancel_and_more_seats(cast: Cast) -> None:
    table, founders = make_table(cast.a, capacity=3), crowd(cast.a, 12)
    chance = Random(102)
    deeds = [(chance.choice(founders), chance.choice(["register", "register", "cancel"])) for _ in range(57)]
    deeds += [(guest, "one seat more") for guest in founders[:3]]
    chance.shuffle(deeds)

    def do(deed: tuple[Membership, str]) -> None:
        member, verb = deed
        if verb == "register":
            seats.register(table, member, now=clock.now())
        elif verb == "cancel":
            give_up(member)
        else:
            locked = seats.lock(table.pk)
            locked.capacity += 1
            actions.save_changed(locked, now=clock.now())

    def give_up(member: Membership) -> None:
        standing = Registration.objects.filter(roundtable=table, membership=member).standing().first()
        if standing is not None:
            with suppress(NotRegistered):  # Another thread may be faster.
                seats.cancel(standing, now=clock.now())

    all_at_once(do, deeds, threads=12, program=cast.a)
    on_the_counter, held, waiting = counted(table)
    assert on_the_counter == held <= 6
    assert waiting == 0 or held == 6
    with program_scope(cast.a.pk):
        assert breaches() == {}


def test_crowd_that_blocks_the_table_gets_a_page_to_try_again(cast: Cast) -> None:
    """Somebody holds the roundtable's row for longer than anybody should wait."""
    table = make_table(cast.a)
    is_held, is_over = Event(), Event()

    def hold() -> None:
        with program_scope(cast.a.pk):
            seats.lock(table.pk)
            is_held.set()
            is_over.wait(20)
        connection.close()

    holder = Thread(target=hold)
    holder.start()
    is_held.wait(5)
    alice = browser_of(cast.alice, HOST_A)
    answer = alice.post("/roundtables/102/register/", secure=True)
    is_over.set()
    holder.join()
    assert answer.status_code == 503
    assert answer["Retry-After"] == "3"
    assert "nothing is lost" in answer.content.decode()
    assert alice.post("/roundtables/102/register/", secure=True).status_code == 302
    assert counted(table) == (1, 1, 0)
