"""A quiz under a lesson: judged for everyone, kept for members, passed when all is right."""

import pytest
from django.test import Client

from curriculum.learning.trying import MOST_A_DAY
from curriculum.models import Lesson, QuizAttempt
from members.models import Membership
from program.tenancy.scope import program_scope
from tests.cast import Cast, make_member
from tests.conftest import HOST_A, browser_of
from tests.curriculum.conftest import queries, words

pytestmark = pytest.mark.usefixtures("course")

LESSON = "/curriculum/asking/first-question/"
QUIZ = f"{LESSON}quiz/"
ALL_RIGHT = {"answered": "yes", "q1": "1", "q2": "0"}
ONE_WRONG = {"answered": "yes", "q1": "0", "q2": "0"}
WHYS = {"liking": "Liking costs nothing.", "money": "Money has arrived.", "twice": "Two times 149 is 298."}
OTHERS = ("That is one of them.", "Close, and not exact.")
HTMX = {"HX-Request": "true"}


def said(content: bytes) -> str:
    return " ".join(content.decode().split())


def attempts(membership: Membership) -> list[QuizAttempt]:
    with program_scope(membership.program_id or 0):
        return list(QuizAttempt.objects.filter(membership=membership).order_by("pk"))


def test_untaken_quiz_gives_nothing_away(alice: Client, visitor: Client) -> None:
    for page in (words(alice, LESSON), words(visitor, LESSON)):
        assert "Who pays?" in page
        assert "Whoever sent money" in page
        assert [why for why in (*WHYS.values(), *OTHERS) if why in page] == []
        assert " checked" not in page


def test_failed_quiz_shows_why_and_may_be_retaken(alice: Client, cast: Cast) -> None:
    """P29."""
    answer = alice.post(QUIZ, ONE_WRONG)
    assert answer.headers["Location"] == f"{LESSON}#quiz"
    page = words(alice, LESSON)
    assert "1 of 2 right" in page
    assert "Not right:" in page
    assert WHYS["liking"] in page
    assert WHYS["twice"] in page
    assert "Try again" in page
    alice.post(QUIZ, ALL_RIGHT)
    assert "You passed on" in words(alice, LESSON)
    assert [(row.right, row.total, row.is_passed) for row in attempts(cast.alice)] == [(1, 2, False), (2, 2, True)]


def test_wrong_answer_gives_nothing_away_but_its_own_why(alice: Client) -> None:
    alice.post(QUIZ, ONE_WRONG)
    page = words(alice, LESSON)
    assert WHYS["money"] not in page
    assert [why for why in OTHERS if why in page] == []


def test_try_again_keeps_what_was_right_and_nothing_that_was_wrong(alice: Client) -> None:
    alice.post(QUIZ, ONE_WRONG)
    page = words(alice, LESSON)
    assert page.count(" checked") == 1
    assert '<input type="radio" name="q2" value="0" checked>' in page


def test_unanswered_question_is_named_and_the_others_stay(alice: Client, cast: Cast) -> None:
    page = said(alice.post(QUIZ, {"answered": "yes", "q2": "2"}).content)
    assert "1 question is not answered yet." in page
    assert page.count("Choose an answer.") == 1
    assert '<input type="radio" name="q2" value="2" checked>' in page
    assert "The herring asks first." in page
    assert attempts(cast.alice) == []
    assert [why for why in (*WHYS.values(), *OTHERS) if why in page] == []


@pytest.mark.parametrize("sent", ["7", "-1", "x", "1.5", "٣", "", "99999999999999999999", "\x00"])
def test_answer_there_is_not_counts_as_none(alice: Client, cast: Cast, sent: str) -> None:
    page = alice.post(QUIZ, {"answered": "yes", "q1": sent, "q2": "0"})
    assert page.status_code == 200
    assert "Choose an answer." in said(page.content)
    assert attempts(cast.alice) == []


def test_passed_quiz_can_be_looked_at_again(alice: Client, cast: Cast) -> None:
    alice.post(QUIZ, ALL_RIGHT)
    page = words(alice, LESSON)
    assert "You passed on" in page
    assert WHYS["money"] in page
    assert '<input type="radio"' not in page
    alice.post(QUIZ, ONE_WRONG)
    assert len(attempts(cast.alice)) == 1
    assert "You passed on" in words(alice, LESSON)


def test_visitor_takes_the_quiz_without_an_account(visitor: Client, cast: Cast) -> None:
    page = said(visitor.get(QUIZ, ONE_WRONG).content)
    assert WHYS["liking"] in page
    assert WHYS["money"] not in page
    assert "The herring asks first." in page
    answer = visitor.get(QUIZ, ALL_RIGHT)
    assert "All right." in said(answer.content)
    assert "Join free" in said(answer.content)
    assert answer.cookies == {}
    with program_scope(cast.a.pk):
        assert not QuizAttempt.objects.exists()
    assert queries(visitor, f"{QUIZ}?answered=yes&q1=1&q2=0") == 0


def test_visitors_form_needs_no_token_and_members_form_has_one(visitor: Client, alice: Client) -> None:
    assert "csrfmiddlewaretoken" not in words(visitor, LESSON)
    assert f'action="{QUIZ}#quiz"' in words(visitor, LESSON)
    assert 'method="post" hx-post' in words(alice, LESSON)


def test_pending_member_answers_as_a_visitor(cast: Cast) -> None:
    pending = make_member(cast.a, "Petra", state="pending")
    assert WHYS["liking"] in said(browser_of(pending, HOST_A).get(QUIZ, ONE_WRONG).content)
    assert attempts(pending) == []


def test_member_who_asks_by_address_stores_nothing(alice: Client, cast: Cast) -> None:
    assert alice.get(QUIZ, ALL_RIGHT).headers["Location"] == f"{LESSON}#quiz"
    assert attempts(cast.alice) == []


def test_lesson_without_a_quiz_has_none(alice: Client, reader: Client) -> None:
    page = words(reader, "/curriculum/asking/second-question/")
    assert 'id="quiz"' not in page
    assert "htmx" not in page
    assert reader.post("/curriculum/asking/second-question/quiz/", ALL_RIGHT).status_code == 302


def test_htmx_gets_the_quiz_alone_and_the_foot_it_changes(alice: Client, visitor: Client) -> None:
    page = said(alice.post(QUIZ, ALL_RIGHT, headers=HTMX).content)
    assert page.startswith('<section class="quiz" id="quiz"')
    assert "You passed on" in page
    assert 'id="done" hx-swap-oob="true"' in page
    assert "Pass the quiz first" not in page
    assert "The herring" not in page
    swapped = said(visitor.get(QUIZ, ONE_WRONG, headers=HTMX).content)
    assert WHYS["liking"] in swapped
    assert "hx-swap-oob" not in swapped


def test_swapped_quiz_is_in_the_language_of_whoever_answers(reader: Client) -> None:
    """Two readers of one text: what is kept of it for the one is not shown to the other."""
    reader.cookies["language"] = "pt-br"
    reader.post(QUIZ, ONE_WRONG, headers=HTMX)
    reader.cookies["language"] = "en"
    page = said(reader.post(QUIZ, ALL_RIGHT, headers=HTMX).content)
    assert "<span>Next</span>" in page
    assert "<span>Próxima</span>" not in page


def test_at_most_fifty_tries_a_day_and_then_a_friendly_sentence(alice: Client, bob: Client, cast: Cast) -> None:
    with program_scope(cast.a.pk):
        lesson = Lesson.objects.get(slug="first-question")
        rows = [
            QuizAttempt(membership=cast.alice, lesson=lesson, answers=[0, 0], right=1, total=2, is_passed=False)
            for _ in range(MOST_A_DAY)
        ]
        QuizAttempt.objects.bulk_create(rows)
    page = said(alice.post(QUIZ, ALL_RIGHT).content)
    assert "come back tomorrow" in page
    assert len(attempts(cast.alice)) == MOST_A_DAY
    assert "You passed on" in said(bob.post(QUIZ, ALL_RIGHT, follow=True).content)


def test_peers_and_other_programs_answers_are_their_own(alice: Client, bob: Client, charlie: Client) -> None:
    bob.post(QUIZ, ONE_WRONG)
    charlie.post(QUIZ, ALL_RIGHT)
    page = words(alice, LESSON)
    assert WHYS["liking"] not in page
    assert "You passed on" not in page


def test_changed_questions_begin_anew(alice: Client, cast: Cast) -> None:
    with program_scope(cast.a.pk):
        lesson = Lesson.objects.get(slug="first-question")
        QuizAttempt.objects.create(
            membership=cast.alice, lesson=lesson, answers=[0, 0, 5], right=1, total=3, is_passed=False
        )
    assert "Check my answers" in words(alice, LESSON)


def test_quiz_is_in_the_readers_language(alice: Client) -> None:
    alice.cookies["language"] = "pt-br"
    alice.post(QUIZ, ONE_WRONG)
    page = words(alice, LESSON)
    assert "Quem paga?" in page
    assert "Gostar não custa nada." in page


def test_quiz_costs_one_query_whatever_was_tried(alice: Client) -> None:
    at_first = queries(alice, LESSON)
    for _ in range(30):
        alice.post(QUIZ, ONE_WRONG)
    assert queries(alice, LESSON) == at_first + 1 == 5
