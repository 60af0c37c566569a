"""Tries at a quiz: judged for everyone, kept for members."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from curriculum.about import keys_of
from curriculum.entries import LessonEntry
from curriculum.learning.learner import Learner
from curriculum.learning.quiz import Asked, Places, Questions, asked, fits, incomplete, judged, right_places
from curriculum.models import QuizAttempt
from members.models import Membership
from program.tenancy.prepared import prepared

MOST_A_DAY = 50
JUST_NOW = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class QuizPage:
    """The quiz as it stands under the lesson."""

    questions: tuple[Asked, ...]
    is_passed: bool = False
    passed_at: datetime | None = None
    """None for visitors, whose tries are not kept."""

    is_open: bool = True
    """Passed a while ago, it is folded away."""

    is_too_often: bool = False
    is_asked_first: bool = False
    """The lesson was to be marked as done before it."""

    @property
    def is_judged(self) -> bool:
        return any(question.is_right is not None for question in self.questions)

    @property
    def missing(self) -> int:
        return sum(question.is_missing for question in self.questions)

    @property
    def right(self) -> int:
        return sum(question.is_right is True for question in self.questions)

    @property
    def total(self) -> int:
        return len(self.questions)


def blank(questions: Questions) -> QuizPage:
    return QuizPage(asked(questions))


def judged_page(questions: Questions, chosen: Places) -> QuizPage:
    """Of a try that is not kept."""
    if None in chosen:
        return QuizPage(incomplete(questions, chosen))
    found = judged(questions, chosen)
    return QuizPage(found, is_passed=all(question.is_right for question in found))


def page_of(questions: Questions, lesson: LessonEntry, learner: Learner, membership_id: int) -> QuizPage:
    """As the member left it."""
    best = next(iter(best_attempt(membership_id, lesson.ref)), None)
    if best is None:
        return blank(questions)
    if best.is_passed:
        is_fresh = learner.now - best.taken_at < JUST_NOW
        return QuizPage(judged(questions, right_places(questions)), True, best.taken_at, is_fresh)
    return QuizPage(judged(questions, best.answers)) if fits(questions, best.answers) else blank(questions)


@prepared
def best_attempt(membership_id: int, ref: int) -> QuerySet[QuizAttempt]:
    """One that passed, else the latest."""
    mine = QuizAttempt.objects.filter(membership_id=membership_id, ref=ref)
    return mine.order_by("-is_passed", "-taken_at", "-pk")[:1]


def tried_too_often(membership: Membership, lesson: LessonEntry, now: datetime) -> bool:
    since = now - timedelta(days=1)
    return QuizAttempt.objects.filter(membership=membership, ref=lesson.ref, taken_at__gt=since).count() >= MOST_A_DAY


def keep_try(
    membership: Membership, lesson: LessonEntry, questions: Questions, chosen: Places, *, now: datetime
) -> QuizAttempt:
    """Every question is answered."""
    right = sum(question.is_right is True for question in judged(questions, chosen))
    total = len(questions)
    return QuizAttempt.objects.create(
        membership=membership,
        **keys_of(lesson.ref),
        answers=chosen,
        right=right,
        total=total,
        is_passed=right == total,
        taken_at=now,
    )
