"""The questions under a lesson, as one member sees them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from curriculum.models import Question
from curriculum.questions.tables import Table, tables_for
from members.models import Membership
from program.tenancy.prepared import prepared

PER_PAGE = 20
ANSWER = "curriculum.change_question"
"""What one has to be allowed in order to answer."""


@dataclass(frozen=True, slots=True)
class Asked:
    question: Question
    is_own: bool
    table: Table | None

    @property
    def is_waiting(self) -> bool:
        return self.question.answered_at is None and self.question.hidden_at is None

    @property
    def answer_url(self) -> str:
        """Where it was answered at a roundtable, as far as this member may go there."""
        return self.table.at(self.question.second) if self.table else ""


def seen_by(membership_id: int, ref: int) -> QuerySet[Question]:
    """What was answered last comes first, then what waits. Hidden ones are for their asker alone."""
    seen = Question.objects.filter(Q(hidden_at=None) | Q(membership=membership_id), ref=ref)
    ordered = seen.order_by(F("answered_at").desc(nulls_last=True), "-asked_at", "-pk")
    return ordered.select_related("membership__user", "answered_by__user")


@prepared
def first_seen(membership_id: int, ref: int) -> QuerySet[Question]:
    """One more than a page holds: whether there is a next one."""
    return seen_by(membership_id, ref)[: PER_PAGE + 1]


def asked_rows(questions: Iterable[Question], membership: Membership) -> list[Asked]:
    rows = list(questions)
    tables = tables_for({row.roundtable for row in rows if row.roundtable}, membership)
    return [Asked(row, row.membership_id == membership.pk, tables.get(row.roundtable or 0)) for row in rows]
