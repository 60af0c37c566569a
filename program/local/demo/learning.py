"""The demonstration's learners: a diagnostic, a worksheet with its coach's words, questions, and lessons done."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from curriculum.about import keys_of
from curriculum.catalogue import catalogue
from curriculum.diagnostic.headings import headings, patterns_seen, version_of
from curriculum.entries import Catalogue, LessonEntry
from curriculum.learning.completing import mark_done
from curriculum.models import Intake, Question, QuizAttempt, Worksheet
from curriculum.questions.answering import answer_in_writing
from curriculum.questions.asking import ask
from curriculum.reading import body_of
from curriculum.worksheets.feedback import ask_for_feedback, give_feedback
from curriculum.worksheets.saving import Typed, save
from members.models import Founder, Membership

FIRST = "validation/customers-before-code"


def fill_learning(story: dict[str, Any], members: list[Membership], *, now: datetime) -> None:
    """Once; where no lessons are loaded there is nothing to do."""
    everything = catalogue(story["program"]["language"])
    if Intake.objects.exists() or FIRST not in everything.lesson_by_key:
        return
    founder, coach = (named(story["accounts"][role]["name"], members) for role in ("founder", "coach"))
    told = story["learning"]
    answer_headings(founder, told["diagnostic"], now=now - timedelta(days=6))
    fill_worksheet(founder, coach, everything.lesson_by_key[FIRST], told, now=now - timedelta(days=4))
    learners = [member for member in members if member.role == Membership.Role.MEMBER and member != founder][:12]
    walk(learners, everything, now=now - timedelta(days=20))
    ask_questions(learners, coach, everything, told["questions"], now=now - timedelta(days=3))


def named(name: str, members: list[Membership]) -> Membership:
    return next(member for member in members if member.user.name == name)


def answer_headings(member: Membership, strong: list[str], *, now: datetime) -> None:
    """The strongest answer to the questions of these headings, the first one to all others."""
    found = headings()
    answers = {
        question["slug"]: question["answers"][-1 if heading["slug"] in strong else 0]["value"]
        for heading in found
        for question in heading["questions"]
    }
    Intake.objects.create(
        membership=member,
        version=version_of(found),
        answers=answers,
        patterns=patterns_seen(found, answers),
        finished_at=now,
    )


def fill_worksheet(
    founder: Membership, coach: Membership, lesson: LessonEntry, told: dict[str, Any], *, now: datetime
) -> None:
    venture = Founder.objects.select_related("venture").get(membership=founder, left_at=None).venture
    asked = (body_of(lesson).worksheet or {"fields": []})["fields"]
    for number, answers in enumerate(told["worksheet"]):
        typed = Typed(answers={**told["worksheet"][0], **answers}, base=number, editing=uuid4())
        saved = save(venture, lesson.ref, asked, typed, by=founder, now=now + timedelta(hours=number))
    sheet = Worksheet.objects.get(venture=venture, ref=lesson.ref)
    ask_for_feedback(sheet, by=founder, now=now + timedelta(hours=3))
    if saved.version is not None:
        give_feedback(saved.version, told["feedback"], by=coach, now=now + timedelta(days=1))


def walk(learners: list[Membership], everything: Catalogue, *, now: datetime) -> None:
    """Each one a lesson further than the next, so that some have completed the first module."""
    first = everything.modules[0]
    for turn, member in enumerate(learners):
        for step, lesson in enumerate(first.lessons[: turn // 2]):
            at = now + timedelta(days=2 * step, hours=turn)
            QuizAttempt.objects.create(
                **keys_of(lesson.ref), membership=member, answers=[], right=1, total=1, is_passed=True, taken_at=at
            )
            mark_done(member, lesson, first, now=at)


def ask_questions(
    learners: list[Membership], coach: Membership, everything: Catalogue, told: list[dict[str, Any]], *, now: datetime
) -> None:
    for turn, (member, question) in enumerate(zip(learners, told, strict=False)):
        asked: Question = ask(
            member,
            everything.lesson_by_key[question["lesson"]].ref,
            question["words"],
            is_for_roundtable=question.get("to_roundtable", False),
            now=now + timedelta(hours=5 * turn),
        )
        if "answer" in question:
            answer_in_writing(asked, question["answer"], by=coach, now=now + timedelta(hours=5 * turn + 3))
