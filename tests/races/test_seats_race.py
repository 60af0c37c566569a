"""A thousand attempts for a hundred seats on fifty threads: lost without the lock, won with it."""

from contextlib import suppress
from datetime import timedelta
from random import Random
from threading import Event, Thread

import pytest
from django.db import connection

from members.models import Membership
from program import clock
from program.models import Program
from program.tenancy.scope import program_scope
from roundtables import actions, seats
from roundtables.models import Registration, Roundtable
from roundtables.refusals import NotRegistered
from tests.cast import Cast
from tests.conftest import HOST_A, browser_of
from tests.races.crowd import Attempt, all_at_once, crowd

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

THREADS, ATTEMPTS, SEATS = 50, 1000, 100


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The same people, in rows that other connections see."""
    from tests.cast import make_cast
    from tests.conftest import HOST_B

    return make_cast(HOST_A, HOST_B)


def make_table(program: Program, capacity: int = SEATS) -> Roundtable:
    starts_at = clock.now() + timedelta(days=10)
    with program_scope(program.pk):
        return Roundtable.objects.create(
            number=102,
            title="Pricing out loud",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            time_zone="UTC",
            capacity=capacity,
        )


def counted(table: Roundtable) -> tuple[int, int, int]:
    """Seats on the counter, seats in rows, places in the waiting list."""
    with program_scope(table.program_id or 0):
        rows = Registration.objects.filter(roundtable=table)
        return Roundtable.objects.get(pk=table.pk).seats_taken, rows.seated().count(), rows.waiting().count()


def test_thousand_attempts_take_exactly_a_hundred_seats(cast: Cast) -> None:
    table, guests = make_table(cast.a), crowd(cast.a, ATTEMPTS)

    def register(guest: Membership) -> Registration:
        return seats.register(table, guest, now=clock.now())

    attempts = all_at_once(register, guests, threads=THREADS, program=cast.a)
    assert counted(table) == (SEATS, SEATS, ATTEMPTS - SEATS)
    assert is_first_in_first_out(attempts)


def is_first_in_first_out(attempts: list[Attempt]) -> bool:
    """Seats before waiting list; and nobody who asked after another's answer stands before them."""
    queue = sorted(attempts, key=lambda attempt: attempt.result.pk)
    seated = [attempt.result.has_seat for attempt in queue]
    earliest_answer_behind = float("inf")
    for attempt in reversed(queue):
        if earliest_answer_behind < attempt.asked:
            return False
        earliest_answer_behind = min(earliest_answer_behind, attempt.answered)
    return seated == sorted(seated, reverse=True)


def test_counting_without_the_lock_oversells(cast: Cast) -> None:
    """The negative control: the same crowd, count then insert."""
    table, guests = make_table(cast.a), crowd(cast.a, ATTEMPTS)

    def count_then_insert(guest: Membership) -> None:
        is_free = Registration.objects.filter(roundtable=table).seated().count() < SEATS
        Registration.objects.create(roundtable=table, membership=guest, state="seat" if is_free else "waiting")

    all_at_once(count_then_insert, guests, threads=THREADS, program=cast.a)
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
    table, guests = make_table(cast.a, capacity=3), crowd(cast.a, 12)
    chance = Random(102)
    deeds = [(chance.choice(guests), chance.choice(["register", "register", "cancel"])) for _ in range(57)]
    deeds += [(guest, "one seat more") for guest in guests[:3]]
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
    on_the_counter, seated, waiting = counted(table)
    assert on_the_counter == seated <= 6
    assert waiting == 0 or seated == 6


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
