"""Who becomes a member of a program, and how: open, by invitation, by application."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.account.models import EmailAddress
from django.db import connections
from django.test import Client

from members.accounts.joining import approve, join
from members.ambassadors.attribution import Touches
from members.models import InviteLink, Membership, User
from program import clock
from program.models import Program, SignUpPolicy
from program.tenancy.hosts import forget_hosts
from program.tenancy.scope import program_scope
from tests.cast import PASSWORD, Cast, make_member
from tests.members.post_box import code_for, forget_tries, kinds_to

FORM = {"name": "Gita Rao", "email": "gita@example.org", "password1": "a-long-enough-secret"}


def set_policy(program: Program, policy: SignUpPolicy) -> None:
    program.signup_policy = policy
    with program_scope(program.pk):
        program.save(update_fields=["signup_policy"])
    forget_hosts()


def membership_of(program: Program, email: str) -> Membership | None:
    with program_scope(program.pk):
        return Membership.objects.filter(user__email=email).first()


def invite_of(cast: Cast, **fields: object) -> InviteLink:
    with program_scope(cast.a.pk):
        return InviteLink.objects.create(ambassador=cast.frank, code="abcdefghjk", **fields)


def charlie_at_a(cast: Cast) -> Client:
    browser = Client(headers={"host": "a.localhost"})
    browser.force_login(cast.charlie.user)
    return browser


def sign_up(browser: Client, program: Program) -> str:
    browser.post("/accounts/signup/", FORM)
    response = browser.post("/accounts/confirm-email/", {"code": code_for(program, FORM["email"])})
    return response.headers["Location"]


def test_member_of_another_program_is_asked_and_joins(cast: Cast) -> None:
    charlie = charlie_at_a(cast)
    assert charlie.get("/venture/").headers["Location"] == "/join/"
    page = charlie.get("/join/").text
    assert "Join Program A?" in page
    assert "charlie@example.org" in page
    assert membership_of(cast.a, "charlie@example.org") is None

    assert charlie.post("/join/").headers["Location"] == "/venture/"
    assert charlie.get("/venture/").status_code == 200
    assert membership_of(cast.b, "charlie@example.org") is not None


def test_person_without_any_program_is_asked_on_the_first_sign_in(visitor: Client, cast: Cast) -> None:
    """Their account was made elsewhere: having one is no wish to be a member here."""
    olive = User.objects.create_user("olive@example.org", PASSWORD, name="Olive")
    EmailAddress.objects.create(user=olive, email=olive.email, verified=True, primary=True)
    visitor.post("/accounts/login/", {"login": olive.email, "password": PASSWORD})
    assert visitor.get("/venture/").headers["Location"] == "/join/"
    assert membership_of(cast.a, olive.email) is None


def test_join_page_sends_visitors_to_sign_in_and_members_to_the_desk(visitor: Client, alice: Client) -> None:
    assert visitor.get("/join/").headers["Location"] == "/accounts/login/?next=/join/"
    assert alice.get("/join/").headers["Location"] == "/desk/"


def test_invite_policy_refuses_sign_up_without_an_invite(visitor: Client, cast: Cast) -> None:
    set_policy(cast.a, SignUpPolicy.INVITE)
    for response in (visitor.get("/accounts/signup/"), visitor.post("/accounts/signup/", FORM)):
        assert "takes new members by invitation" in response.text
    assert kinds_to(cast.a, FORM["email"]) == []


def test_invite_policy_refuses_joining_without_an_invite(cast: Cast) -> None:
    set_policy(cast.a, SignUpPolicy.INVITE)
    charlie = charlie_at_a(cast)
    for response in (charlie.get("/join/"), charlie.post("/join/")):
        assert response.status_code == 403
        assert "takes new members by invitation" in response.text
    assert membership_of(cast.a, "charlie@example.org") is None


def test_invite_policy_opens_with_an_invite(visitor: Client, cast: Cast) -> None:
    set_policy(cast.a, SignUpPolicy.INVITE)
    invite_of(cast)
    visitor.post("/i/abcdefghjk/")
    assert sign_up(visitor, cast.a) == "/venture/"
    assert membership_of(cast.a, FORM["email"]) is not None


def test_invite_that_was_used_up_in_the_meantime_opens_nothing(visitor: Client, cast: Cast) -> None:
    set_policy(cast.a, SignUpPolicy.INVITE)
    link = invite_of(cast, uses_allowed=1)
    visitor.post("/i/abcdefghjk/")
    visitor.post("/accounts/signup/", FORM)
    with program_scope(cast.a.pk):
        InviteLink.objects.filter(pk=link.pk).update(uses=1)
    visitor.post("/accounts/confirm-email/", {"code": code_for(cast.a, FORM["email"])})
    assert membership_of(cast.a, FORM["email"]) is None
    assert "takes new members by invitation" in visitor.get("/join/").text


def test_application_waits_for_approval_and_sees_public_pages_only(visitor: Client, cast: Cast) -> None:
    set_policy(cast.a, SignUpPolicy.APPLICATION)
    sign_up(visitor, cast.a)
    applicant = membership_of(cast.a, FORM["email"])
    assert applicant is not None
    assert applicant.state == Membership.State.PENDING
    assert visitor.get("/venture/").headers["Location"] == "/join/"
    assert "Your application is in" in visitor.get("/join/").text
    assert visitor.post("/join/").status_code == 200

    with program_scope(cast.a.pk):
        assert approve(applicant, by=cast.erin.user)
        assert not approve(applicant, by=cast.erin.user)
    assert visitor.get("/venture/").status_code == 200
    assert kinds_to(cast.a, FORM["email"])[-1] == "accounts.approved"


def test_unproven_person_is_no_member(visitor: Client, cast: Cast) -> None:
    visitor.post("/accounts/signup/", FORM)
    assert membership_of(cast.a, FORM["email"]) is None


def test_sign_up_finished_later_by_signing_in_makes_a_member(visitor: Client, cast: Cast) -> None:
    visitor.post("/accounts/signup/", FORM)
    later = Client(headers={"host": "a.localhost"})
    forget_tries()
    later.post("/accounts/login/", {"login": FORM["email"], "password": FORM["password1"]})
    response = later.post("/accounts/confirm-email/", {"code": code_for(cast.a, FORM["email"])})
    assert response.headers["Location"] == "/venture/"
    assert membership_of(cast.a, FORM["email"]) is not None


def test_whoever_left_can_come_back_as_a_member(cast: Cast) -> None:
    dana = Client(headers={"host": "a.localhost"})
    dana.force_login(cast.dana.user)
    with program_scope(cast.a.pk):
        Membership.objects.filter(pk=cast.dana.pk).update(state=Membership.State.LEFT)
    assert dana.get("/venture/").headers["Location"] == "/join/"
    dana.post("/join/")
    back = membership_of(cast.a, "dana@example.org")
    assert back is not None
    assert (back.pk, back.state, back.role) == (cast.dana.pk, "active", "member")


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_many_windows_make_one_membership(cast: Cast) -> None:
    def press_join(_: int) -> bool:
        try:
            with program_scope(cast.a.pk):
                joined = join(cast.a, by=cast.charlie.user, touches=Touches(), now=clock.now(), choices={})
            return joined.is_new
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(press_join, range(16)))
    assert sum(results) == 1
    with program_scope(cast.a.pk):
        assert Membership.objects.filter(user=cast.charlie.user).count() == 1


def test_one_person_has_separate_memberships(cast: Cast) -> None:
    """P04: the same e-mail in two programs, each with its own role and zone."""
    again = make_member(cast.b, "Alice", "coach", time_zone="Asia/Kolkata")
    assert again.user_id == cast.alice.user_id
    at_b = Client(headers={"host": "b.localhost"})
    at_b.force_login(cast.alice.user)
    at_b.post("/account/", {"name": "Alice", "time_zone": "Asia/Tokyo", "language": ""})
    mine = membership_of(cast.a, "alice@example.org")
    assert mine is not None
    assert (mine.role, mine.time_zone) == ("member", "")
