"""The curriculum as everyone in a program sees it: modules, lessons, their titles and tiers, never a lesson's body.

Pages read it from memory. Random editions in the shared cache name what is current, one of the shared curriculum and
one of each program's own changes; a load or an editor that changed something begins a new one, and every process reads
the tables again. Programs that changed nothing share one catalogue.
"""

import time
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import get_language

from curriculum.editing.overlay import OwnChanges, changes_in_scope
from curriculum.entries import Catalogue, LessonEntry, ModuleEntry
from curriculum.models import Lesson, LessonText, ModuleText
from program.tenancy.scope import require_program_id

EDITION = "global:curriculum:edition"
OWN_EDITION = "curriculum:edition"
ORIGINAL = "en"
HEARD_SECONDS = 1.0
_heard: dict[tuple[str, int], tuple[float, str]] = {}


def catalogue(*languages: str) -> Catalogue:
    """The program in scope's. Each text in the first of these languages that has it, and in English if none has."""
    wanted = tuple(dict.fromkeys((*languages, ORIGINAL)))
    program_id = require_program_id()
    return own_catalogue(program_id, heard(OWN_EDITION, program_id), current_edition(), wanted)


def spoken_catalogue() -> Catalogue:
    """For staff and letters: each text in the language that is spoken, else in any."""
    return catalogue(get_language() or ORIGINAL, *dict(settings.LANGUAGES))


def shared_catalogue(*languages: str) -> Catalogue:
    """As it is for a program that changed nothing."""
    return read_catalogue(current_edition(), tuple(dict.fromkeys((*languages, ORIGINAL))))


def current_edition() -> str:
    return heard(EDITION, 0)


def heard(key: str, program_id: int) -> str:
    """What this process heard within the last second, else what all processes share."""
    heard_at, edition = _heard.get((key, program_id), (0.0, ""))
    if time.monotonic() - heard_at > HEARD_SECONDS:
        edition = str(cache.get(key) or cache.get_or_set(key, lambda: uuid4().hex, None))
        _heard[key, program_id] = (time.monotonic(), edition)
    return edition


def begin_edition() -> None:
    cache.set(EDITION, uuid4().hex, None)
    forget_editions()


def begin_own_edition() -> None:
    """After anything that the program in scope changed; call it once the change is committed."""
    cache.set(OWN_EDITION, uuid4().hex, None)
    forget_editions()


def forget_editions() -> None:
    """In this process; it asks again what is current."""
    _heard.clear()


@lru_cache(maxsize=4096)
def own_catalogue(program_id: int, own_edition: str, edition: str, languages: tuple[str, ...]) -> Catalogue:
    """The very same object as everybody's where the program changed nothing."""
    shared = read_catalogue(edition, languages)
    changes = changes_in_scope(languages)
    return overlaid(shared, changes) if changes else shared


def overlaid(shared: Catalogue, changes: OwnChanges) -> Catalogue:
    return Catalogue(tuple(overlaid_module(module, changes) for module in shared.modules))


def overlaid_module(module: ModuleEntry, changes: OwnChanges) -> ModuleEntry:
    """Own lessons added, hidden ones left out, the rest in the program's order with its words.

    A shared lesson that came later to the address of an own one waits until that is gone: two would be one page.
    """
    own = [
        own_entry(module, lesson) for lesson in changes.lessons_of(module.pk) if not changes.is_hidden(lesson["ref"])
    ]
    taken = {lesson.slug for lesson in own}
    shared = [lesson for lesson in module.lessons if not changes.is_hidden(lesson.ref) and lesson.slug not in taken]
    seen = [replace(lesson, **changes.of(lesson.ref, lesson.language)) for lesson in (*shared, *own)]
    ordered = sorted(seen, key=lambda lesson: (lesson.position, lesson.ref < 0, abs(lesson.ref)))
    return replace(module, lessons=tuple(replace(lesson, number=n) for n, lesson in enumerate(ordered, 1)))


def own_entry(module: ModuleEntry, own: dict[str, Any]) -> LessonEntry:
    url = reverse("lesson", args=[module.slug, own["slug"]])
    return LessonEntry(number=0, url=url, module_slug=module.slug, module_title=module.title, **own)


@lru_cache(maxsize=64)
def read_catalogue(edition: str, languages: tuple[str, ...]) -> Catalogue:
    lessons = lessons_by_module(languages)
    texts = ModuleText.objects.filter(module__is_retired=False).order_by("module__position")
    found = first_in(languages, texts.values(*MODULE_FIELDS), "module_id")
    return Catalogue(tuple(module_entry(row, lessons.get(row["module_id"], [])) for row in found))


MODULE_FIELDS = (
    *("module_id", "module__slug", "module__position", "module__requires"),
    *("language", "title", "promise", "outcomes", "note"),
)
LESSON_FIELDS = ("pk", "module_id", "slug", "position", "tier", "minutes", "is_optional", "requires")
TEXT_FIELDS = ("pk", "lesson_id", "language", "title", "summary", "teaser", "digest", "quiz", "worksheet")


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
        requires=tuple(row["module__requires"]),
        lessons=tuple(lesson_entry(number, slug, title, **found) for number, found in enumerate(lessons, 1)),
    )


def lesson_entry(number: int, module: str, title: str, lesson: dict[str, Any], text: dict[str, Any]) -> LessonEntry:
    return LessonEntry(
        ref=lesson["pk"],
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
        position=lesson["position"],
        is_optional=lesson["is_optional"],
        requires=tuple(lesson["requires"]),
        has_quiz=bool(text["quiz"]),
        has_worksheet=bool(text["worksheet"]),
    )
