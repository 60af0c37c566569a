"""What stands beside the lessons: patterns, diagnostic, mistakes, library; each a YAML file that may be missing."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from curriculum.catalogue import ORIGINAL
from curriculum.loading.fields import LANGUAGES, NAME, Fields, said
from curriculum.loading.yaml_text import read_yaml

type Entry = dict[str, Any]


@dataclass(frozen=True)
class ReferenceFile:
    kind: str
    slug: str
    position: int
    entry: Entry


def read_references(folder: Path, complaints: list[str]) -> list[ReferenceFile]:
    found = [
        *read_list(folder, "patterns.yaml", "pattern", read_pattern, complaints),
        *read_list(folder, "diagnostic.yaml", "heading", read_heading, complaints),
        *read_list(folder, "mistakes.yaml", "mistake", read_mistake, complaints),
        *read_list(folder, "library.yaml", "book", read_book, complaints),
    ]
    complain_of_strangers(found, complaints)
    return found


TOPS = {"pattern": "patterns", "heading": "headings", "mistake": "mistakes", "book": "books"}


def read_list(
    folder: Path, name: str, kind: str, read: Callable[[Fields], Entry], complaints: list[str]
) -> list[ReferenceFile]:
    path = folder / name
    if not path.is_file():
        return []
    try:
        given = read_yaml(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as reason:
        complaints.append(f"{name}: {said(reason)}")
        return []
    top = Fields(name, given, complaints)
    version = top.number("version") if kind == "heading" else 1
    found = []
    for place, entry in enumerate(top.list_of(TOPS[kind], needed=True), 1):
        fields = Fields(f"{name}, no. {place}", entry, complaints)
        slug = fields.words("slug", 60)
        fields.where = f"{name}, {slug or place}"
        found.append(ReferenceFile(kind, slug, place, {**read(fields), "version": version}))
        fields.nothing_else()
    top.nothing_else()
    slugs = [reference.slug for reference in found]
    for twin in sorted({slug for slug in slugs if slugs.count(slug) > 1}):
        complaints.append(f"{name}: slug: “{twin}” stands there twice")
    return found


def in_languages(fields: Fields, read: Callable[[Fields], Entry]) -> Entry:
    """The words by language; the original must be there."""
    words = {}
    for language in LANGUAGES:
        if language in fields.left:
            inner = Fields(f"{fields.where}, {language}", fields.left.pop(language), fields.complaints)
            words[language] = read(inner)
            inner.nothing_else()
    if ORIGINAL not in words:
        fields.complain(ORIGINAL, "is missing")
    return words


def texts(**longest: int) -> Callable[[Fields], Entry]:
    """Reads so many plain texts; 0 characters at most: may be missing."""
    return lambda fields: {name: fields.words(name, most or None, needed=bool(most)) for name, most in longest.items()}


def read_pattern(fields: Fields) -> Entry:
    return {"module": fields.named("module"), "words": in_languages(fields, texts(name=60, text=500, why=400))}


def read_mistake(fields: Fields) -> Entry:
    return {
        "module": fields.named("module"),
        "patterns": fields.keys("patterns", NAME),
        "lessons": fields.keys("lessons"),
        "words": in_languages(fields, texts(title=80, text=900, instead=600)),
    }


def read_book(fields: Fields) -> Entry:
    return {
        "title": fields.words("title", 200),
        "author": fields.words("author", 200, needed=False),
        "publisher": fields.words("publisher", 120, needed=False),
        "year": fields.number("year", 1, 2100) if fields.left.get("year") else fields.left.pop("year", None),
        "series": fields.words("series", 120, needed=False),
        "volume": fields.number("volume") if fields.left.get("volume") else fields.left.pop("volume", None),
        "url": fields.address("url"),
        "lessons": fields.keys("lessons"),
        "words": in_languages(fields, texts(note=600)),
    }


def read_heading(fields: Fields) -> Entry:
    words = in_languages(fields, texts(title=60, intro=300))
    questions = [
        read_question(Fields(f"{fields.where}: question {place}", entry, fields.complaints))
        for place, entry in enumerate(fields.list_of("questions", needed=True), 1)
    ]
    return {"words": words, "questions": questions}


def read_question(fields: Fields) -> Entry:
    question = {
        "slug": fields.named("slug", NAME),
        "words": in_languages(fields, texts(ask=300, hint=0)),
        "answers": [
            read_answer(Fields(f"{fields.where}, answer {place}", entry, fields.complaints))
            for place, entry in enumerate(fields.list_of("answers", needed=True), 1)
        ],
    }
    fields.nothing_else()
    return question


def read_answer(fields: Fields) -> Entry:
    answer = {
        "value": fields.named("value", NAME),
        "points": fields.number("points", 0, 3),
        "pattern": fields.words("pattern", 60, needed=False),
        "words": {language: fields.words(language, 200) for language in LANGUAGES if language in fields.left},
    }
    fields.nothing_else()
    return answer


def complain_of_strangers(found: list[ReferenceFile], complaints: list[str]) -> None:
    """A pattern that is named has to exist."""
    known = {reference.slug for reference in found if reference.kind == "pattern"}
    for reference in found:
        for stranger in sorted(set(patterns_in(reference)) - known):
            complaints.append(f"{reference.kind} {reference.slug}: no pattern is called “{stranger}”")


def patterns_in(reference: ReferenceFile) -> list[str]:
    named = list(reference.entry.get("patterns", []))
    for question in reference.entry.get("questions", []):
        named += [answer["pattern"] for answer in question["answers"] if answer["pattern"]]
    return named
