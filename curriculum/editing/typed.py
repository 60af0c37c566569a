"""A lesson's words as an editor types them, each field one text, and read again by the code that reads the files."""

import re
from collections.abc import Mapping
from typing import Any

import yaml
from django.utils.translation import gettext as _

from curriculum.editing.source_lines import read_source_lines, source_lines
from curriculum.loading.fields import Fields, said
from curriculum.loading.lesson_file import LessonWords, lesson_words
from curriculum.loading.markdown import Images
from curriculum.loading.yaml_text import read_yaml

type Complaints = dict[str, list[str]]
"""By the name of the field."""

FIELDS = ("title", "summary", "teaser", "body", "task", "mistakes", "sources", "quiz", "worksheet")
IN_FILES = {"do": "task"}
COMPLAINT = re.compile(
    r": (?P<field>title|summary|teaser|do|mistakes|sources|quiz|worksheet)\b(?P<said>.*)", re.DOTALL
)
QUESTION = ("ask", "answers")
ANSWER = ("text", "right", "why")
WORKSHEET = ("title", "intro", "fields")
ASKED = ("name", "kind", "label", "hint", "example", "needed", "choices")


def typed(words: Any) -> dict[str, str]:
    """Of a revision, of shared words, or of a version's mapping."""
    given = words if isinstance(words, Mapping) else {name: getattr(words, name) for name in FIELDS}
    plain = {name: str(given[name]) for name in ("title", "summary", "teaser", "body", "task")}
    return {
        **plain,
        "mistakes": "\n".join(given["mistakes"]),
        "sources": source_lines(given["sources"]),
        "quiz": quiz_text(given["quiz"]),
        "worksheet": worksheet_text(given["worksheet"]),
    }


def quiz_text(quiz: list[dict[str, Any]]) -> str:
    asked = [{**picked(one, QUESTION), "answers": [picked(a, ANSWER) for a in one["answers"]]} for one in quiz]
    return dumped(asked) if asked else ""


def worksheet_text(worksheet: dict[str, Any] | None) -> str:
    if not worksheet:
        return ""
    return dumped({**picked(worksheet, WORKSHEET), "fields": [picked(field, ASKED) for field in worksheet["fields"]]})


def picked(given: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """In the order of the files, without what is empty."""
    return {name: given[name] for name in names if given.get(name)}


def dumped(value: Any) -> str:
    return str(yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=110))


def read(given: Mapping[str, str], images: Images, language: str = "en") -> tuple[LessonWords, Complaints]:
    """The words, complete only if there are no complaints."""
    complaints: Complaints = {}
    sources, lines = read_source_lines(given["sources"])
    found = {
        **{name: given[name] for name in ("title", "summary", "teaser")},
        "do": given["task"],
        "mistakes": [line for line in given["mistakes"].splitlines() if line.strip()],
        "sources": sources,
        "quiz": from_yaml("quiz", given["quiz"], complaints) or [],
        "worksheet": from_yaml("worksheet", given["worksheet"], complaints),
    }
    heard: list[str] = []
    words = lesson_words(Fields("", found, heard), given["body"].replace("\r\n", "\n"), language, images)
    for complaint in heard:
        name, told = attributed(complaint, lines)
        complaints.setdefault(name, []).append(told)
    return words, complaints


def from_yaml(name: str, text: str, complaints: Complaints) -> Any:
    """What the text says, with or without the name of the field above it."""
    try:
        found = read_yaml(text)
    except yaml.YAMLError as reason:
        complaints[name] = [sentence(said(reason))]
        return None
    return found[name] if isinstance(found, dict) and set(found) == {name} else found


def attributed(complaint: str, lines: list[int]) -> tuple[str, str]:
    """The field that is meant, and what is said about it there."""
    found = COMPLAINT.match(complaint)
    if found is None:
        return "body", sentence(_("is missing") if "no text below" in complaint else complaint)
    name = IN_FILES.get(found["field"], found["field"])
    words = found["said"]
    if name == "sources":
        words = re.sub(r"^, no\. (\d+)", lambda place: _("line %s") % lines[int(place[1]) - 1], words)
    return name, sentence(words)


def is_missing(complaint: str) -> bool:
    return complaint == sentence(_("is missing"))


def sentence(words: str) -> str:
    words = words.lstrip(":, ")
    return words[:1].upper() + words[1:]
