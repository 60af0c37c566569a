"""Giving one's seat to somebody else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from program import clock
from program.tenancy.scope import program_scope
from roundtables.models import Guest, Registration, Roundtable
from roundtables.seating import seats
from tests.cast import Cast
from tests.mail.mailbox import Mailbox
from tests.roundtables.conftest import BEFORE, STARTS
from tests.roundtables.test_offers import of, tend

type States = Callable[[], dict[str, str]]

GRACE = "grace@guest.example.org"
ROOM = "https://meet.example.org/secret-room"


@pytest.fixture
def path(cast: Cast, table: Roundtable) -> str:
    """Alice's seat; the table is full, and Erin waits."""
    with program_scope(cast.a.pk):
        for member in (cast.alice, cast.bob, cast.dana, cast.erin):
            seats.register(table, member, now=clock.now())
        return of(cast.alice).path


def give(visitor: Client, path: str, email: str = GRACE, name: str = "Grace") -> str:
    answer = visitor.post(f"{path}pass-on/", {"name": name, "email": email}, secure=True, follow=True)
    return str(answer.content.decode())


def grace(cast: Cast) -> Registration:
    with program_scope(cast.a.pk):
        return Registration.objects.select_related("roundtable", "guest").get(guest__email=GRACE)


def test_seat_goes_to_a_guest_who_accepts_and_the_old_link_is_useless(
    visitor: Client, cast: Cast, path: str, mailbox: Mailbox
) -> None:
    assert "We wrote to Grace." in give(visitor, path)
    letter = mailbox.to(GRACE)[-1]
    assert letter.subject == "Alice gives you a seat at no. 102: Pricing out loud"
    assert f"{grace(cast).path}accept/" in letter.body
    visitor.post(f"{grace(cast).path}accept/", secure=True)
    assert grace(cast).has_seat
    with time_machine.travel(STARTS, tick=False):
        assert visitor.get(f"{grace(cast).path}join/", secure=True)["Location"] == ROOM
        old = visitor.get(f"{path}join/", secure=True)
    assert old.status_code == 403
    assert ROOM not in old.content.decode()
    assert "given to somebody else" in visitor.get(path, secure=True).content.decode()
    with program_scope(cast.a.pk):
        assert Roundtable.objects.get().seats_taken == 3


def test_giver_is_not_reminded_any_more(visitor: Client, cast: Cast, path: str, mailbox: Mailbox) -> None:
    give(visitor, path)
    mailbox.deliver_all(now=STARTS)
    told = [letter.subject for letter in mailbox.letters if letter.to == ["alice@example.org"]]
    assert told == ["Your seat at no. 102 is given up: Pricing out loud"]
    letter = next(letter for letter in mailbox.letters if letter.to == ["alice@example.org"])
    assert "goes to the person you named" in letter.body


def test_seat_that_is_not_wanted_goes_to_the_waiting_list(
    visitor: Client, cast: Cast, path: str, states: States
) -> None:
    give(visitor, path)
    visitor.post(f"{grace(cast).path}decline/", secure=True)
    assert states() == {"Bob": "seat", "Dana": "seat", "Erin": "offered"}


def test_seat_that_is_not_answered_for_goes_to_the_waiting_list(
    visitor: Client, cast: Cast, path: str, states: States
) -> None:
    give(visitor, path)
    tend(cast, BEFORE + timedelta(hours=24))
    assert states()["Erin"] == "offered"


def test_seat_may_go_to_a_member(visitor: Client, cast: Cast, path: str, states: States) -> None:
    give(visitor, path, email="Frank@example.org", name="Frank")
    assert states()["Frank"] == "offered"
    with program_scope(cast.a.pk):
        assert not Guest.objects.exists()


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("alice@example.org", "That is your own address."),
        ("bob@example.org", "one person cannot have two places"),
        ("erin@example.org", "one person cannot have two places"),
        ("nobody", "Enter a valid email address."),
    ],
)
def test_wrong_address_is_told_beside_the_field_and_stays(
    visitor: Client, cast: Cast, path: str, states: States, email: str, sentence: str
) -> None:
    text = give(visitor, path, email=email)
    assert sentence in text
    assert f'value="{email}"' in text
    with program_scope(cast.a.pk):
        assert not Guest.objects.exists()
    assert states()["Alice"] == "seat"


def test_table_for_members_alone_does_not_tell_who_is_one(visitor: Client, cast: Cast, path: str) -> None:
    with program_scope(cast.a.pk):
        Roundtable.objects.update(takes_guests=False)
    assert "Give my seat" not in visitor.get(path, secure=True).content.decode()
    for email in ("frank@example.org", GRACE):
        answer = visitor.post(f"{path}pass-on/", {"name": "Grace", "email": email}, secure=True)
        assert answer.status_code == 410
    with program_scope(cast.a.pk):
        assert Registration.objects.filter(state="offered").count() == 0


def test_seat_cannot_be_given_once_it_has_begun(visitor: Client, path: str, states: States) -> None:
    with time_machine.travel(STARTS, tick=False):
        assert visitor.get(f"{path}pass-on/", secure=True).status_code == 410
        give(visitor, path)
    assert states()["Alice"] == "seat"


def test_sixth_mail_to_an_address_within_ten_minutes_waits(visitor: Client, cast: Cast, path: str) -> None:
    for _ in range(5):
        give(visitor, path, email="bob@example.org")
    assert "Please wait ten minutes." in give(visitor, path, email="bob@example.org")
