"""A question marked "take to roundtable" appears in the next agenda, and its answer links back with a time stamp."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from members.models import Membership
from program import clock
from program.tenancy.scope import program_scope
from roundtables.models import Roundtable
from tests.cast import Cast, make_member
from tests.conftest import HOST_A, browser_of
from tests.curriculum.questions.conftest import GATED, LESSON, MONDAY, THURSDAY, Ask, fresh
from tests.curriculum.questions.test_asking import said
from tests.curriculum.questions.test_question_admin import audit
from tests.mail.mailbox import Mailbox
from tests.roundtables.conftest import make_roundtable
from tests.roundtables.staff import asked as selects
from tests.roundtables.staff import page, send, words

type Tables = tuple[Roundtable, Roundtable]

HEADING = "Questions from the curriculum"
NEXT, LATER = "/roundtables/12/", "/roundtables/13/"
MARKED = {"is_for_roundtable": True}
LIVE = THURSDAY + timedelta(minutes=14, seconds=5)


def hosts_list(table: Roundtable) -> str:
    return f"/admin/roundtables/roundtable/{table.pk}/questions/"


def answer_here(client: Client, table: Roundtable, question: Any, at: str = "14:05", answer: str = "") -> str:
    form = {"question": str(question.pk), f"q{question.pk}-at": at, f"q{question.pk}-answer": answer}
    return words(send(client, hosts_list(table), form))


def set_to(table: Roundtable, **fields: Any) -> None:
    with program_scope(table.program_id or 0):
        Roundtable.objects.filter(pk=table.pk).update(**fields)


def test_marked_question_appears_in_the_next_agenda_and_in_no_other(
    visitor: Client, alice: Client, asked: Ask, tables: Tables
) -> None:
    question = asked("Who <i>pays</i>?", **MARKED)
    asked("Not marked")
    for client in (visitor, alice):
        text = page(client, NEXT)
        assert HEADING in text
        assert "Who &lt;i&gt;pays&lt;/i&gt;?" in text
        assert f'href="{LESSON}#question-{question.pk}" lang="en">The first question</a>' in text
        assert "Alice" in text
        assert "Not marked" not in text
        assert HEADING not in page(client, LATER)


def test_agenda_without_questions_says_nothing_of_them(visitor: Client, asked: Ask, tables: Tables) -> None:
    asked()
    assert HEADING not in page(visitor, NEXT)


@pytest.mark.parametrize("fields", [{"answered_at": MONDAY, "answer": "Yes."}, {"hidden_at": MONDAY}])
def test_answered_and_hidden_questions_leave_the_agenda(
    visitor: Client, asked: Ask, tables: Tables, fields: dict[str, Any]
) -> None:
    asked("walrus", **MARKED, **fields)
    assert "walrus" not in page(visitor, NEXT)


def test_who_left_the_program_stands_on_no_agenda(cast: Cast, visitor: Client, asked: Ask, tables: Tables) -> None:
    asked("walrus", by=cast.bob, **MARKED)
    with program_scope(cast.a.pk):
        Membership.objects.filter(pk=cast.bob.pk).update(state="left")
    assert "walrus" not in page(visitor, NEXT)


def test_cancelled_and_hidden_roundtables_are_not_the_next(
    cast: Cast, visitor: Client, asked: Ask, tables: Tables
) -> None:
    asked("walrus", **MARKED)
    with program_scope(cast.a.pk):
        make_roundtable(11, starts_at=MONDAY + timedelta(days=1), state="draft")
    assert "walrus" in page(visitor, NEXT)
    set_to(tables[0], state="cancelled")
    assert "walrus" in page(visitor, LATER)
    assert "walrus" not in page(visitor, f"{NEXT}?again")


def test_running_roundtable_keeps_its_questions_until_it_ends(visitor: Client, asked: Ask, tables: Tables) -> None:
    asked("walrus", **MARKED)
    with time_machine.travel(LIVE, tick=False):
        assert "walrus" in page(visitor, f"{NEXT}?live")
        assert "walrus" not in page(visitor, f"{LATER}?live")
    with time_machine.travel(THURSDAY + timedelta(hours=2), tick=False):
        assert "walrus" not in page(visitor, f"{NEXT}?over")
        assert "walrus" in page(visitor, f"{LATER}?over")


def test_agenda_has_the_twelve_oldest(visitor: Client, asked: Ask, tables: Tables) -> None:
    for number in range(13):
        asked(f"Question no. {number:02}", asked_at=MONDAY - timedelta(hours=number), **MARKED)
    text = page(visitor, NEXT)
    assert text.index("Question no. 12") < text.index("Question no. 11")
    assert "Question no. 01" in text
    assert "Question no. 00" not in text


def test_questions_of_another_program_stay_there(cast: Cast, visitor: Client, asked: Ask, tables: Tables) -> None:
    asked("walrus", by=cast.charlie, **MARKED)
    with program_scope(cast.b.pk):
        make_roundtable(12, starts_at=THURSDAY)
    assert "walrus" not in page(visitor, NEXT)
    assert "walrus" in page(browser_of(cast.charlie, "b.localhost"), NEXT)


def test_roundtable_page_costs_one_query_more_for_any_number(
    alice: Client, visitor: Client, cast: Cast, asked: Ask, tables: Tables
) -> None:
    asked(**MARKED)
    one = selects(alice, NEXT)
    for number in range(11):
        asked(f"Question {number}", by=cast.bob, **MARKED)
    assert selects(alice, NEXT) == one == 4
    assert selects(visitor, NEXT) == 0


@pytest.mark.parametrize("role", ["host", "coach", "editor", "owner"])
def test_host_answers_with_the_minute_and_it_leaves_the_agenda(
    cast: Cast, role: str, asked: Ask, tables: Tables, alice: Client
) -> None:
    question = asked(**MARKED)
    member = make_member(cast.a, "Hostess", role)
    with time_machine.travel(LIVE, tick=False):
        client = browser_of(member, HOST_A)
        assert "Kept. Whoever asked is told by mail, once." in answer_here(client, tables[0], question)
        assert HEADING not in page(alice, NEXT)
    told = fresh(question)
    assert (told.roundtable, told.second, told.answered_by_id, told.answered_at) == (12, 845, member.pk, LIVE)
    assert audit(cast)[0][:2] == ("Hostess", "answered")
    assert "Answered at roundtable no. 12, at 14:05" in said(alice, LESSON)


@pytest.mark.parametrize("role", ["support", "finance", "member"])
def test_others_have_no_business_with_the_hosts_list(cast: Cast, role: str, asked: Ask, tables: Tables) -> None:
    question = asked("walrus", **MARKED)
    with time_machine.travel(LIVE, tick=False):
        client = browser_of(make_member(cast.a, "Nobody", role), HOST_A)
        assert "walrus" not in answer_here(client, tables[0], question)
        assert client.get(hosts_list(tables[0]), secure=True).status_code in (302, 403)
    assert fresh(question).answered_at is None


def test_list_proposes_now_while_the_roundtable_runs(erin: Client, asked: Ask, tables: Tables) -> None:
    asked("walrus", **MARKED)
    before = page(erin, hosts_list(tables[0]))
    assert "walrus" in before
    assert "Once the roundtable has begun" in before
    assert 'name="question"' not in before
    with time_machine.travel(LIVE, tick=False):
        assert 'value="14:05"' in page(erin, hosts_list(tables[0]))
    with time_machine.travel(THURSDAY + timedelta(days=1), tick=False):
        asked("asked when it was over", **MARKED)
        after = page(erin, hosts_list(tables[0]))
        assert "walrus" in after
        assert "asked when it was over" not in after
        assert 'value="24' not in after


def test_nothing_is_answered_before_it_begins(erin: Client, asked: Ask, tables: Tables) -> None:
    question = asked(**MARKED)
    answer_here(erin, tables[0], question)
    assert fresh(question).answered_at is None


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        ("", "Write the minute and the second, like 14:05."),
        ("14", "Write the minute and the second, like 14:05, or 1:04:05 after an hour."),
        ("14:60", "Write the minute and the second, like 14:05, or 1:04:05 after an hour."),
        ("14:05:00", "The roundtable took 60 minutes."),
    ],
)
def test_wrong_minute_is_told_so_and_what_was_written_stays(
    erin: Client, asked: Ask, tables: Tables, at: str, sentence: str
) -> None:
    question = asked(**MARKED)
    with time_machine.travel(LIVE, tick=False):
        text = answer_here(erin, tables[0], question, at=at, answer="The first who pays.")
        assert sentence in text
        assert "The first who pays." in text
    assert fresh(question).answered_at is None


def test_time_is_corrected_later_without_a_second_mail(
    cast: Cast, erin: Client, asked: Ask, tables: Tables, mailbox: Mailbox
) -> None:
    question = asked(**MARKED)
    with time_machine.travel(LIVE, tick=False):
        answer_here(erin, tables[0], question, answer="Whoever has the pain.")
        letter = mailbox.to("alice@example.org")[0]
        assert "It was answered at roundtable no. 12, at 14:05 of its recording." in letter.body
        assert "Whoever has the pain." in letter.body
    with time_machine.travel(THURSDAY + timedelta(days=1), tick=False):
        assert 'value="14:05"' in page(erin, hosts_list(tables[0]))
        answer_here(erin, tables[0], question, at="1:04:05", answer="Whoever has the pain.")
        assert len(mailbox.to("alice@example.org")) == 1
    assert fresh(question).second == 3845
    assert audit(cast)[1] == ("Erin", "changed the answer to", {"second": ["845", "3845"]})


def test_second_host_is_told_that_it_does_not_wait_any_more(
    erin: Client, cast: Cast, asked: Ask, tables: Tables
) -> None:
    question = asked(**MARKED)
    with time_machine.travel(LIVE, tick=False):
        assert f'value="{question.pk}"' in page(erin, hosts_list(tables[0]))
    with program_scope(cast.a.pk):
        type(question).objects.filter(pk=question.pk).update(answered_at=clock.now(), answer="In writing.")
    with time_machine.travel(LIVE, tick=False):
        assert "It does not wait any more" in answer_here(erin, tables[0], question)
    assert fresh(question).roundtable is None


def test_unmarked_and_foreign_questions_cannot_be_taken_to_a_roundtable(
    erin: Client, cast: Cast, asked: Ask, tables: Tables
) -> None:
    with time_machine.travel(LIVE, tick=False):
        for question in (asked(), asked(by=cast.charlie, **MARKED)):
            answer_here(erin, tables[0], question)
            assert fresh(question).answered_at is None


def test_hosts_list_costs_the_same_at_1_and_12(erin: Client, cast: Cast, asked: Ask, tables: Tables) -> None:
    asked(**MARKED)
    one = selects(erin, hosts_list(tables[0]))
    for number in range(11):
        asked(f"Question {number}", by=cast.bob, **MARKED)
    assert selects(erin, hosts_list(tables[0])) == one


def test_roundtables_page_in_the_admin_leads_to_its_questions(erin: Client, tables: Tables) -> None:
    assert hosts_list(tables[0]) in page(erin, f"/admin/roundtables/roundtable/{tables[0].pk}/change/")


def recorded(table: Roundtable, url: str = "https://youtu.be/abc?si=x") -> None:
    past = MONDAY - timedelta(days=4)
    set_to(
        table, starts_at=past, ends_at=past + timedelta(hours=1), recording_tier="free", recording_url=url,
        recording_published_at=MONDAY,
    )  # fmt: skip


def answered(asked: Ask, words: str = "Who pays first?", second: int = 845, **fields: Any) -> Any:
    return asked(words, **MARKED, answered_at=MONDAY, roundtable=12, second=second, **fields)


def test_recording_opens_at_the_question_and_leads_back_to_the_lesson(
    alice: Client, asked: Ask, tables: Tables
) -> None:
    recorded(tables[0])
    question = answered(asked)
    text = page(alice, "/roundtables/12/recording/?t=845")
    assert "Question at 14:05" in text
    assert 'href="https://youtu.be/abc?si=x&amp;t=845s"' in text
    assert "Watch from 14:05" in text
    assert f'href="{LESSON}#question-{question.pk}"' in text


def test_recording_that_cannot_be_opened_in_the_middle_says_so(alice: Client, asked: Ask, tables: Tables) -> None:
    recorded(tables[0], "https://video.example.org/12")
    answered(asked)
    text = page(alice, "/roundtables/12/recording/?t=845")
    assert "Question at 14:05" in text
    assert "go to 14:05 in its player" in words(text)
    assert 'href="https://video.example.org/12"' in text


@pytest.mark.parametrize("t", ["", "x", "-1", "1e3", "٣", "99999999999999999999", "86400"])
def test_nonsense_after_t_is_the_recording_as_always(alice: Client, asked: Ask, tables: Tables, t: str) -> None:
    recorded(tables[0])
    answered(asked)
    text = page(alice, f"/roundtables/12/recording/?t={t}")
    assert "Question at" not in text
    assert 'href="https://youtu.be/abc?si=x"' in text


def test_recording_lists_the_questions_answered_there(alice: Client, cast: Cast, asked: Ask, tables: Tables) -> None:
    recorded(tables[0])
    answered(asked, "Second", 3845)
    answered(asked, "First", 60, lesson=GATED, by=cast.bob)
    answered(asked, "walrus", hidden_at=MONDAY)
    asked("okapi", by=cast.charlie, **MARKED, answered_at=MONDAY, roundtable=12, second=5)
    text = page(alice, "/roundtables/12/recording/")
    assert "Questions answered here" in text
    assert text.index("First") < text.index("Second")
    assert 'aria-label="Watch from 1:04:05"' in text
    assert "walrus" not in text
    assert "okapi" not in text


def test_recording_costs_the_same_at_1_and_30(alice: Client, cast: Cast, asked: Ask, tables: Tables) -> None:
    recorded(tables[0])
    answered(asked)
    one = selects(alice, "/roundtables/12/recording/?t=845")
    for second in range(30):
        answered(asked, f"Question {second}", second, by=cast.bob)
    assert selects(alice, "/roundtables/12/recording/?t=845") == one == 3


def test_recording_below_the_tier_tells_no_question(alice: Client, asked: Ask, tables: Tables) -> None:
    recorded(tables[0])
    set_to(tables[0], recording_tier="premium")
    answered(asked, "walrus")
    assert "walrus" not in page(alice, "/roundtables/12/recording/?t=845")


def test_sign_in_comes_back_to_the_minute(visitor: Client, tables: Tables) -> None:
    recorded(tables[0])
    answer = visitor.get("/roundtables/12/recording/?t=845", secure=True)
    assert answer["Location"].endswith("next=/roundtables/12/recording/%3Ft%3D845")
