"""Signing up: name, e-mail, password, and six digits from the mail."""

import pytest
from django.test import Client

from members.models import Membership, User
from program.models import Program
from program.tenancy.scope import program_scope
from tests.cast import Cast
from tests.members.post_box import another, code_for, forget_tries, kinds_to

FORM = {"name": "Gita Rao", "email": "gita@example.org", "password1": "a-long-enough-secret"}
CODE_PAGE = "/accounts/confirm-email/"


def members_of(program: Program) -> list[str]:
    with program_scope(program.pk):
        return list(Membership.objects.values_list("user__email", flat=True))


def sign_up(browser: Client, **changes: str) -> None:
    response = browser.post("/accounts/signup/", {**FORM, **changes})
    assert response.status_code == 302, response.context["form"].errors
    assert response.headers["Location"] == CODE_PAGE


def test_sign_up_with_the_code_makes_a_member_who_names_a_venture(visitor: Client, program_a: Program) -> None:
    sign_up(visitor)
    assert FORM["email"] not in members_of(program_a)
    assert kinds_to(program_a, FORM["email"]) == ["accounts.email_confirmation_signup"]

    response = visitor.post(CODE_PAGE, {"code": code_for(program_a, FORM["email"])})

    assert response.headers["Location"] == "/venture/"
    assert FORM["email"] in members_of(program_a)
    assert User.objects.get(email=FORM["email"]).name == "Gita Rao"
    assert "Name your venture" in visitor.get("/venture/").text


def test_sign_up_takes_the_time_zone_and_language_of_the_browser(visitor: Client, program_a: Program) -> None:
    visitor.cookies["zone"], visitor.cookies["language"] = "America/Recife", "pt-br"
    sign_up(visitor)
    visitor.post(CODE_PAGE, {"code": code_for(program_a, FORM["email"])})
    with program_scope(program_a.pk):
        membership = Membership.objects.get(user__email=FORM["email"])
    assert (membership.time_zone, membership.language) == ("America/Recife", "pt-br")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("GITA+News@Example.ORG", "gita+news@example.org"),
        ("  gita@example.org ", "gita@example.org"),
    ],
)
def test_sign_up_stores_the_address_in_lower_case_with_its_plus(
    visitor: Client, program_a: Program, typed: str, stored: str
) -> None:
    sign_up(visitor, email=typed)
    assert User.objects.filter(email=stored).exists()
    assert kinds_to(program_a, stored) == ["accounts.email_confirmation_signup"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ن" * 80, "ن" * 80),
        ("مريم عبد الله", "مريم عبد الله"),
        ("  Ana   Lúcia ", "Ana Lúcia"),
        ("evil\u202etxt", "eviltxt"),
        ("Nul\x00", "Nul"),
        ("José", "José"),
    ],
)
def test_sign_up_keeps_names_as_people_write_them(visitor: Client, cast: Cast, typed: str, kept: str) -> None:
    sign_up(visitor, name=typed)
    assert User.objects.get(email=FORM["email"]).name == kept


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "x" * 81, "at most 80 characters"),
        ("name", "   ", "required"),
        ("email", "not-an-address", "valid email"),
        ("email", f"{'x' * 60}@{'y' * 60}.{'z' * 60}.{'w' * 60}.{'v' * 60}.example", "at most 254 characters"),
        ("email", "gita\x00@example.org", "Null characters are not allowed"),
        ("password1", "short", "at least 10 characters"),
        ("password1", "password1234", "too common"),
        ("password1", "gita@example.org", "too similar"),
    ],
)
def test_sign_up_says_what_is_wrong(visitor: Client, cast: Cast, field: str, value: str, said: str) -> None:
    response = visitor.post("/accounts/signup/", {**FORM, field: value})
    assert response.status_code == 200
    assert said in response.text
    assert not User.objects.filter(email=FORM["email"]).exists()


def test_a_second_sign_up_of_an_unproven_address_begins_anew(cast: Cast, visitor: Client) -> None:
    """Whoever took somebody's address first neither keeps it nor learns what the owner chose."""
    squatter = Client(headers={"host": "a.localhost"})
    sign_up(squatter, name="Squatter", password1="known-to-the-squatter")
    forget_tries()
    sign_up(visitor)
    visitor.post(CODE_PAGE, {"code": code_for(cast.a, FORM["email"])})

    owner = User.objects.get(email=FORM["email"])
    assert owner.name == "Gita Rao"
    assert owner.check_password(FORM["password1"])


def test_a_password_that_somebody_else_typed_is_dropped_by_the_first_proof(cast: Cast, visitor: Client) -> None:
    squatter = Client(headers={"host": "a.localhost"})
    sign_up(squatter, password1="known-to-the-squatter")
    visitor.post("/accounts/login/code/", {"email": FORM["email"]})
    visitor.post("/accounts/login/code/confirm/", {"code": code_for(cast.a, FORM["email"])})

    owner = User.objects.get(email=FORM["email"])
    assert owner.last_login is not None
    assert not owner.has_usable_password()


def test_a_password_changed_between_sign_up_and_code_is_dropped(cast: Cast, visitor: Client) -> None:
    sign_up(visitor)
    code = code_for(cast.a, FORM["email"])
    forget_tries()
    sign_up(Client(headers={"host": "a.localhost"}), password1="known-to-the-squatter")
    visitor.post(CODE_PAGE, {"code": code})
    assert not User.objects.get(email=FORM["email"]).has_usable_password()


def test_wrong_code_leaves_the_visitor_outside(visitor: Client, program_a: Program) -> None:
    sign_up(visitor)
    response = visitor.post(CODE_PAGE, {"code": another(code_for(program_a, FORM["email"]))})
    assert "That code is not right" in response.text
    assert FORM["email"] not in members_of(program_a)
