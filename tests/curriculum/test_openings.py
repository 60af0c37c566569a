"""A coach opens ahead of order and date, with a reason; the member reads who and why; nothing is forgotten."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from curriculum.models import Module, Opening
from program.audit.models import Entry
from program.tenancy.scope import program_scope
from tests.cast import Cast, make_member
from tests.conftest import HOST_A, browser_of
from tests.curriculum.conftest import queries, words

pytestmark = pytest.mark.usefixtures("course")

LIST, ADD = "/admin/curriculum/opening/", "/admin/curriculum/opening/add/"
SELL = "/curriculum/selling/ask-for-money/"
PREMIUM = "/curriculum/selling/ask-again/"


@pytest.fixture
def dana(cast: Cast) -> Client:
    return browser_of(cast.dana, HOST_A)


def selling() -> int:
    return Module.objects.get(slug="selling").pk


def add(browser: Client, **data: object) -> str:
    return " ".join(browser.post(ADD, data, follow=True).content.decode().split())


def act(browser: Client, opening: Opening) -> str:
    data = {"action": "take_back_openings", "_selected_action": str(opening.pk)}
    return " ".join(browser.post(LIST, data, follow=True).content.decode().split())


def the_opening(cast: Cast) -> Opening:
    with program_scope(cast.a.pk):
        return Opening.objects.select_related("opened_by").get()


def test_positioning_opens_only_after_validation_or_a_coach_override_with_reason(
    alice: Client, bob: Client, dana: Client, cast: Cast
) -> None:
    """P25, with the test course's names: Selling after Asking."""
    assert "This lesson comes later on the path" in words(alice, SELL)
    add(dana, membership=cast.alice.pk, module=selling(), reason="Sold before she came")
    assert "ibexcanary" in words(alice, SELL)
    assert "This lesson comes later on the path" in words(bob, SELL)
    page = words(alice, "/curriculum/selling/")
    assert "Opened for you by Dana: Sold before she came" in page
    assert "Sold before she came" not in words(bob, "/curriculum/selling/")
    assert the_opening(cast).opened_by == cast.dana
    with program_scope(cast.a.pk):
        entry = Entry.objects.get(action="opened")
    assert (entry.actor, entry.changes) == (cast.dana.user, {"reason": ["", "Sold before she came"]})


def test_opening_is_no_tier(alice: Client, dana: Client, cast: Cast) -> None:
    add(dana, membership=cast.alice.pk, module="", reason="All of it")
    assert "This lesson opens with premium" in words(alice, PREMIUM)
    assert "quoll" not in words(alice, PREMIUM)


@pytest.mark.parametrize("reason", ["", "   "])
def test_reason_is_required(dana: Client, cast: Cast, reason: str) -> None:
    assert "This field is required." in add(dana, membership=cast.alice.pk, module=selling(), reason=reason)
    with program_scope(cast.a.pk):
        assert not Opening.objects.exists()


def test_coach_opens_for_one_and_owner_for_everybody(dana: Client, erin: Client, bob: Client, cast: Cast) -> None:
    assert "This field is required." in add(dana, membership="", module=selling(), reason="For all")
    add(erin, membership="", module=selling(), reason="A week of selling")
    assert "ibexcanary" in words(bob, SELL)
    assert "Opened for everybody by Erin: A week of selling" in words(bob, "/curriculum/selling/")
    assert "None of these can be taken back by you now." in act(dana, the_opening(cast))
    assert "1 opening was taken back." in act(erin, the_opening(cast))
    assert "ibexcanary" not in words(bob, SELL)


def test_taken_back_it_is_closed_and_kept(alice: Client, dana: Client, cast: Cast) -> None:
    add(dana, membership=cast.alice.pk, module=selling(), reason="Try")
    assert "1 opening was taken back." in act(dana, the_opening(cast))
    assert "ibexcanary" not in words(alice, SELL)
    assert the_opening(cast).closed_at is not None
    with program_scope(cast.a.pk):
        assert Entry.objects.get(action="took back").actor == cast.dana.user
    assert "None of these can be taken back by you now." in act(dana, the_opening(cast))
    add(dana, membership=cast.alice.pk, module=selling(), reason="Again")
    assert "ibexcanary" in words(alice, SELL)


def test_what_is_open_already_is_said(dana: Client, cast: Cast) -> None:
    for _ in range(2):
        page = add(dana, membership=cast.alice.pk, module=selling(), reason="Twice")
    assert "This is open already" in page
    the_opening(cast)


def test_nothing_is_rewritten_or_deleted(erin: Client, dana: Client, cast: Cast) -> None:
    add(dana, membership=cast.alice.pk, module=selling(), reason="Kept")
    opening = the_opening(cast)
    for browser in (erin, dana):
        browser.post(f"{LIST}{opening.pk}/change/", {"reason": "Otherwise"})
        assert browser.post(f"{LIST}{opening.pk}/delete/", {"post": "yes"}).status_code == 403
    assert the_opening(cast).reason == "Kept"


def test_member_of_another_program_cannot_be_chosen(dana: Client, cast: Cast) -> None:
    page = add(dana, membership=cast.charlie.pk, module=selling(), reason="Foreign")
    assert "Select a valid choice" in page
    with program_scope(cast.b.pk):
        assert not Opening.objects.exists()


def test_coach_finds_members_by_name(dana: Client) -> None:
    query = {"app_label": "curriculum", "model_name": "opening", "field_name": "membership", "term": "ali"}
    found = dana.get("/admin/autocomplete/", query).json()["results"]
    assert [one["text"] for one in found] == ["Alice"]


def test_members_have_no_business_there(alice: Client, cast: Cast) -> None:
    alice.post(ADD, {"membership": cast.alice.pk, "module": selling(), "reason": "Me"})
    with program_scope(cast.a.pk):
        assert not Opening.objects.exists()


def test_module_page_costs_one_query_more_where_it_was_opened(alice: Client, dana: Client, cast: Cast) -> None:
    add(dana, membership=cast.alice.pk, module=selling(), reason="Look")
    assert queries(alice, "/curriculum/selling/") == 3
    assert queries(alice, "/curriculum/asking/") == 2


@pytest.mark.parametrize("model", ["opening", "completion", "quizattempt", "lessonprogress"])
def test_lists_of_staff_cost_the_same_with_1_and_30_rows(erin: Client, cast: Cast, model: str) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert erin.get(f"/admin/curriculum/{model}/").status_code == 200
        return len(captured)

    members = [make_member(cast.a, f"Member{n}") for n in range(30)]
    fill(cast, members[:1])
    erin.get(f"/admin/curriculum/{model}/")
    one = asked()
    fill(cast, members[1:])
    assert asked() == one


def fill(cast: Cast, members: list) -> None:  # type: ignore[type-arg]
    from curriculum.models import Completion, Lesson, LessonProgress, QuizAttempt

    with program_scope(cast.a.pk):
        module, lesson = Module.objects.get(slug="asking"), Lesson.objects.get(slug="first-question")
        for member in members:
            Opening.objects.create(membership=member, module=module, reason="r", opened_by=cast.dana)
            Completion.objects.create(membership=member, module=module, name=str(member), lessons=2)
            QuizAttempt.objects.create(
                membership=member, lesson=lesson, answers=[0, 0], right=1, total=2, is_passed=False
            )
            LessonProgress.objects.create(membership=member, lesson=lesson, done_at=datetime.now(UTC))
