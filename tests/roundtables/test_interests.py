"""Hearing once when registration opens; and which state may follow which."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from members.models import Membership
from program import clock
from program.tenancy.scope import program_scope
from roundtables.models import Interest, Roundtable
from roundtables.schedule import actions, states
from roundtables.seating import interests, seats
from tests.cast import Cast
from tests.mail.mailbox import Mailbox
from tests.roundtables.conftest import make_roundtable
from tests.roundtables.test_guests import ask, code_to, type_code

NOTIFY = "/roundtables/102/notify/"


@pytest.fixture
def table(cast: Cast) -> Roundtable:
    with program_scope(cast.a.pk):
        return make_roundtable(state="save_the_date")


def become(cast: Cast, state: str) -> None:
    with program_scope(cast.a.pk):
        locked = seats.lock(Roundtable.objects.get().pk)
        locked.state = state
        actions.save_changed(locked, now=clock.now())


def test_member_asks_hears_once_and_may_think_again(
    alice: Client, bob: Client, cast: Cast, table: Roundtable, mailbox: Mailbox
) -> None:
    for client in (alice, alice, bob):
        client.post(NOTIFY, secure=True)
    assert "We write to you when registration opens." in alice.get("/roundtables/102/", secure=True).content.decode()
    bob.post(NOTIFY, {"wish": "off"}, secure=True)
    become(cast, "open")
    become(cast, "closed")
    become(cast, "open")
    told = mailbox.deliver_all()
    assert [(letter.to, letter.subject) for letter in told] == [
        (["alice@example.org"], "You can register now for no. 102: Pricing out loud")
    ]


def test_guest_asks_with_a_code(visitor: Client, cast: Cast, table: Roundtable, mailbox: Mailbox) -> None:
    assert "Hear when registration opens" in visitor.get(NOTIFY, secure=True).content.decode()
    ask(visitor, path=NOTIFY)
    assert "We write to you once" in type_code(visitor, code_to(mailbox))
    with program_scope(cast.a.pk):
        assert str(Interest.objects.get().person) == "Grace"
    become(cast, "open")
    assert mailbox.deliver_all()[-1].subject.startswith("You can register now")


def test_mail_does_not_go_out_when_it_closed_again(
    alice: Client, cast: Cast, table: Roundtable, mailbox: Mailbox
) -> None:
    alice.post(NOTIFY, secure=True)
    become(cast, "open")
    become(cast, "closed")
    assert mailbox.deliver_all() == []


def test_member_who_left_is_not_told(alice: Client, cast: Cast, table: Roundtable, mailbox: Mailbox) -> None:
    alice.post(NOTIFY, secure=True)
    with program_scope(cast.a.pk):
        Membership.objects.filter(pk=cast.alice.pk).update(state="left")
    become(cast, "open")
    assert mailbox.deliver_all() == []


def test_open_table_has_no_interest_list(alice: Client, cast: Cast) -> None:
    with program_scope(cast.a.pk):
        make_roundtable()
    alice.post(NOTIFY, secure=True)
    with program_scope(cast.a.pk):
        assert not Interest.objects.exists()


def test_thousand_are_told_in_one_statement(cast: Cast, table: Roundtable, django_assert_num_queries: object) -> None:
    with program_scope(cast.a.pk):
        for member in (cast.alice, cast.bob, cast.dana):
            interests.add(table, member, now=clock.now())
        with django_assert_num_queries(2):  # type: ignore[operator]
            assert interests.tell_open(table, now=clock.now()) == 3


STATES = list(states.NEXT)


@pytest.mark.parametrize("before", STATES)
@pytest.mark.parametrize("after", STATES)
def test_database_lets_only_listed_states_follow(cast: Cast, before: str, after: str) -> None:
    with program_scope(cast.a.pk):
        table = make_roundtable(number=7, state=before)
        rows = Roundtable.objects.filter(pk=table.pk)
        if states.may_follow(before, after):
            assert rows.update(state=after) == 1
        else:
            with pytest.raises(IntegrityError, match="does not go from"), transaction.atomic():
                rows.update(state=after)
