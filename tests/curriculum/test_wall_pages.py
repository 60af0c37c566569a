"""The teaser, why the lesson is closed and what opens it; its words stay on the server."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from curriculum.catalogue import begin_own_edition
from curriculum.models import Lesson, LessonSetting
from members.models import Membership
from program.tenancy.scope import program_scope
from tests.cast import Cast, make_member
from tests.conftest import HOST_A, browser_of
from tests.curriculum.conftest import grant, queries, words

pytestmark = pytest.mark.usefixtures("course")

SELL, AGAIN, COUNT = (
    "/curriculum/selling/ask-for-money/",
    "/curriculum/selling/ask-again/",
    "/curriculum/counting/count/",
)
FIRST, SECOND = "/curriculum/asking/first-question/", "/curriculum/asking/second-question/"


def open_after(cast: Cast, slug: str, days: int) -> None:
    with program_scope(cast.a.pk):
        LessonSetting.objects.create(lesson=Lesson.objects.get(slug=slug), opens_after_days=days)
        begin_own_edition()


@pytest.fixture
def counting_in_a_week(cast: Cast) -> None:
    open_after(cast, "count", 7)


@pytest.mark.parametrize("who", ["visitor", "alice", "reader", "premium"])
def test_gated_body_is_absent_and_the_teaser_is_there(who: str, request: pytest.FixtureRequest) -> None:
    """P26: a visitor sees the teaser and a join box; the gated body is absent from the HTML."""
    page = words(request.getfixturevalue(who), SELL)
    assert "The teaser of asking for money." in page
    assert "ibexcanary" not in page
    assert ("Join free" in page) is (who == "visitor")


def test_order_says_what_comes_first_how_far_one_is_and_where_to_go_on(reader: Client) -> None:
    page = words(reader, SELL)
    assert "This lesson comes later on the path" in page
    assert '<a href="/curriculum/asking/" lang="en">Asking</a>' in page
    assert "0 of 2 lessons done" in page
    assert f'<a class="button" href="{FIRST}"> Go on with “The first question” </a>' in page


def test_order_that_the_tier_closes_leads_to_the_module(alice: Client, cast: Cast) -> None:
    """Alice is on the free tier: the second question is not open to her."""
    with program_scope(cast.a.pk):
        from curriculum.models import LessonProgress

        LessonProgress.objects.create(membership=cast.alice, lesson=Lesson.objects.get(slug="first-question"))
    page = words(alice, SELL)
    assert "1 of 2 lessons done" in page
    assert "What is left there is not open to you yet either" in page
    assert "Go on with" not in page


def test_date_is_told_on_the_programs_clock_and_the_readers_own(counting_in_a_week: None, cast: Cast) -> None:
    joined = datetime.now(UTC)
    with program_scope(cast.a.pk):
        Membership.objects.filter(pk=cast.alice.pk).update(joined_at=joined, time_zone="Asia/Kolkata")
    page = words(browser_of(cast.alice, HOST_A), COUNT)
    day = (joined.astimezone(cast.a.zone) + timedelta(days=7)).strftime("%A, %B %-d")
    assert "This lesson opens on its day" in page
    assert f'<span class="when-day">{day}</span>' in page
    assert "9:00 AM" in page
    assert "Your time:" in page
    assert "magpie" not in page


def test_date_tells_visitors_and_applicants_the_days_after_joining(
    counting_in_a_week: None, cast: Cast, visitor: Client
) -> None:
    page = words(visitor, COUNT)
    assert "This lesson opens 7 days after you join" in page
    assert "Join free" in page
    pending = words(browser_of(make_member(cast.a, "Petra", state="pending"), HOST_A), COUNT)
    assert "This lesson opens 7 days after you join" in pending
    assert "waiting for approval" in pending


def test_date_that_has_come_opens(counting_in_a_week: None, cast: Cast, alice: Client) -> None:
    with program_scope(cast.a.pk):
        Membership.objects.filter(pk=cast.alice.pk).update(joined_at=datetime.now(UTC) - timedelta(days=9))
    assert "The magpie counts." in words(alice, COUNT)


def test_rows_show_a_lock_with_the_reason(
    counting_in_a_week: None, cast: Cast, alice: Client, visitor: Client
) -> None:
    assert "After “Asking”" in words(alice, "/curriculum/selling/")
    assert "Opens " in words(alice, "/curriculum/counting/")
    assert "7 days after joining" in words(visitor, "/curriculum/counting/")
    assert "Premium" in words(alice, "/curriculum/selling/")
    path = words(alice, "/curriculum/")
    assert path.count("lock-reason") == 2
    assert "After “Asking”" in path


def test_another_programs_dates_are_not_ours(counting_in_a_week: None, charlie: Client) -> None:
    assert "The magpie counts." in words(charlie, COUNT)


def test_pager_says_that_the_next_opens_later(cast: Cast) -> None:
    paula = make_member(cast.a, "Paula")
    grant(paula, "premium")
    assert "Opens later" in words(browser_of(paula, HOST_A), "/curriculum/asking/for-the-curious/")


def set_place(cast: Cast, slug: str, **fields: object) -> None:
    with program_scope(cast.a.pk):
        LessonSetting.objects.update_or_create(lesson=Lesson.objects.get(slug=slug), defaults=fields)
        begin_own_edition()


def test_lesson_page_follows_what_its_program_changed_at_once(reader: Client, cast: Cast) -> None:
    """What is kept of the page for a minute depends on the lesson, its place and its neighbours."""
    page = words(reader, SECOND)
    assert "Lesson 2 of 3" in page
    assert f'href="{FIRST}"><span>Before</span>' in page
    set_place(cast, "first-question", is_hidden=True)
    set_place(cast, "second-question", tier="free")
    page = words(reader, SECOND)
    assert "Lesson 1 of 2" in page
    assert '<span class="badge">Free</span>' in page
    assert FIRST not in page


def test_walls_cost_no_further_query(alice: Client, visitor: Client, counting_in_a_week: None) -> None:
    for url in (SELL, COUNT, AGAIN, "/curriculum/selling/", "/curriculum/"):
        assert queries(alice, url) == 2
        assert queries(visitor, url) == 0


@pytest.mark.parametrize("who", ["visitor", "alice"])
@pytest.mark.parametrize("url", [SELL, AGAIN, SECOND])
def test_nothing_of_a_closed_lesson_can_be_answered_or_marked(
    who: str, url: str, request: pytest.FixtureRequest
) -> None:
    browser = request.getfixturevalue(who)
    answer = browser.post(f"{url}quiz/", {"answered": "yes", "q1": "0"})
    assert answer.headers["Location"] == url
    assert "done/" not in words(browser, url)
