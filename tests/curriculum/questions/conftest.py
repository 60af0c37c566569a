"""A Monday; no. 12 begins on Thursday, no. 13 a week later."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from curriculum.about import keys_of
from curriculum.catalogue import begin_edition, catalogue
from curriculum.models import Question
from members.models import Membership
from program import clock
from program.tenancy.scope import program_scope
from roundtables.models import Roundtable
from tests.cast import Cast
from tests.roundtables.conftest import make_roundtable

MONDAY = datetime(2026, 9, 28, 12, 0, tzinfo=UTC)
THURSDAY = datetime(2026, 10, 1, 15, 0, tzinfo=UTC)
FREE, GATED = "asking/first-question", "asking/second-question"
LESSON = f"/curriculum/{FREE}/"

type Ask = Callable[..., Question]


@pytest.fixture(autouse=True)
def _monday(course: None) -> Iterator[None]:
    begin_edition()  # Kept through the test, so that queries can be counted.
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def asked(cast: Cast) -> Ask:
    """A question as it stands in the table, of Alice's program unless somebody else asks."""

    def make(
        words: str = "Who pays first?", *, by: Membership = cast.alice, lesson: str = FREE, **fields: Any
    ) -> Question:
        with program_scope(by.program_id or 0):
            ref = catalogue("en").lesson_by_key[lesson].ref
            fields.setdefault("asked_at", clock.now())
            return Question.objects.create(membership=by, words=words, **keys_of(ref), **fields)

    return make


@pytest.fixture
def tables(cast: Cast) -> tuple[Roundtable, Roundtable]:
    with program_scope(cast.a.pk):
        return (
            make_roundtable(12, starts_at=THURSDAY, title="Pricing out loud"),
            make_roundtable(13, starts_at=THURSDAY + timedelta(weeks=1), title="First hires"),
        )


def fresh(question: Question) -> Question:
    with program_scope(question.program_id or 0):
        return Question.objects.get(pk=question.pk)


def all_asked(membership: Membership) -> list[Question]:
    with program_scope(membership.program_id or 0):
        return list(Question.objects.filter(membership=membership).order_by("pk"))
