"""A worksheet to take along: the same words for Markdown and for paper."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from curriculum.models import WorksheetVersion
from curriculum.worksheets.answers import told
from curriculum.worksheets.comparing import fields_of
from curriculum.worksheets.sheet import Sheet
from program import clock

SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&])")
STARTS = re.compile(r"^(\s*)([-+=]|\d+[.)])", re.MULTILINE)
GAP = re.compile(r"^[ \t]+(?=\S)", re.MULTILINE)


@dataclass(frozen=True)
class Paper:
    program: str
    venture: str
    lesson: str
    title: str
    saved: str
    """Version, day and by whom, in one line."""

    answers: list[tuple[str, str]]

    @property
    def words(self) -> str:
        return "".join([self.program, self.venture, self.lesson, self.title, self.saved, *map("".join, self.answers)])


def paper_of(sheet: Sheet, version: WorksheetVersion, program: str, zone: clock.ZoneInfo) -> Paper:
    by = version.saved_by
    facts: dict[str, Any] = {
        "number": version.number,
        "day": clock.local_time(version.saved_at, zone),
        "name": by.display_name if by else "",
    }
    saved = _("Version %(number)s, %(day)s, saved by %(name)s") if by else _("Version %(number)s, %(day)s")
    return Paper(
        program=program,
        venture=str(sheet.venture),
        lesson=f"{sheet.lesson.module_title} · {sheet.lesson.title}",
        title=sheet.title,
        saved=saved % facts,
        answers=[
            (field["label"], told(field, version.answers.get(field["name"]), sheet.currency))
            for field in fields_of(sheet.asked, version)
        ],
    )


def markdown_of(paper: Paper) -> str:
    parts = [f"# {escaped(paper.title)}", f"**{escaped(paper.venture)}** · {escaped(paper.lesson)}"]
    parts += [f"{escaped(paper.saved)} · {escaped(paper.program)}"]
    for label, words in paper.answers:
        parts += [f"## {escaped(label)}", escaped(words) or "–"]
    return "\n\n".join(parts) + "\n"


def escaped(words: str) -> str:
    """Shown as it was typed: nothing in it is Markdown; its line breaks stay."""
    plain = STARTS.sub(r"\1\\\2", SPECIAL.sub(r"\\\1", words.strip()))
    plain = re.sub(r"\\(\d+)([.)])", r"\1\\\2", plain)
    plain = GAP.sub(lambda gap: "\u00a0" * len(gap[0].expandtabs(4)), plain)  # Four spaces would make it code.
    return re.sub(r"(?<!\n)\n(?!\n)", "  \n", plain)
