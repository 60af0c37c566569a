"""A free seat is offered to whoever waited longest: accepted, declined, run out, in turn."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from members.models import Membership
from program import clock
from program.tenancy.scope import platform_scope, program_scope
from roundtables import tasks
from roundtables.models import Registration, Roundtable
from roundtables.refusals import OfferOver
from roundtables.seating import offers, seats
from tests.cast import Cast
from tests.mail.mailbox import Mailbox
from tests.roundtables.conftest import BEFORE, STARTS, make_roundtable

type States = Callable[[], dict[str, str]]

FRANK, ERIN = "frank@example.org", "erin@example.org"


def of(member: Membership) -> Registration:
    rows = Registration.objects.filter(membership=member).order_by("-id")
    return rows.select_related("roundtable", "membership__user")[0]


@pytest.fixture
def offered(cast: Cast, table: Roundtable) -> Registration:
    """Alice left; her seat is kept for Frank, behind whom Erin waits."""
    with program_scope(cast.a.pk):
        taken = [
            seats.register(table, member, now=clock.now())
            for member in (cast.alice, cast.bob, cast.dana, cast.frank, cast.erin)
        ]
        seats.cancel(taken[0], now=clock.now())
        return of(cast.frank)


def tend(cast: Cast, at: datetime) -> None:
    """What the clock does: every roundtable where something is due."""
    with time_machine.travel(at, tick=False):
        with platform_scope():
            due = tasks.due_roundtables()
        for program_id, roundtable_id in due:
            tasks.tend(roundtable_id, program_id=program_id)


def counted(cast: Cast) -> tuple[int, int]:
    with program_scope(cast.a.pk):
        return Roundtable.objects.get().seats_taken, Registration.objects.holding().count()


def test_offer_lasts_a_day_and_counts_as_taken(cast: Cast, offered: Registration) -> None:
    assert offered.offer_until == BEFORE + timedelta(hours=24)
    assert counted(cast) == (3, 3)


def test_offer_near_the_start_lasts_half_of_what_is_left(cast: Cast) -> None:
    now = STARTS - timedelta(hours=10)
    with program_scope(cast.a.pk):
        table = make_roundtable(capacity=1)
        alice = seats.register(table, cast.alice, now=now)
        seats.register(table, cast.bob, now=now)
        seats.cancel(alice, now=now)
        assert of(cast.bob).offer_until == now + timedelta(hours=5)


def test_accepting_takes_the_seat_and_brings_file_and_reminders(
    cast: Cast, offered: Registration, states: States, mailbox: Mailbox
) -> None:
    with program_scope(cast.a.pk):
        offers.accept(offered, now=clock.now())
        offers.accept(offered, now=clock.now())
    assert states() == {"Bob": "seat", "Dana": "seat", "Frank": "seat", "Erin": "waiting"}
    assert counted(cast) == (3, 3)
    letters = [letter for letter in mailbox.to(FRANK) if letter.subject.startswith("You have a seat")]
    assert [letter.attachments[0].filename for letter in letters] == ["roundtable-102.ics"]


def test_declining_asks_the_next_and_says_why_to_staff(cast: Cast, offered: Registration, states: States) -> None:
    with program_scope(cast.a.pk):
        offers.decline(offered, now=clock.now())
        assert of(cast.frank).reason == "declined"
    assert states() == {"Bob": "seat", "Dana": "seat", "Erin": "offered"}
    assert counted(cast) == (3, 3)


def test_offer_that_is_not_answered_goes_to_the_next(
    cast: Cast, offered: Registration, states: States, mailbox: Mailbox
) -> None:
    tend(cast, BEFORE + timedelta(hours=23, minutes=59))
    assert states()["Frank"] == "offered"
    tend(cast, BEFORE + timedelta(hours=24))
    assert states() == {"Bob": "seat", "Dana": "seat", "Erin": "offered"}
    with program_scope(cast.a.pk):
        assert of(cast.frank).reason == "expired"
    with time_machine.travel(BEFORE + timedelta(hours=25), tick=False):
        assert "Your offer for no. 102 is over" in mailbox.to(FRANK)[-1].subject
        assert mailbox.to(ERIN)[-1].subject.startswith("A seat is free for you")


def test_offer_cannot_be_accepted_once_it_ran_out(cast: Cast, offered: Registration, states: States) -> None:
    """Even before the clock's task has seen it."""
    with program_scope(cast.a.pk), pytest.raises(OfferOver):
        offers.accept(offered, now=BEFORE + timedelta(hours=24))


def test_nobody_is_offered_a_second_seat_after_cancelling(
    cast: Cast, offered: Registration, states: States, mailbox: Mailbox
) -> None:
    with program_scope(cast.a.pk):
        seats.cancel(offered, now=clock.now())
        seats.cancel(of(cast.bob), now=clock.now())
    assert states() == {"Dana": "seat", "Erin": "offered"}
    assert mailbox.to(FRANK) == []


def test_waiting_list_that_is_empty_leaves_the_seat_free(cast: Cast, offered: Registration) -> None:
    with program_scope(cast.a.pk):
        offers.decline(offered, now=clock.now())
        offers.decline(of(cast.erin), now=clock.now())
    assert counted(cast) == (2, 2)


def test_links_of_the_mail_accept_and_decline_without_signing_in(
    visitor: Client, cast: Cast, offered: Registration, states: States
) -> None:
    path = offered.path
    for act, words in (("accept", "A seat is free for you"), ("decline", "Let the seat go?")):
        asks = visitor.get(f"{path}{act}/", secure=True)
        assert words in asks.content.decode()
        assert asks["Cache-Control"] == "no-store"
    assert states()["Frank"] == "offered"
    done = visitor.post(f"{path}accept/", secure=True, follow=True)
    assert "The seat is yours." in done.content.decode()
    assert states()["Frank"] == "seat"
    gone = visitor.post(f"{path}decline/", secure=True)
    assert gone.status_code == 410
    assert states()["Frank"] == "seat"


def test_link_of_an_offer_that_ran_out_says_so(visitor: Client, cast: Cast, offered: Registration) -> None:
    tend(cast, BEFORE + timedelta(hours=24))
    for act in ("", "accept/", "decline/", "leave/"):
        answer = visitor.get(f"{offered.path}{act}", secure=True)
        assert answer.status_code == 410
        assert "The offer was not answered in time" in answer.content.decode()


def test_asking_for_a_seat_says_yes_to_the_offer(frank: Client, offered: Registration, states: States) -> None:
    frank.post("/roundtables/102/register/", secure=True)
    assert states()["Frank"] == "seat"


def test_page_of_the_roundtable_offers_the_seat(frank: Client, offered: Registration) -> None:
    text = frank.get("/roundtables/102/", secure=True).content.decode()
    assert "A seat is free for you" in text
    assert f"{offered.path}accept/" in text


def test_desk_offers_the_seat(frank: Client, offered: Registration) -> None:
    text = frank.get("/desk/", secure=True).content.decode()
    assert "A seat is free for you" in text
    assert f"{offered.path}accept/" in text


def test_calling_off_leaves_nothing_to_tend(cast: Cast, table: Roundtable, offered: Registration) -> None:
    with program_scope(cast.a.pk):
        Roundtable.objects.filter(pk=table.pk).update(state="cancelled")
    tend(cast, BEFORE + timedelta(hours=25))
    with program_scope(cast.a.pk):
        assert of(cast.erin).state == "waiting"
