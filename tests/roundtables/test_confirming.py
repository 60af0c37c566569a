"""Seats that nobody confirmed are released, where staff want it so."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from program import clock
from program.tenancy.scope import program_scope
from roundtables.models import Registration, Roundtable
from roundtables.schedule import actions
from roundtables.seating import confirming, seats
from tests.cast import Cast
from tests.mail.mailbox import Mailbox
from tests.roundtables.conftest import STARTS, make_roundtable
from tests.roundtables.test_offers import of, tend

type States = Callable[[], dict[str, str]]

ALICE, BOB = "alice@example.org", "bob@example.org"
ASKED = STARTS - timedelta(hours=72)
RELEASED = STARTS - timedelta(hours=48)


@pytest.fixture
def table(cast: Cast) -> Roundtable:
    """Two seats, to be confirmed two days before; Frank waits."""
    with program_scope(cast.a.pk):
        made = make_roundtable(capacity=2, confirm_hours=48)
        for member in (cast.alice, cast.bob, cast.frank):
            seats.register(made, member, now=clock.now())
    return made


def test_everybody_with_a_seat_is_asked_a_day_before_the_release(
    cast: Cast, table: Roundtable, mailbox: Mailbox
) -> None:
    mailbox.deliver_all(now=ASKED - timedelta(minutes=1))
    assert not [letter for letter in mailbox.letters if letter.subject.startswith("Will you come?")]
    mailbox.deliver_all(now=ASKED)
    asked = [letter for letter in mailbox.letters if letter.subject.startswith("Will you come?")]
    assert sorted(letter.to[0] for letter in asked) == [ALICE, BOB]
    with program_scope(cast.a.pk):
        assert f"{of(cast.alice).path}confirm/" in next(letter for letter in asked if letter.to == [ALICE]).body


def test_unconfirmed_seat_goes_to_whoever_waits(
    visitor: Client, cast: Cast, table: Roundtable, states: States, mailbox: Mailbox
) -> None:
    with program_scope(cast.a.pk):
        path = of(cast.alice).path
    with time_machine.travel(ASKED, tick=False):
        assert "Will you come?" in visitor.get(path, secure=True).content.decode()
        text = visitor.post(f"{path}confirm/", secure=True, follow=True).content.decode()
        assert "Your seat is kept for you." in text
        assert "Will you come?" not in text
    tend(cast, RELEASED)
    assert states() == {"Alice": "seat", "Frank": "offered"}
    with program_scope(cast.a.pk):
        assert of(cast.bob).reason == "released"
        assert Roundtable.objects.get().seats_taken == 2
    with time_machine.travel(RELEASED, tick=False):
        assert "was given away" in mailbox.to(BOB)[-1].subject
        bobs = visitor.get(of_path(cast), secure=True)
    assert bobs.status_code == 410
    assert "Nobody confirmed this seat in time" in bobs.content.decode()


def of_path(cast: Cast) -> str:
    with program_scope(cast.a.pk):
        return of(cast.bob).path


def test_release_happens_once(cast: Cast, table: Roundtable, states: States) -> None:
    tend(cast, RELEASED)
    with program_scope(cast.a.pk):
        seats.register(table, cast.alice, now=RELEASED)
    tend(cast, RELEASED + timedelta(hours=1))
    assert states()["Alice"] == "seat"


def test_whoever_registers_after_the_question_has_answered_it(cast: Cast) -> None:
    with program_scope(cast.a.pk):
        table = make_roundtable(confirm_hours=48)
        assert seats.register(table, cast.alice, now=ASKED).confirmed_at == ASKED
        assert seats.register(table, cast.bob, now=ASKED - timedelta(minutes=1)).confirmed_at is None


def test_nothing_is_released_before_its_time_after_the_start_or_without_the_wish(
    cast: Cast, table: Roundtable
) -> None:
    with program_scope(cast.a.pk):
        for now in (RELEASED - timedelta(seconds=1), STARTS):
            assert confirming.release(seats.lock(table.pk), now=now) == 0
        Roundtable.objects.update(confirm_hours=None)
        assert confirming.release(seats.lock(table.pk), now=RELEASED) == 0


def test_moving_asks_again_for_the_new_time(cast: Cast, table: Roundtable, mailbox: Mailbox) -> None:
    with program_scope(cast.a.pk):
        confirming.confirm(of(cast.alice), now=clock.now())
        locked = seats.lock(table.pk)
        locked.starts_at += timedelta(days=7)
        locked.ends_at += timedelta(days=7)
        actions.save_changed(locked, now=clock.now())
        assert of(cast.alice).confirmed_at is None
    asked = [letter for letter in mailbox.deliver_all(now=ASKED) if letter.subject.startswith("Will you come?")]
    assert asked == []
    later = mailbox.deliver_all(now=ASKED + timedelta(days=7))
    assert len([letter for letter in later if letter.subject.startswith("Will you come?")]) == 2


def test_moving_too_near_keeps_every_seat(cast: Cast, table: Roundtable, states: States) -> None:
    """Nobody loses a seat without having been asked."""
    with program_scope(cast.a.pk):
        locked = seats.lock(table.pk)
        locked.starts_at = clock.now() + timedelta(hours=50)
        locked.ends_at = locked.starts_at + timedelta(hours=1)
        actions.save_changed(locked, now=clock.now())
    tend(cast, clock.now() + timedelta(hours=3))
    assert states() == {"Alice": "seat", "Bob": "seat", "Frank": "waiting"}


def test_wish_that_comes_later_asks_those_who_sit_already(cast: Cast, mailbox: Mailbox) -> None:
    with program_scope(cast.a.pk):
        table = make_roundtable()
        seats.register(table, cast.alice, now=clock.now())
        locked = seats.lock(table.pk)
        locked.confirm_hours = 48
        actions.save_changed(locked, now=clock.now())
    told = mailbox.deliver_all(now=ASKED)
    assert len([letter for letter in told if letter.subject.startswith("Will you come?")]) == 1


def test_confirming_a_seat_that_was_given_away_says_so(visitor: Client, cast: Cast, table: Roundtable) -> None:
    path = of_path(cast)
    tend(cast, RELEASED)
    answer = visitor.post(f"{path}confirm/", secure=True)
    assert answer.status_code == 410
    with program_scope(cast.a.pk):
        assert Registration.objects.filter(state="cancelled").count() == 2
