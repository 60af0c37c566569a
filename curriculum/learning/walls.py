"""A wall in words: what comes first, how far the reader is in it, and where to go on."""

from dataclasses import dataclass

from curriculum.entries import Catalogue, LessonEntry, ModuleEntry
from curriculum.gates import Wall, may_read
from curriculum.learning.learner import Learner


@dataclass(frozen=True, slots=True)
class Before:
    """A module or a lesson that comes first."""

    title: str
    language: str
    url: str
    done: int
    total: int
    next_lesson: LessonEntry | None
    """The first in it that is open to the reader and not yet done."""

    is_module: bool


@dataclass(frozen=True, slots=True)
class WallPage:
    wall: Wall
    before: tuple[Before, ...]

    @property
    def next_lesson(self) -> LessonEntry | None:
        return next((before.next_lesson for before in self.before if before.next_lesson), None)


def told(wall: Wall, everything: Catalogue, learner: Learner) -> WallPage:
    modules = [of_module(module, everything, learner) for module in wall.modules]
    lessons = [of_lesson(lesson, everything, learner) for lesson in wall.lessons]
    return WallPage(wall, (*modules, *lessons))


def of_module(module: ModuleEntry, everything: Catalogue, learner: Learner) -> Before:
    left = [lesson for lesson in module.required if lesson.ref not in learner.done]
    next_lesson = next((lesson for lesson in left if may_read(lesson, everything, learner)), None)
    total = len(module.required)
    return Before(module.title, module.language, module.url, total - len(left), total, next_lesson, is_module=True)


def of_lesson(lesson: LessonEntry, everything: Catalogue, learner: Learner) -> Before:
    next_lesson = lesson if may_read(lesson, everything, learner) else None
    return Before(lesson.title, lesson.language, lesson.url, 0, 1, next_lesson, is_module=False)
