"""A member presses twice, or in many windows at once: asked once, and never more than ten wait."""

import pytest

from curriculum.models import Lesson, Question
from curriculum.questions.asking import MOST_OPEN, TooManyOpen, ask
from program import clock
from program.tenancy.scope import program_scope
from tests.cast import Cast
from tests.isolation.conftest import ONE_LESSON
from tests.isolation.owner import owner_connection
from tests.races.crowd import all_at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

THREADS = 8


@pytest.fixture
def ref(cast: Cast) -> int:
    owner = owner_connection()
    with owner, owner.cursor() as cursor:
        cursor.execute(ONE_LESSON)
    owner.close()
    return Lesson.objects.get(slug="canary").pk


def put(cast: Cast, ref: int, *asked: str) -> list[bool]:
    """Whether each was taken; they are sent at the same moment."""

    def send(words: str) -> bool:
        try:
            ask(cast.alice, ref, words, is_for_roundtable=False, now=clock.now())
        except TooManyOpen:
            return False
        return True

    return [attempt.result for attempt in all_at_once(send, asked, threads=len(asked), program=cast.a)]


def waiting(cast: Cast) -> int:
    with program_scope(cast.a.pk):
        return Question.objects.filter(membership=cast.alice).count()


def test_question_sent_many_times_at_once_is_asked_once(cast: Cast, ref: int) -> None:
    assert all(put(cast, ref, *["Who pays first?"] * THREADS))
    assert waiting(cast) == 1


def test_no_more_than_ten_wait_however_many_are_sent_at_once(cast: Cast, ref: int) -> None:
    for number in range(MOST_OPEN - 1):
        put(cast, ref, f"Question {number}")
    assert sum(put(cast, ref, *[f"One more, {number}" for number in range(THREADS)])) == 1
    assert waiting(cast) == MOST_OPEN
