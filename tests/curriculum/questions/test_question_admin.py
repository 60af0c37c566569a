"""Coach, host, editor and owner answer in writing and take down; the asker is told once."""

from datetime import timedelta

import pytest
from django.test import Client

from curriculum.models import Question
from members.models import Membership
from program.audit.models import Entry
from program.tenancy.scope import program_scope
from tests.cast import Cast, make_member
from tests.conftest import HOST_A, browser_of
from tests.curriculum.questions.conftest import FREE, LESSON, MONDAY, Ask, fresh
from tests.curriculum.questions.test_asking import said
from tests.mail.mailbox import Mailbox, html_of
from tests.roundtables.staff import asked as selects
from tests.roundtables.staff import page, send, words

QUESTIONS = "/admin/curriculum/question/"


def change(question: Question) -> str:
    return f"{QUESTIONS}{question.pk}/change/"


def audit(cast: Cast) -> list[tuple[str, str, object]]:
    with program_scope(cast.a.pk):
        entries = Entry.objects.filter(model="curriculum.question").select_related("actor").order_by("pk")
        return [(str(entry.actor), entry.action, entry.changes) for entry in entries]


@pytest.mark.parametrize("role", ["coach", "host", "editor", "owner"])
def test_answer_in_writing_stands_under_the_lesson(cast: Cast, role: str, alice: Client, asked: Ask) -> None:
    question = asked()
    member = make_member(cast.a, "Answerer", role)
    client = browser_of(member, HOST_A)
    assert f'href="{change(question)}"' in client.get(LESSON).content.decode()
    assert change(question) not in alice.get(LESSON).content.decode()
    send(client, change(question), {"answer": "Whoever has the pain."})
    told = fresh(question)
    assert (told.answer, told.answered_by_id, told.answered_at) == ("Whoever has the pain.", member.pk, MONDAY)
    assert "Whoever has the pain. Answerer · Monday, September 28" in said(alice, LESSON)
    assert audit(cast) == [("Answerer", "answered", {"answer": ["", "Whoever has the pain."]})]


@pytest.mark.parametrize("role", ["support", "finance", "ambassador_manager", "member"])
def test_others_may_neither_look_nor_answer(cast: Cast, role: str, asked: Ask) -> None:
    question = asked("walrus question")
    client = browser_of(make_member(cast.a, "Nobody", role), HOST_A)
    for path in (QUESTIONS, change(question), f"{QUESTIONS}{question.pk}/visibility/"):
        answer = client.get(path, secure=True)
        assert answer.status_code in (302, 403)
        assert "walrus" not in answer.content.decode()
    client.post(change(question), {"answer": "No."}, secure=True)
    client.post(f"{QUESTIONS}{question.pk}/visibility/", {"why": "No.", "hide": "yes"}, secure=True)
    assert (fresh(question).answer, fresh(question).hidden_at) == ("", None)


def test_asker_gets_one_mail_and_none_for_a_later_change(
    cast: Cast, erin: Client, asked: Ask, mailbox: Mailbox
) -> None:
    question = asked("Who <b>pays</b>?")
    send(erin, change(question), {"answer": "Whoever has the pain."})
    letter = mailbox.to("alice@example.org")[0]
    assert letter.subject == "Your question is answered: The first question"
    assert "Who <b>pays</b>?" in letter.body
    assert "Whoever has the pain." in letter.body
    assert f"a.localhost{LESSON}#question-{question.pk}" in letter.body
    assert "Who &lt;b&gt;pays&lt;/b&gt;?" in html_of(letter)
    assert "You get this mail because you are a member of Program A." in letter.body
    send(erin, change(question), {"answer": "Whoever has the pain, and money."})
    assert len(mailbox.to("alice@example.org")) == 1
    assert audit(cast)[1:] == [
        ("Erin", "changed the answer to", {"answer": ["Whoever has the pain.", "Whoever has the pain, and money."]})
    ]


def test_mail_speaks_the_askers_language_and_not_to_who_left(
    cast: Cast, erin: Client, asked: Ask, mailbox: Mailbox
) -> None:
    first, second = asked(), asked("Second", by=cast.bob)
    with program_scope(cast.a.pk):
        Membership.objects.filter(pk=cast.alice.pk).update(language="pt-br")
        Membership.objects.filter(pk=cast.bob.pk).update(state="left")
    for question in (first, second):
        send(erin, change(question), {"answer": "Yes."})
    letters = mailbox.deliver_all()
    assert [letter.to for letter in letters] == [["alice@example.org"]]
    assert "A primeira pergunta" in letters[0].subject


def test_question_taken_down_before_the_mail_goes_out_is_not_mailed(
    erin: Client, asked: Ask, mailbox: Mailbox
) -> None:
    question = asked()
    send(erin, change(question), {"answer": "Yes."})
    send(erin, f"{QUESTIONS}{question.pk}/visibility/", {"why": "A customer's name.", "hide": "yes"})
    assert mailbox.deliver_all() == []


def test_an_answer_cannot_be_emptied(erin: Client, asked: Ask, mailbox: Mailbox) -> None:
    question = asked()
    assert "This field is required." in words(send(erin, change(question), {"answer": " "}))
    assert fresh(question).answered_at is None
    assert mailbox.deliver_all() == []


def test_taking_down_asks_why_and_can_be_undone(cast: Cast, erin: Client, bob: Client, asked: Ask) -> None:
    question = asked("walrus question")
    url = f"{QUESTIONS}{question.pk}/visibility/"
    assert "Say why, for those who look at it later." in words(send(erin, url, {"why": "", "hide": "yes"}))
    assert "walrus" in said(bob, LESSON)
    assert 'name="hide" value="yes"' in page(erin, url)
    assert "The question is taken down." in words(send(erin, url, {"why": "Names a customer.", "hide": "yes"}))
    assert "walrus" not in said(bob, LESSON)
    send(erin, url, {"why": "Names a customer.", "hide": "yes"})  # A second press turns nothing back.
    assert "walrus" not in said(bob, LESSON)
    assert "Show it again" in page(erin, change(question))
    assert 'name="answer"' not in page(erin, change(question))
    assert 'name="hide"' not in page(erin, url)
    for _press in range(2):
        send(erin, url, {"why": "The customer agreed."})
    assert "walrus" in said(bob, LESSON)
    assert audit(cast) == [
        ("Erin", "took down", {"why": ["", "Names a customer."]}),
        ("Erin", "showed again", {"why": ["", "The customer agreed."]}),
    ]
    assert "Names a customer." in page(erin, f"{QUESTIONS}{question.pk}/history/")


def test_list_has_what_waits_first_and_leads_to_the_lesson(erin: Client, cast: Cast, asked: Ask) -> None:
    asked("Answered one", answered_at=MONDAY, answer="Yes.")
    asked("Hidden one", hidden_at=MONDAY)
    asked("Waits shortly")
    old = asked("Waits long", asked_at=MONDAY - timedelta(days=3))
    text = page(erin, QUESTIONS)
    places = [text.index(told) for told in ("Waits long", "Waits shortly", "Answered one", "Hidden one")]
    assert places == sorted(places)
    assert f'href="{LESSON}#question-{old.pk}"' in text
    assert "The first question" in text
    waiting = page(erin, f"{QUESTIONS}?standing=waiting")
    assert "Waits long" in waiting
    assert "Answered one" not in waiting
    assert "Hidden one" not in waiting


def test_list_costs_the_same_at_1_and_30(erin: Client, cast: Cast, asked: Ask) -> None:
    asked()
    one = selects(erin, QUESTIONS)
    for number in range(30):
        asked(f"Question {number}", by=cast.bob)
    assert selects(erin, QUESTIONS) == one


def test_question_of_another_program_is_not_there(erin: Client, cast: Cast, asked: Ask) -> None:
    foreign = asked("walrus question", by=cast.charlie)
    assert "walrus" not in page(erin, QUESTIONS)
    assert erin.get(f"{QUESTIONS}{foreign.pk}/visibility/", secure=True).status_code == 404
    send(erin, change(foreign), {"answer": "Mine."})
    assert fresh(foreign).answer == ""


def test_question_under_a_lesson_that_is_hidden_can_still_be_answered(
    erin: Client, cast: Cast, asked: Ask, mailbox: Mailbox
) -> None:
    from curriculum.catalogue import begin_own_edition
    from curriculum.models import LessonSetting

    question = asked()
    with program_scope(cast.a.pk):
        LessonSetting.objects.create(lesson_id=question.lesson_id, is_hidden=True)
        begin_own_edition()
    assert FREE.partition("/")[2] in page(erin, QUESTIONS)
    send(erin, change(question), {"answer": "Yes."})
    assert "a.localhost/curriculum/" in mailbox.to("alice@example.org")[0].body
