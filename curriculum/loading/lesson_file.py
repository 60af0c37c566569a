"""One file of a lesson: front matter, and the text below it."""

import re
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from curriculum.loading.fields import Fields, said
from curriculum.loading.markdown import Images, render
from curriculum.loading.quiz import read_quiz
from curriculum.loading.worksheet import read_worksheet
from curriculum.loading.yaml_text import read_yaml
from members.models import Tier

FENCE = re.compile(r"\A---\r?\n(?P<front>.*?)^---\r?\n(?P<body>.*)\Z", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class LessonWords:
    title: str
    summary: str
    teaser: str
    body: str
    body_html: str
    contents: list[list[str]]
    task: str
    mistakes: list[str]
    sources: list[dict[str, Any]]
    quiz: list[dict[str, Any]]
    worksheet: dict[str, Any] | None

    @property
    def digest(self) -> str:
        return sha256(repr(asdict(self)).encode()).hexdigest()


@dataclass(frozen=True)
class LessonFile:
    tier: str
    minutes: int
    is_optional: bool
    requires: list[str]
    words: LessonWords


def read_lesson_file(file: Path, where: str, complaints: list[str]) -> LessonFile | None:
    try:
        parts = FENCE.match(file.read_text("utf-8"))
        front = read_yaml(parts["front"]) if parts else None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as reason:
        complaints.append(f"{where}: {said(reason)}")
        return None
    if not parts:
        complaints.append(f"{where}: expected front matter between two lines of ---")
        return None
    fields = Fields(where, front, complaints)
    read = LessonFile(
        fields.one_of("tier", Tier.values),
        fields.number("minutes"),
        fields.flag("optional"),
        fields.keys("requires"),
        lesson_words(fields, parts["body"], file.stem),
    )
    fields.nothing_else()
    return read


def lesson_words(fields: Fields, body: str, language: str, images: Images | None = None) -> LessonWords:
    rendered = render(body, language, images)
    for problem in rendered.complaints:
        fields.complain("", problem)
    if not rendered.html.strip():
        fields.complain("", "has no text below the front matter")
    return LessonWords(
        title=fields.words("title", 120),
        summary=fields.words("summary", 300),
        teaser=fields.words("teaser"),
        body=body.strip(),
        body_html=rendered.html,
        contents=rendered.contents,
        task=fields.words("do"),
        mistakes=fields.sentences("mistakes"),
        sources=read_sources(fields),
        quiz=read_quiz(fields),
        worksheet=read_worksheet(fields),
    )


def read_sources(lesson: Fields) -> list[dict[str, Any]]:
    return [
        read_source(Fields(f"{lesson.where}: sources, no. {place}", entry, lesson.complaints))
        for place, entry in enumerate(lesson.list_of("sources"), 1)
    ]


def read_source(fields: Fields) -> dict[str, Any]:
    source = {
        "title": fields.words("title"),
        "author": fields.words("author", needed=False),
        "year": fields.number("year", 1, 2100) if fields.left.get("year") else None,
        "url": fields.address("url"),
        "note": fields.words("note", needed=False),
    }
    fields.left.pop("year", None)
    fields.nothing_else()
    return source
