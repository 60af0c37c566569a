"""The door of the staff's admin: who may enter, and how strongly they must have signed in."""

import time

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from members.models import Membership
from program.models import Program
from program.tenancy.hosts import forget_hosts
from program.tenancy.scope import program_scope
from tests.cast import PASSWORD, Cast
from tests.members.test_sign_in import app_code, give_app

PEOPLE = "/admin/members/membership/"


def need_second_factor(program: Program) -> None:
    with program_scope(program.pk):
        program.staff_need_second_factor = True
        program.save(update_fields=["staff_need_second_factor"])
    forget_hosts()


def test_door_sends_visitors_to_sign_in(visitor: Client) -> None:
    response = visitor.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0] == "/accounts/login/?next=/admin/"
    assert "Welcome back" in response.text


@pytest.mark.parametrize("who", ["alice", "frank"])
def test_door_tells_members_that_it_is_for_the_team(request: pytest.FixtureRequest, who: str) -> None:
    browser: Client = request.getfixturevalue(who)
    response = browser.get("/admin/", follow=True)
    assert response.status_code == 403
    assert "This part is for the team" in response.text


def test_staff_of_another_program_are_strangers_here(cast: Cast) -> None:
    with program_scope(cast.b.pk):
        Membership.objects.filter(pk=cast.charlie.pk).update(role="owner")
    browser = Client(headers={"host": "a.localhost"})
    browser.force_login(cast.charlie.user)
    assert "This part is for the team" in browser.get("/admin/", follow=True).text


def test_door_asks_staff_to_set_up_a_second_factor(erin: Client, cast: Cast) -> None:
    need_second_factor(cast.a)
    response = erin.get("/admin/", follow=True)
    assert response.status_code == 403
    assert "Set up a second factor" in response.text
    assert 'href="/accounts/2fa/"' in response.text
    assert erin.get(PEOPLE, follow=True).status_code == 403


def test_door_asks_staff_to_use_the_second_factor_they_have(erin: Client, cast: Cast) -> None:
    need_second_factor(cast.a)
    secret = give_app(cast.erin.user)
    response = erin.get("/admin/", follow=True)
    assert "Show your second factor" in response.text
    again = "/accounts/2fa/reauthenticate/"
    assert f"{again}?next=%2Fadmin%2F" in response.text
    response = erin.post(again, {"code": app_code(secret), "next": "/admin/"})
    assert response.headers["Location"] == "/admin/"
    assert erin.get("/admin/").status_code == 200


def test_door_opens_after_signing_in_with_the_second_factor(visitor: Client, cast: Cast) -> None:
    need_second_factor(cast.a)
    secret = give_app(cast.erin.user)
    visitor.post("/accounts/login/", {"login": "erin@example.org", "password": PASSWORD, "next": "/admin/"})
    response = visitor.post("/accounts/2fa/authenticate/", {"code": app_code(secret)})
    assert response.headers["Location"] == "/admin/"
    assert visitor.get("/admin/").status_code == 200


def test_door_closes_when_the_second_factor_is_removed(visitor: Client, cast: Cast) -> None:
    need_second_factor(cast.a)
    secret = give_app(cast.erin.user)
    visitor.post("/accounts/login/", {"login": "erin@example.org", "password": PASSWORD})
    visitor.post("/accounts/2fa/authenticate/", {"code": app_code(secret)})
    Authenticator.objects.filter(user=cast.erin.user).delete()
    assert visitor.get("/admin/", follow=True).status_code == 403


def test_records_of_another_person_do_not_open_the_door(erin: Client, cast: Cast) -> None:
    need_second_factor(cast.a)
    give_app(cast.erin.user)
    session = erin.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
    session["account_authentication_methods_user"] = str(cast.alice.user_id)
    session.save()
    assert erin.get("/admin/", follow=True).status_code == 403


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/"])
def test_door_leads_nowhere_else(erin: Client, target: str) -> None:
    assert erin.get("/admin/login/", {"next": target}).headers["Location"] == "/admin/"
