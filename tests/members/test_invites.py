"""Invite links: GET shows, POST joins, each use counts once, and whoever brought somebody is on record."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connections
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from members.ambassadors.actions import make_link
from members.ambassadors.attribution import count_use
from members.models import Attribution, InviteLink, Membership
from program import clock
from program.models import SignUpPolicy
from program.tenancy.scope import program_scope
from tests.cast import Cast
from tests.members.post_box import code_for
from tests.members.test_joining import set_policy

FORM = {"name": "Gita Rao", "email": "gita@example.org", "password1": "a-long-enough-secret"}
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def link_of(cast: Cast, **fields: object) -> InviteLink:
    with program_scope(cast.a.pk):
        code = str(fields.pop("code", "abcdefghjk"))
        return InviteLink.objects.create(ambassador=cast.frank, code=code, **fields)


def uses_of(cast: Cast, link: InviteLink) -> int:
    with program_scope(cast.a.pk):
        return InviteLink.objects.get(pk=link.pk).uses


def attribution_of(cast: Cast, email: str) -> Attribution | None:
    with program_scope(cast.a.pk):
        found = Attribution.objects.select_related("first_link", "last_link")
        return found.filter(membership__user__email=email).first()


def sign_up(browser: Client, cast: Cast) -> None:
    browser.post("/accounts/signup/", FORM)
    browser.post("/accounts/confirm-email/", {"code": code_for(cast.a, FORM["email"])})


def test_invite_shows_who_invites_to_what_and_changes_nothing(visitor: Client, cast: Cast) -> None:
    link = link_of(cast)
    page = visitor.get("/i/abcdefghjk/")
    assert "Frank</bdi> invites you to Program A" in page.text
    assert "frank@example.org" not in page.text
    assert uses_of(cast, link) == 0
    assert "invites" not in visitor.session


def test_invite_leads_to_sign_up_and_is_counted_when_the_person_has_joined(visitor: Client, cast: Cast) -> None:
    link = link_of(cast)
    assert visitor.post("/i/abcdefghjk/").headers["Location"] == "/accounts/signup/"
    assert uses_of(cast, link) == 0
    sign_up(visitor, cast)
    assert uses_of(cast, link) == 1
    found = attribution_of(cast, FORM["email"])
    assert found is not None
    assert found.last_link == link
    assert "invites" not in visitor.session


def test_first_and_last_touch_are_kept_with_their_instants(visitor: Client, cast: Cast) -> None:
    first, last = link_of(cast), link_of(cast, code="mnpqrstuvw")
    with time_machine.travel(NOW, tick=False) as frozen:
        visitor.post("/i/abcdefghjk/")
        frozen.move_to(NOW + timedelta(days=3))
        visitor.post("/i/mnpqrstuvw/")
        sign_up(visitor, cast)
    found = attribution_of(cast, FORM["email"])
    assert found is not None
    assert (found.first_link, found.first_touch_at) == (first, NOW)
    assert (found.last_link, found.last_touch_at) == (last, NOW + timedelta(days=3))
    assert (uses_of(cast, first), uses_of(cast, last)) == (0, 1)


def test_touch_of_more_than_sixty_days_ago_counts_no_more(visitor: Client, cast: Cast) -> None:
    link_of(cast)
    visitor.post("/i/abcdefghjk/")
    session = visitor.session
    old = (clock.now() - timedelta(days=61)).isoformat()
    session["invites"] = {name: [touch[0], old] for name, touch in session["invites"].items()}
    session.save()
    sign_up(visitor, cast)
    assert attribution_of(cast, FORM["email"]) is None


def test_signed_in_person_joins_at_once(cast: Cast) -> None:
    link = link_of(cast)
    charlie = Client(headers={"host": "a.localhost"})
    charlie.force_login(cast.charlie.user)
    assert charlie.post("/i/abcdefghjk/").headers["Location"] == "/venture/"
    assert uses_of(cast, link) == 1
    assert attribution_of(cast, "charlie@example.org") is not None


def test_member_is_told_and_uses_nothing(alice: Client, cast: Cast) -> None:
    link = link_of(cast)
    assert "You are a member already" in alice.get("/i/abcdefghjk/").text
    assert "You are a member already" in alice.post("/i/abcdefghjk/").text
    assert uses_of(cast, link) == 0


def test_own_invite_is_for_others(frank: Client, cast: Cast) -> None:
    link_of(cast)
    assert "This is your own link" in frank.get("/i/abcdefghjk/").text


def test_nobody_refers_themselves(cast: Cast) -> None:
    """Frank left, and comes back by his own link as somebody who never was a member."""
    link = link_of(cast)
    from members.ambassadors.attribution import Touch, Touches, attribute

    touch = Touch(link.pk, clock.now())
    with program_scope(cast.a.pk):
        assert not attribute(cast.frank, Touches(first=touch, last=touch), now=clock.now())
        assert not Attribution.objects.exists()
    assert uses_of(cast, link) == 0


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"revoked_at": NOW}, 410, "This invite was taken back"),
        ({"expires_at": NOW}, 410, "This invite has ended"),
        ({"uses_allowed": 2, "uses": 2}, 410, "This invite is used up"),
        ({"code": "another-code"}, 404, "We do not know this invite"),
    ],
)
def test_invite_that_no_longer_works_says_why_and_how_to_go_on(
    visitor: Client, cast: Cast, fields: dict[str, object], status: int, said: str
) -> None:
    link_of(cast, **fields)
    with time_machine.travel(NOW, tick=False):
        for response in (visitor.get("/i/abcdefghjk/"), visitor.post("/i/abcdefghjk/")):
            assert response.status_code == status
            assert said in response.text
            assert "You can also join without an invite" in response.text
    assert "invites" not in visitor.session


def test_invite_that_no_longer_works_offers_no_sign_up_where_it_is_needed(visitor: Client, cast: Cast) -> None:
    set_policy(cast.a, SignUpPolicy.INVITE)
    page = visitor.get("/i/unknown/").text
    assert "We do not know this invite" in page
    assert "without an invite" not in page


def test_invite_of_somebody_who_left_no_longer_works(visitor: Client, cast: Cast) -> None:
    link_of(cast)
    with program_scope(cast.a.pk):
        Membership.objects.filter(pk=cast.frank.pk).update(state=Membership.State.LEFT)
    assert visitor.get("/i/abcdefghjk/").status_code == 410


def test_invite_of_another_program_is_unknown_here(cast: Cast) -> None:
    link_of(cast)
    assert Client(headers={"host": "b.localhost"}).get("/i/abcdefghjk/").status_code == 404


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_last_use_is_won_by_one(cast: Cast) -> None:
    link = link_of(cast, uses_allowed=5, uses=4)

    def use(_: int) -> bool:
        try:
            with program_scope(cast.a.pk):
                return count_use(link, clock.now())
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(use, range(16)))
    assert sum(won) == 1
    assert uses_of(cast, link) == 5


def test_database_refuses_more_uses_than_allowed(cast: Cast) -> None:
    link = link_of(cast, uses_allowed=1, uses=1)
    with pytest.raises(IntegrityError), program_scope(cast.a.pk):
        InviteLink.objects.filter(pk=link.pk).update(uses=2)


def test_ambassador_makes_a_link_and_sees_who_came_as_numbers(frank: Client, visitor: Client, cast: Cast) -> None:
    assert "No link yet" in frank.get("/ambassadors/").text
    form = {"campaign": "Meet-up", "uses_allowed": "3", "expires_on": "2099-12-31"}
    frank.post("/ambassadors/", form)
    with program_scope(cast.a.pk):
        link = InviteLink.objects.get()
    visitor.post(f"/i/{link.code}/")
    sign_up(visitor, cast)

    page = frank.get("/ambassadors/").text
    assert f"a.localhost/i/{link.code}/" in page
    assert "1 active" in page
    assert "1 of 3 uses" in page
    assert "Gita" not in page
    assert FORM["email"] not in page


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("uses_allowed", "0", "greater than or equal to 1"),
        ("uses_allowed", "many", "whole number"),
        ("expires_on", "2001-01-01", "That day is over"),
        ("expires_on", "soon", "valid date"),
        ("campaign", "x" * 61, "at most 60 characters"),
    ],
)
def test_link_form_says_what_is_wrong(frank: Client, cast: Cast, field: str, value: str, said: str) -> None:
    assert said in frank.post("/ambassadors/", {field: value}).text
    with program_scope(cast.a.pk):
        assert not InviteLink.objects.exists()


def test_revoked_link_is_over_and_only_ones_own_can_be_revoked(frank: Client, erin: Client, cast: Cast) -> None:
    link_of(cast)
    assert erin.post("/ambassadors/abcdefghjk/revoke/").status_code == 404
    frank.post("/ambassadors/abcdefghjk/revoke/")
    assert "Taken back" in frank.get("/ambassadors/").text
    assert frank.post("/ambassadors/abcdefghjk/revoke/").status_code == 404


def test_dashboard_is_for_ambassadors(alice: Client, visitor: Client) -> None:
    assert alice.get("/ambassadors/").headers["Location"] == "/desk/"
    assert visitor.get("/ambassadors/").status_code == 302


@pytest.mark.parametrize("rows", [1, 30])
def test_dashboard_costs_the_same_for_any_number_of_links(
    frank: Client,
    cast: Cast,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with program_scope(cast.a.pk):
        for _ in range(rows):
            make_link(cast.frank)
    frank.get("/ambassadors/")
    with django_assert_num_queries(4 + 2):  # Member, count, page, total, and the request's savepoint.
        frank.get("/ambassadors/")
