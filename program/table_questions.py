"""Questions asked under lessons, taken to roundtables: what either room is told of the other."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet, Subquery
from django.urls import reverse

from curriculum.models import Question
from curriculum.questions.answering import answer_at_table
from curriculum.questions.lessons import address_of, lesson_asked_under
from curriculum.questions.listing import ANSWER
from curriculum.questions.tables import Table, look_up_with
from members.models import Membership
from program.tenancy.prepared import prepared
from roundtables.models import Roundtable
from roundtables.questions.source import MOST, Brought, questions_come_from


def join_rooms() -> None:
    questions_come_from(FromTheCurriculum())
    look_up_with(tables)


class FromTheCurriculum:
    permission = ANSWER

    def on_agenda(self, number: int, now: datetime) -> list[Brought]:
        return [brought(question) for question in waiting_for(number, now)]

    def waiting(self, until: datetime) -> list[Brought]:
        return [brought(question) for question in to_be_taken().filter(asked_at__lte=until)[:MOST]]

    def answered_at(self, number: int) -> list[Brought]:
        return [brought(question) for question in told_at(number)]

    def answer(self, pk: int, number: int, second: int, words: str, *, by: Membership, now: datetime) -> bool:
        question = Question.objects.select_related("membership__user").filter(pk=pk, is_for_roundtable=True).first()
        return question is not None and answer_at_table(
            question, number=number, second=second, words=words, by=by, now=now
        )


def to_be_taken() -> QuerySet[Question]:
    """Nobody's name stands on a public page once they have left."""
    waiting = Question.objects.filter(is_for_roundtable=True, answered_at=None, hidden_at=None)
    here = waiting.filter(membership__state=Membership.State.ACTIVE)
    return here.select_related("membership__user").order_by("asked_at", "pk")


@prepared
def waiting_for(number: int, now: datetime) -> QuerySet[Question]:
    """None unless that roundtable is the next to begin, or runs."""
    following = Roundtable.objects.upcoming(now).order_by("starts_at", "number")
    is_next = to_be_taken().annotate(next_number=Subquery(following.values("number")[:1]))
    return is_next.filter(next_number=number)[:MOST]


@prepared
def told_at(number: int) -> QuerySet[Question]:
    answered = Question.objects.filter(roundtable=number, answered_at__isnull=False, hidden_at=None)
    return answered.select_related("membership__user").order_by("second", "pk")


def brought(question: Question) -> Brought:
    lesson = lesson_asked_under(question)
    return Brought(
        pk=question.pk,
        words=question.words,
        asker=question.membership.display_name,
        title=lesson.title if lesson else "",
        url=address_of(question),
        language=lesson.language if lesson else "",
        second=question.second,
        answer=question.answer,
    )


def tables(numbers: Collection[int], membership: Membership) -> dict[int, Table]:
    """What this member may do at each of these roundtables; one query."""
    found = Roundtable.objects.public().filter(number__in=numbers)
    return {roundtable.number: table_of(roundtable, membership) for roundtable in found}


def table_of(roundtable: Roundtable, membership: Membership) -> Table:
    may_watch = roundtable.is_recorded and roundtable.may_be_watched_by(membership)
    return Table(
        url=roundtable.get_absolute_url(),
        recording_url=reverse("roundtable_recording", args=[roundtable.number]) if may_watch else "",
        is_recorded=roundtable.is_recorded,
    )
