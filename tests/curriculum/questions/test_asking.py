"""A member asks under a lesson that is open to them, and takes the question back while it waits."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from program import clock
from tests.cast import Cast, make_member
from tests.conftest import HOST_A, browser_of
from tests.curriculum.questions.conftest import GATED, LESSON, MONDAY, Ask, all_asked, fresh
from tests.roundtables.staff import words

HERE = f"{LESSON}questions/"
QUESTION = {"words": "Who pays first?\r\nAnd <b>why</b>?"}


def said(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    return words(answer.content.decode())


def sent(client: Client, **changed: str) -> str:
    return words(client.post(HERE, {**QUESTION, **changed}, follow=True).content.decode())


def test_question_stands_under_the_lesson_with_name_and_date(alice: Client, bob: Client, cast: Cast) -> None:
    answer = alice.post(HERE, QUESTION)
    question = all_asked(cast.alice)[0]
    assert answer["Location"] == f"{LESSON}#question-{question.pk}"
    assert question.words == "Who pays first?\nAnd <b>why</b>?"
    assert not question.is_for_roundtable
    page = bob.get(LESSON).content.decode()
    assert "And &lt;b&gt;why&lt;/b&gt;?" in page
    assert "Alice · Monday, September 28" in words(page)
    assert "Waiting for an answer" in page
    assert "Withdraw" not in page


def test_question_can_be_marked_take_to_roundtable_and_the_form_says_it_is_public(alice: Client, cast: Cast) -> None:
    form = said(alice, LESSON)
    assert "Take it to a roundtable" in form
    assert "Your question and name will stand on the roundtable's page" in form.replace("&#x27;", "'")
    assert "Goes to the next roundtable" in sent(alice, is_for_roundtable="on")
    assert all_asked(cast.alice)[0].is_for_roundtable


def test_visitor_sees_that_members_ask_and_no_question(visitor: Client, asked: Ask) -> None:
    asked("walrus question")
    page = said(visitor, LESSON)
    assert "Members ask here." in page
    assert "walrus" not in page
    assert "Alice" not in page
    assert visitor.get(HERE)["Location"].startswith("/accounts/login/")


def test_pending_member_reads_as_a_visitor_does(cast: Cast, asked: Ask) -> None:
    asked("walrus question")
    pending = browser_of(make_member(cast.a, "Petra", state="pending"), HOST_A)
    assert "walrus" not in said(pending, LESSON)
    assert pending.post(HERE, QUESTION)["Location"] == "/join/"


def test_closed_lesson_shows_no_question_and_takes_none(alice: Client, reader: Client, cast: Cast, asked: Ask) -> None:
    asked("walrus question", lesson=GATED, by=cast.dana)
    url = f"/curriculum/{GATED}/"
    assert "walrus" not in said(alice, url) + said(alice, f"{url}questions/")
    assert alice.post(f"{url}questions/", QUESTION)["Location"] == url
    assert all_asked(cast.alice) == []
    assert "Members ask here" not in said(alice, url)
    reader.post("/curriculum/asking/first-question/done/", {"done": "yes"})
    assert "walrus" in said(reader, url)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("  \r\n ", "Write your question first."),
        ("x" * 1001, "That is more than 1,000 characters. Ask the one thing that matters most."),
    ],
)
def test_wrong_question_is_told_so_and_stays(alice: Client, cast: Cast, typed: str, sentence: str) -> None:
    page = sent(alice, words=typed, is_for_roundtable="on")
    assert sentence in page
    assert all_asked(cast.alice) == []
    answer = alice.post(HERE, {"words": typed, "is_for_roundtable": "on"}).content.decode()
    assert typed.strip() in answer
    assert "checked" in answer


def test_thousand_characters_fit_however_lines_are_sent(alice: Client, cast: Cast) -> None:
    alice.post(HERE, {"words": "x\r\n" * 499 + "xx"})
    assert len(all_asked(cast.alice)[0].words) == 1000


def test_sent_twice_is_asked_once_within_a_day(alice: Client, bob: Client, cast: Cast) -> None:
    for client in (alice, alice, bob):
        client.post(HERE, QUESTION)
    assert len(all_asked(cast.alice)) == len(all_asked(cast.bob)) == 1
    with time_machine.travel(MONDAY + timedelta(days=2), tick=False):
        alice.post(HERE, QUESTION)
    assert len(all_asked(cast.alice)) == 2


def test_ten_open_questions_are_the_most(alice: Client, cast: Cast, asked: Ask) -> None:
    for number in range(10):
        asked(f"Question {number}")
    asked("Answered", answered_at=clock.now(), answer="Yes.")
    page = sent(alice)
    assert "Ten of your questions wait for an answer." in page
    assert "Who pays first?" in page
    assert len(all_asked(cast.alice)) == 11
    alice.post(f"/questions/{all_asked(cast.alice)[0].pk}/withdraw/")
    sent(alice)
    assert len(all_asked(cast.alice)) == 11


def test_own_question_is_withdrawn_after_being_asked(alice: Client, cast: Cast, asked: Ask) -> None:
    question = asked("walrus question")
    url = f"/questions/{question.pk}/withdraw/"
    assert f'href="{url}"' in alice.get(LESSON).content.decode()
    assert "Withdraw this question?" in said(alice, url)
    assert "walrus question" in said(alice, url)
    assert len(all_asked(cast.alice)) == 1
    answer = alice.post(url)
    assert answer["Location"] == f"{LESSON}#questions"
    assert all_asked(cast.alice) == []
    assert "Your question is withdrawn." in said(alice, LESSON)
    assert alice.post(url).status_code == 404


def test_answered_question_is_not_withdrawn(alice: Client, asked: Ask) -> None:
    question = asked(answered_at=clock.now(), answer="The one with the pain.")
    assert "Withdraw" not in said(alice, LESSON)
    for method in (alice.get, alice.post):
        assert method(f"/questions/{question.pk}/withdraw/").status_code == 302
    assert "so it stays" in said(alice, LESSON)
    assert fresh(question).answer


def test_nobody_withdraws_what_somebody_else_asked(bob: Client, charlie: Client, erin: Client, asked: Ask) -> None:
    question = asked()
    for client in (bob, charlie, erin):
        assert client.get(f"/questions/{question.pk}/withdraw/").status_code == 404
        assert client.post(f"/questions/{question.pk}/withdraw/").status_code == 404
    assert fresh(question)
