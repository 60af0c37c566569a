"""Patterns, headings, mistakes and books in the reader's language, read from memory."""

from functools import lru_cache
from typing import Any

from curriculum.catalogue import ORIGINAL, current_edition
from curriculum.models import Reference

type Entry = dict[str, Any]


def references(kind: str, *languages: str) -> tuple[Entry, ...]:
    """In their order. Each has its `slug` and `language` and, beside what its file says, its words."""
    return _read(current_edition(), kind, tuple(dict.fromkeys((*languages, ORIGINAL))))


def reference(kind: str, slug: str, *languages: str) -> Entry | None:
    return next((entry for entry in references(kind, *languages) if entry["slug"] == slug), None)


@lru_cache(maxsize=64)
def _read(edition: str, kind: str, languages: tuple[str, ...]) -> tuple[Entry, ...]:
    rows = Reference.objects.filter(kind=kind).order_by("position")
    return tuple(told(row, languages) for row in rows)


def told(row: Reference, languages: tuple[str, ...]) -> Entry:
    language, words = in_words(row.entry["words"], languages)
    entry = {**row.entry, **words, "slug": row.slug, "language": language}
    if "questions" in entry:
        entry["questions"] = [told_question(question, languages) for question in entry["questions"]]
    return entry


def told_question(question: Entry, languages: tuple[str, ...]) -> Entry:
    answers = [{**answer, "text": in_words(answer["words"], languages)[1]} for answer in question["answers"]]
    return {**question, **in_words(question["words"], languages)[1], "answers": answers}


def in_words(words: dict[str, Any], languages: tuple[str, ...]) -> tuple[str, Any]:
    """The most wanted language there is, and what it says."""
    language = next(code for code in languages if code in words)
    return language, words[language]
