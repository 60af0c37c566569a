"""A member's way through the curriculum."""

from dataclasses import dataclass
from datetime import datetime

from curriculum.entries import Catalogue, LessonEntry, ModuleEntry
from curriculum.gates import Wall, is_complete, wall_before
from curriculum.learning.learner import Learner
from curriculum.learning.order import in_order


@dataclass(frozen=True, slots=True)
class Stage:
    """A module on the line of all modules."""

    title: str
    language: str
    url: str
    is_done: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a member is."""

    done: int
    total: int
    next_lesson: LessonEntry | None
    """The first on their way that is open to them and not yet done."""

    done_here: int = 0
    total_here: int = 0
    """In the module of that lesson."""

    stages: tuple[Stage, ...] = ()
    waits_for: LessonEntry | None = None
    waits_until: datetime | None = None
    """When nothing is open: what opens first by date."""

    needs_tier: bool = False
    """When nothing is open: whether a higher tier opens more."""

    @property
    def completed(self) -> list[Stage]:
        return [stage for stage in self.stages if stage.is_done]


def stand(everything: Catalogue, learner: Learner) -> Standing:
    modules = in_order(everything, learner)
    mine = [lesson for module in modules for lesson in module.lessons]
    unread = [lesson for lesson in mine if lesson.ref not in learner.done]
    walls = ((lesson, wall_before(lesson, everything, learner)) for lesson in unread)
    closed: list[tuple[LessonEntry, Wall]] = []
    for lesson, wall in walls:
        if wall is None:
            return going_on(modules, lesson, len(unread), everything, learner)
        closed.append((lesson, wall))
    dated = [(wall.opens_at, lesson) for lesson, wall in closed if wall.opens_at]
    waits_until, waits_for = min(dated, key=lambda pair: pair[0], default=(None, None))
    return Standing(
        len(mine) - len(unread),
        len(mine),
        None,
        stages=stages_of(modules, None, learner),
        waits_for=waits_for,
        waits_until=waits_until,
        needs_tier=any(wall.tier for _lesson, wall in closed),
    )


def going_on(
    modules: list[ModuleEntry], next_lesson: LessonEntry, unread: int, everything: Catalogue, learner: Learner
) -> Standing:
    here = everything.by_slug[next_lesson.module_slug]
    total = len(everything.lessons)
    done_here = sum(lesson.ref in learner.done for lesson in here.lessons)
    stages = stages_of(modules, here, learner)
    return Standing(total - unread, total, next_lesson, done_here, here.lesson_count, stages)


def stages_of(modules: list[ModuleEntry], here: ModuleEntry | None, learner: Learner) -> tuple[Stage, ...]:
    return tuple(
        Stage(module.title, module.language, module.url, is_completed(module, learner), module is here)
        for module in modules
        if module.is_written
    )


def is_completed(module: ModuleEntry, learner: Learner) -> bool:
    """One that asks for nothing is never in the way, and no achievement."""
    return bool(module.required) and is_complete(module, learner)


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
    wall: Wall | None = None
    """Before its first lesson, where none of them is open."""


def lesson_rows(module: ModuleEntry, everything: Catalogue, learner: Learner) -> list[LessonRow]:
    return [
        LessonRow(lesson, wall_before(lesson, everything, learner), lesson.ref in learner.done)
        for lesson in module.lessons
    ]


def module_rows(everything: Catalogue, learner: Learner) -> list[ModuleRow]:
    """In the order that serves this member best."""
    return [module_row(module, everything, learner) for module in in_order(everything, learner)]


def module_row(module: ModuleEntry, everything: Catalogue, learner: Learner) -> ModuleRow:
    done = sum(lesson.ref in learner.done for lesson in module.lessons)
    walls = [wall_before(lesson, everything, learner) for lesson in module.lessons]
    wall = walls[0] if walls and all(walls) else None
    return ModuleRow(module, done, is_completed(module, learner), wall)


def neighbours(everything: Catalogue, lesson: LessonEntry) -> tuple[LessonEntry | None, LessonEntry | None]:
    """The lessons before and after it on the whole path."""
    place = everything.lessons.index(lesson)
    before = everything.lessons[place - 1] if place else None
    return before, next(iter(everything.lessons[place + 1 :]), None)
