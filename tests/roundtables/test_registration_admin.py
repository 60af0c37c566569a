"""Staff see how each registration stands, mark who came, and take somebody off."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from program import clock
from program.audit.models import Entry
from program.tenancy.scope import program_scope
from roundtables.models import AgendaItem, Guest, Presenter, Registration, Roundtable
from roundtables.seating import seats
from tests.cast import Cast
from tests.mail.mailbox import Mailbox
from tests.roundtables.conftest import STARTS, make_members, make_roundtable
from tests.roundtables.staff import REGISTRATIONS, ROUNDTABLES, asked, form_of, page, register, send, words

OVER = STARTS + timedelta(hours=2)


def registration(cast: Cast, member: Any) -> Registration:
    with program_scope(cast.a.pk):
        return Registration.objects.select_related("roundtable").filter(membership=member).latest("id")


def act(client: Client, cast: Cast, action: str, *members: Any, **more: str) -> str:
    chosen = [str(registration(cast, member).pk) for member in members]
    return words(send(client, REGISTRATIONS, {"action": action, "_selected_action": chosen, **more}))


def listed(client: Client, table: Roundtable, query: str = "") -> str:
    return words(page(client, f"{REGISTRATIONS}?roundtable__id__exact={table.pk}{query}"))


def test_list_says_how_each_stands(erin: Client, cast: Cast, table: Roundtable, mailbox: Mailbox) -> None:
    register(cast, table, cast.alice, cast.bob, cast.dana, cast.erin, cast.frank)
    with program_scope(cast.a.pk):
        seats.cancel(registration(cast, cast.alice), now=clock.now())
    mailbox.deliver_all()
    text = listed(erin, table)
    assert "alice@example.org Cancelled Cancelled it" in text
    assert "erin@example.org Seat offered until Sep 22, 8:00 AM PDT" in text
    assert "frank@example.org Waiting list no. 1 in the list" in text
    assert "bob@example.org Seat Sep 21, 8:00 AM PDT Sent" in text


def test_who_said_they_come_is_marked(erin: Client, cast: Cast, table: Roundtable) -> None:
    register(cast, table, cast.alice, cast.bob)
    with program_scope(cast.a.pk):
        Registration.objects.filter(membership=cast.bob).update(confirmed_at=clock.now())
    assert "bob@example.org Seat confirmed" in listed(erin, table)
    assert "bob@example.org" not in listed(erin, table, "&confirmed=no")


def test_guest_is_named_as_one(erin: Client, cast: Cast, table: Roundtable) -> None:
    with program_scope(cast.a.pk):
        guest = Guest.objects.create(email="gil@example.org", name="Gil")
        seats.register(table, guest, now=clock.now())
    register(cast, table, cast.alice)
    assert "Gil Guest gil@example.org" in listed(erin, table)
    assert "alice@example.org" not in listed(erin, table, "&person=guest")
    assert "gil@example.org" not in listed(erin, table, "&person=member")


def test_no_shows_are_found(erin: Client, cast: Cast, table: Roundtable) -> None:
    register(cast, table, cast.alice, cast.bob, cast.dana, cast.frank)
    assert "alice@example.org" not in listed(erin, table, "&attendance=missed")
    with time_machine.travel(OVER, tick=False):
        assert "1 person was marked." in act(erin, cast, "mark_attended", cast.bob)
        missed = listed(erin, table, "&attendance=missed")
        assert ("alice@" in missed, "bob@" in missed, "frank@" in missed) == (True, False, False)
        assert "bob@example.org" in listed(erin, table, "&attendance=there")
        assert "1 / 2" in words(page(erin, ROUNDTABLES))
    with program_scope(cast.a.pk):
        assert Entry.objects.get(action="marked as attended").actor == cast.erin.user


def test_marks_are_taken_back(erin: Client, cast: Cast, table: Roundtable) -> None:
    register(cast, table, cast.alice)
    with time_machine.travel(OVER, tick=False):
        act(erin, cast, "mark_attended", cast.alice)
        assert "0 people were marked" not in act(erin, cast, "mark_not_attended", cast.alice)
    assert registration(cast, cast.alice).attended_at is None


def test_nobody_was_there_before_it_began(erin: Client, cast: Cast, table: Roundtable) -> None:
    register(cast, table, cast.alice)
    assert "has not opened its doors" in act(erin, cast, "mark_attended", cast.alice)
    assert registration(cast, cast.alice).attended_at is None


def test_taking_off_asks_why_and_lets_the_next_in(
    erin: Client, cast: Cast, table: Roundtable, mailbox: Mailbox
) -> None:
    register(cast, table, cast.alice, cast.bob, cast.dana, cast.frank)
    mailbox.deliver_all()
    assert "1 person loses the seat" in act(erin, cast, "take_off", cast.alice)
    assert "This field is required." in act(erin, cast, "take_off", cast.alice, why=" ")
    assert "1 person was taken off." in act(erin, cast, "take_off", cast.alice, why="Asked us by phone")
    gone = registration(cast, cast.alice)
    assert (gone.state, gone.reason) == ("cancelled", "staff")
    assert registration(cast, cast.frank).state == "offered"
    told = mailbox.to("alice@example.org")[-1].body
    assert "The team took you off the list." in told
    assert "phone" not in told
    with program_scope(cast.a.pk):
        assert Entry.objects.get(action="took off").changes == {"why": ["", "Asked us by phone"]}


def test_taking_off_twice_says_so(erin: Client, cast: Cast, table: Roundtable) -> None:
    register(cast, table, cast.alice)
    act(erin, cast, "take_off", cast.alice, why="Asked us")
    assert "0 people were taken off. The others were off already" in act(
        erin, cast, "take_off", cast.alice, why="Asked us"
    )


@pytest.mark.parametrize("action", ["mark_attended", "take_off"])
def test_who_only_looks_is_offered_no_action(cast: Cast, table: Roundtable, action: str) -> None:
    register(cast, table, cast.alice)
    coach = Client(headers={"host": "a.localhost"})
    coach.force_login(cast.dana.user)
    assert "Take off" not in listed(coach, table)
    act(coach, cast, action, cast.alice, why="No")
    assert registration(cast, cast.alice).state == "seat"


@pytest.mark.parametrize("query", ["mail=sent", "mail=x", "confirmed=no", "confirmed=yes", "attendance=x", "person=x"])
def test_every_filter_answers(erin: Client, cast: Cast, table: Roundtable, query: str) -> None:
    register(cast, table, cast.alice)
    listed(erin, table, f"&{query}")


def test_thirty_registrations_cost_what_one_costs(erin: Client, cast: Cast, table: Roundtable) -> None:
    with program_scope(cast.a.pk):
        Roundtable.objects.filter(pk=table.pk).update(capacity=20)
    register(cast, table, cast.alice)
    path = f"{REGISTRATIONS}?roundtable__id__exact={table.pk}"
    with_one = asked(erin, path)
    register(cast, table, *make_members(cast.a, 29))
    assert asked(erin, path) == with_one


def test_thirty_roundtables_cost_what_one_costs(erin: Client, cast: Cast, table: Roundtable) -> None:
    with_one = asked(erin, ROUNDTABLES)
    with program_scope(cast.a.pk):
        for number in range(200, 229):
            make_roundtable(number)
    assert asked(erin, ROUNDTABLES) == with_one


def lines(kind: str, *rows: dict[str, str]) -> dict[str, str]:
    form = {f"{kind}-TOTAL_FORMS": str(len(rows)), f"{kind}-INITIAL_FORMS": "0"}
    return form | {f"{kind}-{i}-{name}": value for i, row in enumerate(rows) for name, value in row.items()}


def test_agenda_and_presenters_stand_on_the_page(erin: Client, cast: Cast, table: Roundtable) -> None:
    agenda = lines("agenda", {"position": "1", "title": "Questions", "minutes": "50"})
    presenters = lines("presenters", {"position": "1", "name": "Ada", "venture": "Looms", "country": "BR"})
    send(erin, f"{ROUNDTABLES}{table.pk}/change/", form_of(table, **agenda, **presenters))
    with program_scope(cast.a.pk):
        assert AgendaItem.objects.get().minutes == 50
        assert Presenter.objects.get().country_name == "Brazil"
        assert Entry.objects.get(action="changed").changes["agenda item: Questions"] == ["", "added"]


def test_agenda_longer_than_the_roundtable_is_a_warning(erin: Client, cast: Cast, table: Roundtable) -> None:
    agenda = lines("agenda", *({"position": str(i), "title": "Talk", "minutes": "40"} for i in range(2)))
    said = send(erin, f"{ROUNDTABLES}{table.pk}/change/", form_of(table, **agenda))
    assert "The agenda takes 80 minutes; the roundtable has 60." in said
    with program_scope(cast.a.pk):
        assert AgendaItem.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lines("agenda", {"position": "1", "title": "x", "minutes": "0"}), "greater than or equal to 1"),
        (lines("agenda", {"position": "1", "title": "", "minutes": "5"}), "This field is required."),
        (lines("presenters", {"position": "1", "name": "A", "country": "br"}), "Select a valid choice."),
        (lines("presenters", {"position": "99999", "name": "A"}), "less than or equal to 32767"),
    ],
)
def test_wrong_lines_are_told(
    erin: Client, cast: Cast, table: Roundtable, wrong: dict[str, str], sentence: str
) -> None:
    assert sentence in send(erin, f"{ROUNDTABLES}{table.pk}/change/", form_of(table, **wrong))
