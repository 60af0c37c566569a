"""What members see under a lesson: in which order, of whom, and at what cost."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from program import clock
from program.tenancy.scope import program_scope
from roundtables.models import Roundtable
from tests.cast import Cast
from tests.curriculum.conftest import grant
from tests.curriculum.questions.conftest import LESSON, MONDAY, Ask
from tests.curriculum.questions.test_asking import said

HERE = f"{LESSON}questions/"
AT_TABLE: dict[str, Any] = {"is_for_roundtable": True, "answered_at": MONDAY, "roundtable": 12, "second": 845}


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len([query for query in asked.captured_queries if query["sql"].startswith("SELECT")])


def test_newest_answer_comes_first_then_what_waits(alice: Client, cast: Cast, asked: Ask) -> None:
    ago = [MONDAY - timedelta(days=days) for days in range(10)]
    asked("waits longest", asked_at=ago[9])
    asked("waits", asked_at=ago[8])
    asked("answered first", asked_at=ago[7], answered_at=ago[5], answer="One.")
    asked("answered last", asked_at=ago[9], answered_at=ago[1], answer="Two.", answered_by=cast.dana)
    page = said(alice, LESSON)
    places = [page.index(told) for told in ("answered last", "answered first", "waits ", "waits longest")]
    assert places == sorted(places)
    assert "Two. Dana · Sunday, September 27" in page


def test_question_that_was_taken_down_is_seen_by_its_asker_alone(
    alice: Client, bob: Client, erin: Client, asked: Ask
) -> None:
    asked("walrus question", hidden_at=MONDAY, answered_at=MONDAY, answer="okapi answer")
    page = said(alice, LESSON)
    assert "walrus question" in page
    assert "Taken down by the staff" in page
    assert "okapi" not in page
    assert "Withdraw" not in page
    for client in (bob, erin):
        assert "walrus" not in said(client, LESSON) + said(client, HERE)


def test_questions_of_another_program_are_not_there(alice: Client, charlie: Client, cast: Cast, asked: Ask) -> None:
    asked("walrus question", by=cast.charlie)
    asked("okapi question")
    assert "walrus" in said(charlie, LESSON)
    assert "okapi" not in said(charlie, LESSON)
    assert "walrus" not in said(alice, LESSON) + said(alice, HERE)


def test_lesson_shows_twenty_and_leads_to_the_older_ones(alice: Client, asked: Ask) -> None:
    for number in range(21):
        asked(f"Question no. {number:02}", asked_at=MONDAY - timedelta(hours=number))
    page = said(alice, LESSON)
    assert "Question no. 19" in page
    assert "Question no. 20" not in page
    assert f'href="{HERE}?page=2"' in alice.get(LESSON).content.decode()
    assert "Question no. 20" in said(alice, f"{HERE}?page=2")
    assert "Question no. 19" not in said(alice, f"{HERE}?page=2")


def test_queries_are_the_same_at_1_and_30_questions(alice: Client, cast: Cast, asked: Ask, tables: object) -> None:
    asked("First", by=cast.bob, answered_by=cast.dana, answer="Yes.", **AT_TABLE)
    one = {path: queries(alice, path) for path in (LESSON, HERE)}
    for number in range(30):
        asked(
            f"Question {number}",
            by=cast.bob,
            answered_by=cast.dana,
            answer="Yes.",
            **AT_TABLE | {"roundtable": 12 + number % 2},
        )
    assert {path: queries(alice, path) for path in (LESSON, HERE)} == one == {LESSON: 5, HERE: 5}


def test_question_costs_the_lesson_one_query(alice: Client, visitor: Client, asked: Ask) -> None:
    asked()
    assert queries(alice, LESSON) == 4
    assert queries(visitor, LESSON) == 0


def publish(cast: Cast, number: int, tier: str) -> None:
    with program_scope(cast.a.pk):
        Roundtable.objects.filter(number=number).update(
            starts_at=MONDAY - timedelta(days=4), ends_at=MONDAY - timedelta(days=4, hours=-1), recording_tier=tier,
            recording_url="https://video.example.org/12", recording_published_at=clock.now(),
        )  # fmt: skip


def test_answer_links_back_with_a_time_stamp(alice: Client, cast: Cast, asked: Ask, tables: object) -> None:
    asked(**AT_TABLE)
    publish(cast, 12, "free")
    page = alice.get(LESSON).content.decode()
    assert "Answered at roundtable no. 12, at 14:05" in page
    assert 'href="/roundtables/12/recording/?t=845"' in page
    assert "The recording is coming." not in page


def test_answer_leads_to_the_roundtable_those_who_may_not_watch(
    alice: Client, cast: Cast, asked: Ask, tables: object
) -> None:
    asked(**AT_TABLE)
    publish(cast, 12, "premium")
    page = alice.get(LESSON).content.decode()
    assert 'class="asked-at" href="/roundtables/12/"' in page
    assert "?t=845" not in page
    grant(cast.alice, "premium")
    assert "?t=845" in alice.get(LESSON).content.decode()


def test_recording_that_is_not_published_is_coming(alice: Client, asked: Ask, tables: object) -> None:
    asked(**AT_TABLE)
    page = alice.get(LESSON).content.decode()
    assert 'class="asked-at" href="/roundtables/12/"' in page
    assert "The recording is coming." in page


def test_answer_at_a_roundtable_that_is_gone_is_still_told(alice: Client, asked: Ask) -> None:
    asked(**AT_TABLE)
    assert "Answered at roundtable no. 12, at 14:05" in said(alice, LESSON)
    assert "/roundtables/12/" not in alice.get(LESSON).content.decode()
