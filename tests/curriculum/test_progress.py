from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from curriculum.catalogue import catalogue
from curriculum.learning.completing import mark_done
from curriculum.learning.learner import learner_of
from curriculum.models import LessonProgress
from curriculum.progress import stand
from members.models import Membership
from program.tenancy.scope import program_scope
from tests.cast import Cast
from tests.conftest import HOST_A, browser_of
from tests.curriculum.conftest import grant

pytestmark = pytest.mark.usefixtures("lessons")

FREE, GATED = "/curriculum/asking/open-to-all/", "/curriculum/asking/for-curriculum/"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def rows_of(membership: Membership) -> list[LessonProgress]:
    with program_scope(membership.program_id or 0):
        return list(LessonProgress.objects.filter(membership=membership))


def test_marking_done_shows_on_lesson_module_and_path(alice: Client) -> None:
    answer = alice.post(f"{FREE}done/", {"done": "yes"})
    assert answer.headers["Location"] == f"{FREE}#done"
    assert "You are done with this lesson." in alice.get(FREE).content.decode()
    assert 'aria-label="Done"' in alice.get("/curriculum/asking/").content.decode()
    path_page = alice.get("/curriculum/").content.decode()
    assert "1 of 3 lessons done" in " ".join(path_page.split())
    assert "You have read everything that is open to you." in path_page


def test_second_click_changes_nothing(alice: Client, cast: Cast) -> None:
    alice.post(f"{FREE}done/", {"done": "yes"})
    first = rows_of(cast.alice)
    alice.post(f"{FREE}done/", {"done": "yes"})
    assert [(row.pk, row.done_at) for row in rows_of(cast.alice)] == [(row.pk, row.done_at) for row in first]
    assert len(first) == 1


def test_not_done_after_all(alice: Client, cast: Cast) -> None:
    for answer in ("yes", "no", "no"):
        alice.post(f"{FREE}done/", {"done": answer})
    assert rows_of(cast.alice) == []
    assert "Mark as done" in alice.get(FREE).content.decode()


def test_done_keeps_its_first_time(cast: Cast) -> None:
    with program_scope(cast.a.pk):
        module = catalogue("en").modules[0]
        mark_done(cast.alice, module.lessons[0], module, now=NOW)
        mark_done(cast.alice, module.lessons[0], module, now=NOW + timedelta(days=1))
    assert [row.done_at for row in rows_of(cast.alice)] == [NOW]


def test_lesson_above_the_tier_cannot_be_marked(alice: Client, cast: Cast) -> None:
    assert alice.post(f"{GATED}done/", {"done": "yes"}).headers["Location"] == GATED
    assert rows_of(cast.alice) == []


def test_visitor_who_marks_is_asked_to_sign_in(visitor: Client) -> None:
    assert visitor.post(f"{FREE}done/").headers["Location"].startswith("/accounts/login/")
    assert "<form" not in visitor.get(FREE).content.decode()


def test_coming_back_to_the_mark_after_signing_in_leads_to_the_lesson(alice: Client, cast: Cast) -> None:
    assert alice.get(f"{FREE}done/").headers["Location"] == FREE
    assert rows_of(cast.alice) == []


def test_reading_writes_nothing(alice: Client, cast: Cast) -> None:
    alice.get(FREE)
    assert rows_of(cast.alice) == []


def test_peers_and_other_programs_keep_their_own_progress(
    alice: Client, bob: Client, charlie: Client, cast: Cast
) -> None:
    charlie.post(f"{FREE}done/", {"done": "yes"})
    bob.post(f"{FREE}done/", {"done": "yes"})
    assert "Mark as done" in alice.get(FREE).content.decode()
    assert 'aria-label="Done"' not in alice.get("/curriculum/asking/").content.decode()
    assert len(rows_of(cast.charlie)) == 1


def test_one_person_has_separate_progress_in_two_programs(charlie: Client, cast: Cast) -> None:
    charlie.post(f"{FREE}done/", {"done": "yes"})
    with program_scope(cast.a.pk):
        also_in_a = Membership.objects.create(user=cast.charlie.user)
    assert "Mark as done" in browser_of(also_in_a, HOST_A).get(FREE).content.decode()


def test_standing_names_the_next_lesson_that_is_open(cast: Cast) -> None:
    grant(cast.alice, "curriculum")
    with program_scope(cast.a.pk):
        alice = Membership.objects.with_tier(datetime.now(UTC)).get(pk=cast.alice.pk)
        before = stand(catalogue("en"), learner_of(alice, cast.a.zone))
        for lesson in catalogue("en").lessons[:2]:
            mark_done(alice, lesson, catalogue("en").modules[0], now=NOW)
        after = stand(catalogue("en"), learner_of(alice, cast.a.zone))
    assert (before.done, before.total) == (0, 3)
    assert before.next_lesson is not None
    assert (before.next_lesson.title, before.next_lesson.module_title) == ("Open to all", "Asking")
    assert (after.done, after.total, after.next_lesson) == (2, 3, None)


@pytest.mark.usefixtures("in_a")
def test_catalogue_lists_the_modules_in_order(lessons: None) -> None:
    first, second = catalogue("pt-br").modules
    assert (first.position, first.title, first.lesson_count, first.minutes) == (1, "Perguntar", 3, 14)
    assert (first.url, first.is_written, second.is_written) == ("/curriculum/asking/", True, False)
