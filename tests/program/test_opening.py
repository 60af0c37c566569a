"""Opening a program, from the command line as an operator does."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from members.models import Membership
from program.models import Program, ProgramHost
from program.tenancy.scope import platform_scope, program_scope
from roundtables.models import Format, Roundtable, Series

pytestmark = pytest.mark.django_db

ASKED = {
    "name": "First Million Mitte",
    "host": "mitte.example.org",
    "owner": "Ana@Example.org",
    "time_zone": "Europe/Berlin",
}


def open_program(slug: str = "mitte", **changed: str) -> str:
    said = StringIO()
    call_command("create_program", slug, stdout=said, **{**ASKED, **changed})
    return said.getvalue()


def test_program_answers_on_its_host_at_once() -> None:
    said = open_program()
    assert "First Million Mitte is open." in said
    assert "ana@example.org signs in with a mailed code" in said
    page = Client(headers={"host": "mitte.example.org"}).get("/").content.decode()
    assert "First Million Mitte" in page


def test_program_has_an_owner_and_a_first_roundtable_as_a_draft() -> None:
    open_program()
    program = Program.objects.get(slug="mitte")
    with program_scope(program.pk):
        assert [(m.user.email, m.role) for m in Membership.objects.select_related("user")] == [
            ("ana@example.org", "owner")
        ]
        draft = Roundtable.objects.get()
        assert (draft.number, draft.state, draft.time_zone) == (1, "draft", "Europe/Berlin")
        assert draft.starts_at.astimezone(draft.zone).strftime("%A %H:%M") == "Thursday 18:00"
    page = Client(headers={"host": "mitte.example.org"}).get("/roundtables/").content.decode()
    assert "First roundtable" not in page


def test_program_has_the_usual_formats_in_its_language() -> None:
    open_program(language="pt-br")
    with program_scope(Program.objects.get(slug="mitte").pk):
        names = list(Format.objects.order_by("position").values_list("name", flat=True))
        assert (len(names), names[0]) == (5, "Mesa-redonda")
        assert Series.objects.get().format == Roundtable.objects.get().format == Format.objects.get(slug="roundtable")
        Format.objects.get(slug="talk").delete()
    open_program()
    with program_scope(Program.objects.get(slug="mitte").pk):
        assert not Format.objects.filter(slug="talk").exists()  # What staff took away stays away.


def test_opening_twice_changes_nothing() -> None:
    open_program()
    said = open_program(name="Another name")
    assert "First Million Mitte was open already; nothing was changed" in said
    program = Program.objects.get(slug="mitte")
    assert ProgramHost.objects.filter(program=program).count() == 1
    with program_scope(program.pk):
        assert (Membership.objects.count(), Series.objects.count(), Roundtable.objects.count()) == (1, 1, 1)


def test_host_of_another_program_is_refused_and_nothing_is_left() -> None:
    open_program()
    with pytest.raises(CommandError, match=r"mitte\.example\.org belongs to another program"):
        open_program("kreuzberg")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"time_zone": "Mars/Olympus"}, "time_zone: “Mars/Olympus” is not a time zone"),
        ({"currency": "XYZ"}, "currency: “XYZ” is not a currency"),
        ({"accent": "green"}, "accent: Write the colour as"),
        ({"language": "tlh"}, "language:"),
        ({"name": "x" * 81}, "name:"),
    ],
)
def test_wrong_value_names_its_field_and_opens_nothing(wrong: dict[str, str], field: str) -> None:
    with pytest.raises(CommandError, match=field.replace("(", r"\(")):
        open_program(**wrong)
    with platform_scope():
        assert not Program.objects.filter(slug="mitte").exists()
