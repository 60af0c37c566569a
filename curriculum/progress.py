"""A member's way through the curriculum."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from curriculum.catalogue import Catalogue, LessonEntry, ModuleEntry, catalogue
from curriculum.gates import may_read, tier_of
from curriculum.models import LessonProgress
from members.models import Membership
from program.tenancy.prepared import prepared

type Done = frozenset[int]
"""Ids of the lessons that a member is done with."""


def done_lessons(membership: Membership | None) -> Done:
    if membership is None:
        return frozenset()
    return frozenset(done_by(membership.pk))


@prepared
def done_by(membership_id: int) -> QuerySet[LessonProgress, int]:
    return LessonProgress.objects.filter(membership=membership_id).values_list("lesson_id", flat=True)


def path(*languages: str) -> list[ModuleEntry]:
    """The modules in order, in the first of these languages that each is written in."""
    return list(catalogue(*languages).modules)


def mark_done(membership: Membership, lesson: LessonEntry, *, now: datetime) -> None:
    """Once: who says so twice was done the first time."""
    row = LessonProgress(membership=membership, lesson_id=lesson.pk, done_at=now)
    LessonProgress.objects.bulk_create([row], ignore_conflicts=True)


def mark_open(membership: Membership, lesson: LessonEntry) -> None:
    LessonProgress.objects.filter(membership=membership, lesson_id=lesson.pk).delete()


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a member is, from one query."""

    done: int
    total: int
    next_lesson: LessonEntry | None
    """The first that is open to the member and not yet done."""


def standing_of(membership: Membership | None, *languages: str) -> Standing:
    return stand(catalogue(*languages), done_lessons(membership), tier_of(membership))


def stand(everything: Catalogue, done: Done, tier: str) -> Standing:
    ahead = [lesson for lesson in everything.lessons if lesson.pk not in done]
    next_lesson = next((lesson for lesson in ahead if may_read(lesson.tier, tier)), None)
    total = len(everything.lessons)
    return Standing(total - len(ahead), total, next_lesson)


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A lesson as one reader sees it in a list."""

    lesson: LessonEntry
    is_open: bool
    is_done: bool


@dataclass(frozen=True, slots=True)
class ModuleRow:
    module: ModuleEntry
    done: int
    is_done: bool


def lesson_rows(module: ModuleEntry, done: Done, tier: str) -> list[LessonRow]:
    return [LessonRow(lesson, may_read(lesson.tier, tier), lesson.pk in done) for lesson in module.lessons]


def module_rows(everything: Catalogue, done: Done) -> list[ModuleRow]:
    counted = [(module, sum(lesson.pk in done for lesson in module.lessons)) for module in everything.modules]
    return [ModuleRow(module, count, module.is_written and count == module.lesson_count) for module, count in counted]


def neighbours(everything: Catalogue, lesson: LessonEntry) -> tuple[LessonEntry | None, LessonEntry | None]:
    """The lessons before and after it on the whole path."""
    place = everything.lessons.index(lesson)
    before = everything.lessons[place - 1] if place else None
    return before, next(iter(everything.lessons[place + 1 :]), None)
