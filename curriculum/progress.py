"""A member's way through the curriculum."""

from dataclasses import dataclass
from datetime import datetime

from curriculum.about import keys_of
from curriculum.catalogue import Catalogue, LessonEntry, ModuleEntry, catalogue
from curriculum.gates import Wall, is_complete, may_read, wall_before
from curriculum.learning.learner import Learner
from curriculum.learning.order import in_order
from curriculum.models import LessonProgress
from members.models import Membership


def path(*languages: str) -> list[ModuleEntry]:
    """The modules in order, in the first of these languages that each is written in."""
    return list(catalogue(*languages).modules)


def mark_done(membership: Membership, lesson: LessonEntry, *, now: datetime) -> None:
    """Once: who says so twice was done the first time."""
    row = LessonProgress(membership=membership, **keys_of(lesson.ref), done_at=now)
    LessonProgress.objects.bulk_create([row], ignore_conflicts=True)


def mark_open(membership: Membership, lesson: LessonEntry) -> None:
    LessonProgress.objects.filter(membership=membership, ref=lesson.ref).delete()


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a member is."""

    done: int
    total: int
    next_lesson: LessonEntry | None
    """The first on their way that is open to them and not yet done."""


def stand(everything: Catalogue, learner: Learner) -> Standing:
    ahead = [lesson for lesson in everything.lessons if lesson.ref not in learner.done]
    mine = (lesson for module in in_order(everything, learner) for lesson in module.lessons)
    unread = (lesson for lesson in mine if lesson.ref not in learner.done)
    next_lesson = next((lesson for lesson in unread if may_read(lesson, everything, learner)), None)
    total = len(everything.lessons)
    return Standing(total - len(ahead), total, next_lesson)


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A lesson as one reader sees it in a list."""

    lesson: LessonEntry
    wall: Wall | None
    is_done: bool

    @property
    def is_open(self) -> bool:
        return self.wall is None


@dataclass(frozen=True, slots=True)
class ModuleRow:
    module: ModuleEntry
    done: int
    is_done: bool


def lesson_rows(module: ModuleEntry, everything: Catalogue, learner: Learner) -> list[LessonRow]:
    return [
        LessonRow(lesson, wall_before(lesson, everything, learner), lesson.ref in learner.done)
        for lesson in module.lessons
    ]


def module_rows(everything: Catalogue, learner: Learner) -> list[ModuleRow]:
    """In the order that serves this member best."""
    modules = in_order(everything, learner)
    counted = [(module, sum(lesson.ref in learner.done for lesson in module.lessons)) for module in modules]
    return [ModuleRow(module, count, module.is_written and is_complete(module, learner)) for module, count in counted]


def neighbours(everything: Catalogue, lesson: LessonEntry) -> tuple[LessonEntry | None, LessonEntry | None]:
    """The lessons before and after it on the whole path."""
    place = everything.lessons.index(lesson)
    before = everything.lessons[place - 1] if place else None
    return before, next(iter(everything.lessons[place + 1 :]), None)
