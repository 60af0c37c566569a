"""The list for the door, on paper and as a file."""

import csv
from io import StringIO

import pytest
from django.test import Client

from program import clock
from program.audit.models import Entry
from program.csv_files import harmless
from program.tenancy.scope import program_scope
from roundtables.models import Guest, Roundtable
from roundtables.seating import seats
from tests.cast import Cast
from tests.roundtables.conftest import make_members
from tests.roundtables.staff import ROUNDTABLES, asked, page, register, words


def guest(cast: Cast, table: Roundtable, name: str) -> None:
    with program_scope(cast.a.pk):
        person = Guest.objects.create(email="gil@example.org", name=name, time_zone="America/Sao_Paulo")
        seats.register(table, person, now=clock.now())


def rows(client: Client, table: Roundtable) -> list[list[str]]:
    answer = client.get(f"{ROUNDTABLES}{table.pk}/list.csv", secure=True)
    assert answer["Content-Disposition"] == 'attachment; filename="roundtable-102.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))


def test_page_lists_people_by_name(erin: Client, cast: Cast, table: Roundtable) -> None:
    register(cast, table, cast.frank, cast.bob)
    guest(cast, table, "ada")
    register(cast, table, cast.alice)
    shown = words(page(erin, f"{ROUNDTABLES}{table.pk}/list/"))
    assert "ada Guest Seat America/Sao Paulo no Alice Waiting list no Bob Seat no Frank Seat no" in shown
    assert "4 people" in shown


def test_file_says_the_same(erin: Client, cast: Cast, table: Roundtable) -> None:
    register(cast, table, cast.alice)
    guest(cast, table, "Zoë, of the Öresund")
    assert rows(erin, table) == [
        ["Name", "E-mail", "Member or guest", "State", "Time zone", "Attended"],
        ["Alice", "alice@example.org", "Member", "Seat", "", ""],
        ["Zoë, of the Öresund", "gil@example.org", "Guest", "Seat", "America/Sao Paulo", ""],
    ]
    with program_scope(cast.a.pk):
        entry = Entry.objects.get(action="exported the list of")
        assert (entry.actor, entry.changes) == (cast.erin.user, {"people": ["", 2]})


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r"])
def test_name_never_becomes_a_formula(begins: str) -> None:
    assert harmless(f"{begins}cmd|' /C calc'!A0") == f"'{begins}cmd|' /C calc'!A0"


def test_formula_for_a_name_is_only_a_name(erin: Client, cast: Cast, table: Roundtable) -> None:
    guest(cast, table, '=HYPERLINK("https://evil.example","x")')
    assert rows(erin, table)[1][0] == """'=HYPERLINK("https://evil.example","x")"""


def test_stranger_to_the_admin_gets_neither(alice: Client, table: Roundtable) -> None:
    for name in ("list/", "list.csv"):
        assert alice.get(f"{ROUNDTABLES}{table.pk}/{name}", secure=True).status_code == 302


def test_thirty_cost_what_one_costs(erin: Client, cast: Cast, table: Roundtable) -> None:
    with program_scope(cast.a.pk):
        Roundtable.objects.filter(pk=table.pk).update(capacity=50)
    register(cast, table, cast.alice)
    with_one = asked(erin, f"{ROUNDTABLES}{table.pk}/list/")
    register(cast, table, *make_members(cast.a, 29))
    assert asked(erin, f"{ROUNDTABLES}{table.pk}/list/") == with_one
