"""Modules and lessons as everybody may know them: titles and tiers, never a lesson's body."""

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class LessonEntry:
    ref: int
    """Its number in every table about lessons; below zero for a program's own."""

    number: int
    tier: str
    minutes: int
    url: str
    slug: str
    title: str
    summary: str
    teaser: str
    language: str
    text_id: int
    """Of the shared words; below zero the revision of the program's own."""

    digest: str
    module_slug: str
    module_title: str
    position: int = 0
    is_optional: bool = False
    requires: tuple[str, ...] = ()
    """Lessons to be done first, as module/lesson."""

    opens_after_days: int | None = None
    has_quiz: bool = False
    has_worksheet: bool = False

    @property
    def key(self) -> str:
        return f"{self.module_slug}/{self.slug}"


@dataclass(frozen=True)
class ModuleEntry:
    pk: int
    slug: str
    position: int
    title: str
    promise: str
    outcomes: tuple[str, ...]
    note: str
    language: str
    url: str
    lessons: tuple[LessonEntry, ...]
    requires: tuple[str, ...] = ()
    """Modules to be done first."""

    @cached_property
    def required(self) -> tuple[LessonEntry, ...]:
        """The lessons without which it is not complete."""
        return tuple(lesson for lesson in self.lessons if not lesson.is_optional)

    @property
    def lesson_count(self) -> int:
        return len(self.lessons)

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons)

    @property
    def is_written(self) -> bool:
        return bool(self.lessons)


@dataclass(frozen=True)
class Catalogue:
    modules: tuple[ModuleEntry, ...]

    @cached_property
    def lessons(self) -> tuple[LessonEntry, ...]:
        """In the order of the path."""
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    @cached_property
    def by_slug(self) -> dict[str, ModuleEntry]:
        return {module.slug: module for module in self.modules}

    @cached_property
    def lesson_by_key(self) -> dict[str, LessonEntry]:
        """By module/lesson."""
        return {lesson.key: lesson for lesson in self.lessons}

    @cached_property
    def lesson_by_ref(self) -> dict[int, LessonEntry]:
        return {lesson.ref: lesson for lesson in self.lessons}
