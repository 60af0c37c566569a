"""Done, with its quiz passed; a module completed once and for good; where one resumes."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from curriculum.catalogue import catalogue
from curriculum.learning.completing import mark_done
from curriculum.models import Completion, Lesson, LessonProgress, Module, OwnLesson, OwnText, QuizAttempt, Revision
from members.models import Membership
from program.models import Program
from program.tenancy.hosts import forget_hosts
from program.tenancy.scope import program_scope
from tests.cast import Cast, make_member
from tests.conftest import HOST_A, browser_of
from tests.curriculum.conftest import grant, queries, words
from tests.curriculum.test_quiz import ALL_RIGHT, LESSON, QUIZ

pytestmark = pytest.mark.usefixtures("course")

SECOND = "/curriculum/asking/second-question/"
CURIOUS = "/curriculum/asking/for-the-curious/"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def rita(cast: Cast) -> Membership:
    found = make_member(cast.a, "Rita")
    grant(found, "curriculum")
    return found


@pytest.fixture
def browser(rita: Membership) -> Client:
    return browser_of(rita, HOST_A)


def completions(membership: Membership) -> list[Completion]:
    with program_scope(membership.program_id or 0):
        return list(Completion.objects.filter(membership=membership).select_related("module"))


def complete_asking(browser: Client) -> None:
    browser.post(QUIZ, ALL_RIGHT)
    browser.post(f"{LESSON}done/", {"done": "yes"})
    browser.post(f"{SECOND}done/", {"done": "yes"})


def test_lesson_counts_as_done_only_when_its_quiz_is_passed(browser: Client, rita: Membership) -> None:
    assert 'href="#quiz">Pass the quiz first' in words(browser, LESSON)
    answer = browser.post(f"{LESSON}done/", {"done": "yes"})
    assert answer.headers["Location"] == f"{LESSON}?first=quiz#quiz"
    assert "Pass the quiz first: then the lesson counts as done." in words(browser, answer.headers["Location"])
    with program_scope(rita.program_id or 0):
        assert not LessonProgress.objects.exists()
    browser.post(QUIZ, ALL_RIGHT)
    assert "Pass the quiz first" not in words(browser, LESSON)
    browser.post(f"{LESSON}done/", {"done": "yes"})
    assert "You are done with this lesson." in words(browser, LESSON)


def test_what_was_done_before_there_was_a_quiz_stays_done(browser: Client, rita: Membership) -> None:
    with program_scope(rita.program_id or 0):
        LessonProgress.objects.create(membership=rita, lesson=Lesson.objects.get(slug="first-question"))
    assert "You are done with this lesson." in words(browser, LESSON)
    assert browser.post(f"{LESSON}done/", {"done": "yes"}).headers["Location"] == f"{LESSON}#done"


def test_last_required_lesson_completes_the_module_exactly_once(browser: Client, rita: Membership) -> None:
    """P24, first half. The optional lesson is not asked for."""
    complete_asking(browser)
    (found,) = completions(rita)
    assert (found.module.slug, found.name, found.lessons, len(found.code)) == ("asking", "Rita", 2, 12)
    for url in (SECOND, LESSON, CURIOUS):
        browser.post(f"{url}done/", {"done": "yes"})
    assert [row.pk for row in completions(rita)] == [found.pk]


def test_dashboard_shows_the_resume_lesson(browser: Client) -> None:
    """P24, second half: in the module being worked on, then in the next; what is completed stands beside."""
    browser.post(QUIZ, ALL_RIGHT)
    browser.post(f"{LESSON}done/", {"done": "yes"})
    desk = words(browser, "/desk/")
    assert f'<a href="{SECOND}">The second question</a>' in desk
    assert "Asking: 1 of 3 lessons done" in desk
    assert "Completed:" not in desk
    browser.post(f"{SECOND}done/", {"done": "yes"})
    browser.post(f"{CURIOUS}done/", {"done": "yes"})
    desk = words(browser, "/desk/")
    assert "Next in Selling, 6 minutes" in desk
    assert "Ask for money" in desk
    assert 'Completed:</span> <a href="/curriculum/asking/" lang="en">Asking</a>' in desk
    assert "Ask for money" in words(browser, "/curriculum/")


def test_completing_is_told_and_shown_on_module_and_path(browser: Client, rita: Membership) -> None:
    browser.post(QUIZ, ALL_RIGHT)
    browser.post(f"{LESSON}done/", {"done": "yes"})
    answer = browser.post(f"{SECOND}done/", {"done": "yes"})
    assert answer.headers["Location"] == "/curriculum/asking/"
    page = words(browser, "/curriculum/asking/")
    code = completions(rita)[0].code
    assert "You have completed the module “Asking”." in page
    assert f'href="/badges/{code}/"' in page
    assert f'href="/badges/{code}/"' in words(browser, "/curriculum/")


def test_taking_the_mark_back_leaves_the_completion(browser: Client, rita: Membership) -> None:
    complete_asking(browser)
    browser.post(f"{SECOND}done/", {"done": "no"})
    assert len(completions(rita)) == 1
    assert "ibexcanary" in words(browser, "/curriculum/selling/ask-for-money/")


def test_lesson_added_later_neither_reopens_nor_locks(browser: Client, rita: Membership) -> None:
    complete_asking(browser)
    with program_scope(rita.program_id or 0):
        own = OwnLesson.objects.create(module=completions(rita)[0].module, slug="own", tier="free")
        text = OwnText.objects.create(own_lesson=own, language="en")
        made = {"title": "Our own", "summary": "s", "teaser": "t", "body": "b", "body_html": "<p>b</p>"}
        text.published = Revision.objects.create(text=text, number=1, digest="own", **made)
        text.save(update_fields=["published"])
        from curriculum.catalogue import begin_own_edition

        begin_own_edition()
    assert "Our own" in words(browser, "/curriculum/asking/")
    assert "ibexcanary" in words(browser, "/curriculum/selling/ask-for-money/")
    browser.post("/curriculum/asking/own/done/", {"done": "yes"})
    assert len(completions(rita)) == 1


def test_desk_and_front_page_know_the_lessons_that_the_curriculum_shows(browser: Client, rita: Membership) -> None:
    """The program's own lesson is written in the program's language, which is not Rita's."""
    with program_scope(rita.program_id or 0):
        Program.objects.filter(pk=rita.program_id or 0).update(language="pt-br")
        own = OwnLesson.objects.create(module=Module.objects.get(slug="asking"), slug="own", tier="free", position=0)
        text = OwnText.objects.create(own_lesson=own, language="pt-br")
        made = {"title": "A nossa", "summary": "s", "teaser": "t", "body": "b", "body_html": "<p>b</p>"}
        text.published = Revision.objects.create(text=text, number=1, digest="own", **made)
        text.save(update_fields=["published"])
    forget_hosts()
    browser.cookies["language"] = "en"
    assert "A nossa" in words(browser, "/curriculum/")
    assert '<a href="/curriculum/asking/own/">A nossa</a>' in words(browser, "/desk/")
    assert "4 lessons" in words(browser, "/")


def test_peer_and_other_program_complete_nothing_of_ours(browser: Client, rita: Membership, cast: Cast) -> None:
    complete_asking(browser)
    assert completions(cast.alice) == []
    assert completions(cast.charlie) == []
    assert "You have completed" not in words(browser_of(cast.alice, HOST_A), "/curriculum/asking/")


def test_module_that_asks_for_nothing_is_never_completed(rita: Membership) -> None:
    with program_scope(rita.program_id or 0):
        module = catalogue("en").modules[0]
        curious = module.lessons[2]
        empty = type(module)(**{**module.__dict__, "lessons": (curious,)} | {})
        assert mark_done(rita, curious, empty, now=NOW) is None


def test_when_nothing_is_open_the_desk_says_what_it_waits_for(alice: Client, cast: Cast) -> None:
    """Alice has done what the free tier opens; counting opens in 400 days."""
    from tests.curriculum.test_wall_pages import open_after

    open_after(cast, "count", 400)
    with program_scope(cast.a.pk):
        for slug in ("first-question", "for-the-curious"):
            LessonProgress.objects.create(membership=cast.alice, lesson=Lesson.objects.get(slug=slug))
    assert "“Count” opens" in words(alice, "/desk/")
    path = words(alice, "/curriculum/")
    assert "You have read everything that is open to you. “Count” opens" in path


def test_pages_cost_the_same_with_one_attempt_and_many(browser: Client, rita: Membership) -> None:
    complete_asking(browser)
    with program_scope(rita.program_id or 0):
        lesson = Lesson.objects.get(slug="first-question")
        rows = [
            QuizAttempt(membership=rita, lesson=lesson, answers=[0, 0], right=1, total=2, is_passed=False)
            for _ in range(30)
        ]
        QuizAttempt.objects.bulk_create(rows)
    assert queries(browser, "/curriculum/") == 3  # membership, learner, badges
    assert queries(browser, "/curriculum/asking/") == 3
    assert queries(browser, LESSON) == 5  # membership, learner, worksheet, quiz, questions
