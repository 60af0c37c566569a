"""/account/: name, time zone, language."""

import pytest
from django.test import Client

from members.accounts.zones import zone_choices
from members.models import Membership
from program.tenancy.scope import program_scope
from tests.cast import Cast

FORM = {"name": "Alice Lovelace", "time_zone": "America/Sao_Paulo", "language": "pt-br"}


def test_profile_is_saved_and_the_language_is_spoken_at_once(alice: Client, cast: Cast) -> None:
    response = alice.post("/account/", FORM)
    assert response.cookies["language"].value == "pt-br"
    with program_scope(cast.a.pk):
        saved = Membership.objects.select_related("user").get(pk=cast.alice.pk)
    assert (saved.user.name, saved.time_zone, saved.language) == tuple(FORM.values())
    page = alice.get("/account/")
    assert 'lang="pt-br"' in page.text
    assert page.context["zone"].key == "America/Sao_Paulo"


def test_profile_can_go_back_to_the_programs_choice(alice: Client, cast: Cast) -> None:
    alice.post("/account/", FORM)
    response = alice.post("/account/", {"name": "Alice", "time_zone": "", "language": ""})
    assert response.cookies["language"].value == ""
    assert "As the program: UTC" in alice.get("/account/").text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "required"),
        ("name", "x" * 81, "at most 80 characters"),
        ("time_zone", "Mars/Olympus", "not one of the available choices"),
        ("language", "tlh", "not one of the available choices"),
    ],
)
def test_profile_says_what_is_wrong(alice: Client, cast: Cast, field: str, value: str, said: str) -> None:
    assert said in alice.post("/account/", {**FORM, field: value}).text
    with program_scope(cast.a.pk):
        assert Membership.objects.get(pk=cast.alice.pk).language == ""


def test_zones_are_grouped_by_region() -> None:
    regions = dict(zone_choices())
    assert ("America/Sao_Paulo", "Sao Paulo") in regions["America"]
    assert ("Asia/Kolkata", "Kolkata") in regions["Asia"]
    assert "Etc" not in regions


def test_profile_of_a_stranger_is_the_join_page(charlie: Client, cast: Cast) -> None:
    at_a = Client(headers={"host": "a.localhost"})
    at_a.force_login(cast.charlie.user)
    assert at_a.get("/account/").headers["Location"] == "/join/"
