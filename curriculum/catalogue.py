"""The curriculum as everyone sees it: modules, lessons, their titles and tiers, never a lesson's body.

Pages read it from memory. A random edition in the shared cache names what is current; a load that changed something
begins a new one, and every process reads the tables again.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from uuid import uuid4

from django.core.cache import cache
from django.urls import reverse

from curriculum.models import Lesson, LessonText, ModuleText

EDITION = "global:curriculum:edition"
ORIGINAL = "en"
HEARD_SECONDS = 1.0
_heard: dict[str, tuple[float, str]] = {}


@dataclass(frozen=True, slots=True)
class LessonEntry:
    pk: int
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
    digest: str
    module_slug: str
    module_title: str


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
    def lesson_by_slugs(self) -> dict[tuple[str, str], LessonEntry]:
        return {(lesson.module_slug, lesson.slug): lesson for lesson in self.lessons}


def catalogue(*languages: str) -> Catalogue:
    """Each text in the first of these languages that has it, and in English if none has."""
    return read_catalogue(current_edition(), tuple(dict.fromkeys((*languages, ORIGINAL))))


def current_edition() -> str:
    """What this process heard within the last second, else what all processes share."""
    heard_at, edition = _heard.get(EDITION, (0.0, ""))
    if time.monotonic() - heard_at > HEARD_SECONDS:
        edition = str(cache.get(EDITION) or cache.get_or_set(EDITION, lambda: uuid4().hex, None))
        _heard[EDITION] = (time.monotonic(), edition)
    return edition


def begin_edition() -> None:
    cache.set(EDITION, uuid4().hex, None)
    _heard.clear()


@lru_cache(maxsize=64)
def read_catalogue(edition: str, languages: tuple[str, ...]) -> Catalogue:
    lessons = lessons_by_module(languages)
    texts = ModuleText.objects.filter(module__is_retired=False).order_by("module__position")
    found = first_in(languages, texts.values(*MODULE_FIELDS), "module_id")
    return Catalogue(tuple(module_entry(row, lessons.get(row["module_id"], [])) for row in found))


MODULE_FIELDS = ("module_id", "module__slug", "module__position", "language", "title", "promise", "outcomes", "note")
LESSON_FIELDS = ("pk", "module_id", "slug", "tier", "minutes")
TEXT_FIELDS = ("pk", "lesson_id", "language", "title", "summary", "teaser", "digest")


def lessons_by_module(languages: tuple[str, ...]) -> dict[int, list[dict[str, Any]]]:
    lessons = Lesson.objects.filter(is_retired=False).order_by("module_id", "position").values(*LESSON_FIELDS)
    texts = LessonText.objects.filter(lesson__is_retired=False).values(*TEXT_FIELDS)
    text_of = {text["lesson_id"]: text for text in first_in(languages, texts, "lesson_id")}
    found: dict[int, list[dict[str, Any]]] = {}
    for lesson in lessons:
        if lesson["pk"] in text_of:
            found.setdefault(lesson["module_id"], []).append({"lesson": lesson, "text": text_of[lesson["pk"]]})
    return found


def first_in(languages: tuple[str, ...], texts: Any, owner: str) -> Iterator[dict[str, Any]]:
    """Of each owner's texts the one in the most wanted language; owners in the order they came."""
    best: dict[int, dict[str, Any]] = {}
    for text in texts:
        if text["language"] not in languages:
            continue
        known = best.setdefault(text[owner], text)
        if languages.index(text["language"]) < languages.index(known["language"]):
            best[text[owner]] = text
    yield from best.values()


def module_entry(row: dict[str, Any], lessons: list[dict[str, Any]]) -> ModuleEntry:
    slug, title = row["module__slug"], row["title"]
    return ModuleEntry(
        pk=row["module_id"],
        slug=slug,
        position=row["module__position"],
        title=title,
        promise=row["promise"],
        outcomes=tuple(row["outcomes"]),
        note=row["note"],
        language=row["language"],
        url=reverse("module", args=[slug]),
        lessons=tuple(lesson_entry(number, slug, title, **found) for number, found in enumerate(lessons, 1)),
    )


def lesson_entry(number: int, module: str, title: str, lesson: dict[str, Any], text: dict[str, Any]) -> LessonEntry:
    return LessonEntry(
        pk=lesson["pk"],
        number=number,
        tier=lesson["tier"],
        minutes=lesson["minutes"],
        url=reverse("lesson", args=[module, lesson["slug"]]),
        slug=lesson["slug"],
        title=text["title"],
        summary=text["summary"],
        teaser=text["teaser"],
        language=text["language"],
        text_id=text["pk"],
        digest=text["digest"],
        module_slug=module,
        module_title=title,
    )
