"""A lesson's body. Ask `wall_before` first: nothing else stands between these words and a page."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString, mark_safe

from curriculum.entries import LessonEntry
from curriculum.models import LessonText, Revision

MANY_PARTS = 3


@dataclass(frozen=True, slots=True)
class LessonBody:
    html: SafeString
    contents: tuple[tuple[str, str], ...]
    task: str
    mistakes: tuple[str, ...]
    sources: tuple[dict[str, Any], ...]
    quiz: tuple[dict[str, Any], ...]
    """Of each question `ask` and `answers`; of each answer `text`, `right` and `why`."""

    worksheet: dict[str, Any] | None
    """Its `title`, `intro` and `fields`."""


def body_of(lesson: LessonEntry) -> LessonBody:
    return _body(lesson.text_id, lesson.digest)


@lru_cache(maxsize=512)
def _body(text_id: int, digest: str) -> LessonBody:
    """Kept in this process under the digest of its words: other words have another digest."""
    text = text_of(text_id)
    contents = tuple((slug, words) for slug, words in text.contents)
    return LessonBody(
        html=mark_safe(text.body_html),  # noqa: S308 - sanitized by nh3 when it was saved
        contents=contents if len(contents) >= MANY_PARTS else (),
        task=text.task,
        mistakes=tuple(text.mistakes),
        sources=tuple(text.sources),
        quiz=tuple(text.quiz),
        worksheet=text.worksheet,
    )


def text_of(text_id: int) -> LessonText | Revision:
    return get_object_or_404(LessonText, pk=text_id) if text_id > 0 else get_object_or_404(Revision, pk=-text_id)
