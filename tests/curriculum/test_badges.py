"""The public page of a completed module: it confirms, or says that it was revoked, and says no more."""

import re

import pytest
from django.test import Client

from curriculum.models import Completion, Module
from program.audit.models import Entry
from program.tenancy.scope import program_scope
from tests.cast import Cast
from tests.conftest import HOST_A, browser_of
from tests.curriculum.conftest import queries, words

pytestmark = pytest.mark.usefixtures("course")

LIST = "/admin/curriculum/completion/"


@pytest.fixture
def badge(cast: Cast) -> Completion:
    with program_scope(cast.a.pk):
        return Completion.objects.create(
            membership=cast.alice, module=Module.objects.get(slug="asking"), name="Alice Ågren", lessons=2
        )


def act(browser: Client, action: str, badge: Completion, **more: str) -> str:
    data = {"action": action, "_selected_action": str(badge.pk), **more}
    return " ".join(browser.post(LIST, data, follow=True).content.decode().split())


def test_public_url_with_a_code_confirms_name_program_and_date(visitor: Client, badge: Completion, cast: Cast) -> None:
    """P33."""
    page = words(visitor, f"/badges/{badge.code}/")
    assert "<h1>Alice Ågren</h1>" in page
    assert "completed the module “Asking”." in page
    assert "Program A" in page
    day = badge.completed_at.astimezone(cast.a.zone)
    assert day.strftime("%B %-d, %Y") in page
    assert "<dd> 2 </dd>" in page
    assert '<meta name="robots" content="noindex">' in page
    assert "alice@example.org" not in page


def test_revoked_badge_says_so_and_not_why(visitor: Client, erin: Client, badge: Completion, cast: Cast) -> None:
    """P33, second half: with the date, without the reason's private words."""
    words(visitor, f"/badges/{badge.code}/")
    question = act(erin, "revoke_badges", badge)
    assert "will say at once that it was revoked" in question
    assert "Alice Ågren" in question
    assert "1 badge was revoked." in act(erin, "revoke_badges", badge, reason="Copied the canary answers")
    page = words(visitor, f"/badges/{badge.code}/")
    assert "This badge was revoked" in page
    assert "took it back on" in page
    assert "canary" not in page
    assert "Alice Ågren" not in page
    assert "Pass it on" not in page
    with program_scope(cast.a.pk):
        entry = Entry.objects.get(action="revoked")
    assert (entry.actor, entry.changes) == (cast.erin.user, {"reason": ["", "Copied the canary answers"]})


def test_badge_is_given_back(visitor: Client, erin: Client, badge: Completion, cast: Cast) -> None:
    act(erin, "revoke_badges", badge, reason="By mistake")
    assert "1 badge was given back." in act(erin, "give_back_badges", badge)
    assert "None of these was revoked." in act(erin, "give_back_badges", badge)
    assert "completed the module" in words(visitor, f"/badges/{badge.code}/")
    with program_scope(cast.a.pk):
        assert Entry.objects.get(action="gave back").changes == {"reason": ["By mistake", ""]}


def test_revoking_twice_keeps_the_first_reason(erin: Client, badge: Completion, cast: Cast) -> None:
    act(erin, "revoke_badges", badge, reason="First")
    assert "0 badges were revoked." in act(erin, "revoke_badges", badge, reason="Second")
    with program_scope(cast.a.pk):
        assert Completion.objects.get(pk=badge.pk).revoked_because == "First"


def test_revoking_asks_for_a_reason(erin: Client, badge: Completion, cast: Cast) -> None:
    assert "This field is required." in act(erin, "revoke_badges", badge, reason=" ")
    with program_scope(cast.a.pk):
        assert Completion.objects.get(pk=badge.pk).revoked_at is None


def test_coach_sees_badges_and_revokes_none(badge: Completion, cast: Cast) -> None:
    dana = browser_of(cast.dana, HOST_A)
    assert "Alice Ågren" in dana.get(LIST).content.decode()
    act(dana, "revoke_badges", badge, reason="Because")
    with program_scope(cast.a.pk):
        assert Completion.objects.get(pk=badge.pk).revoked_at is None


def test_member_sees_that_a_badge_was_revoked(alice: Client, erin: Client, badge: Completion) -> None:
    assert "See and share your badge" in words(alice, "/curriculum/asking/")
    act(erin, "revoke_badges", badge, reason="Because")
    page = words(alice, "/curriculum/asking/")
    assert "Your badge of this module was revoked on" in page
    assert "Because" not in page
    assert f"/badges/{badge.code}/" not in words(alice, "/curriculum/")


@pytest.mark.parametrize("code", ["nosuchbadge2", "x", "a" * 13, "a" * 300])
def test_unknown_code_is_a_friendly_404(visitor: Client, code: str) -> None:
    answer = visitor.get(f"/badges/{code}/")
    assert answer.status_code == 404
    assert "We know no badge with this code" in answer.content.decode()


def test_badge_of_another_program_is_unknown_here(badge: Completion, charlie: Client) -> None:
    assert charlie.get(f"/badges/{badge.code}/").status_code == 404


def test_code_is_read_in_capitals_too(visitor: Client, badge: Completion) -> None:
    assert visitor.get(f"/badges/{badge.code.upper()}/").status_code == 200


def test_badge_is_told_in_the_readers_language(visitor: Client, badge: Completion) -> None:
    visitor.cookies["language"] = "pt-br"
    assert "Perguntar" in words(visitor, f"/badges/{badge.code}/")


def test_badge_is_shared_by_copied_link_and_mail(visitor: Client, badge: Completion) -> None:
    page = words(visitor, f"/badges/{badge.code}/")
    assert re.search(rf'value="https?://a\.localhost[:0-9]*/badges/{badge.code}/" readonly', page)
    assert "data-copy" in page
    assert "mailto:?subject=Alice%20" in page


def test_badge_costs_one_query(visitor: Client, badge: Completion) -> None:
    assert queries(visitor, f"/badges/{badge.code}/") == 1
