"""What differs between two states of a lesson's words, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from curriculum.editing.typed import FIELDS, typed

LABELS: dict[str, Promise] = {
    "title": _("Title"),
    "summary": _("Summary"),
    "teaser": _("Teaser"),
    "body": _("Text"),
    "task": _("Do this"),
    "mistakes": _("Mistakes"),
    "sources": _("Sources"),
    "quiz": _("Quiz"),
    "worksheet": _("Worksheet"),
}
WORD = re.compile(r"\S+\s*|\s+")
NEAR = 1
"""Lines shown before and after what changed."""


@dataclass(frozen=True, slots=True)
class Piece:
    kind: str
    """same, added, removed or skipped"""

    words: str


@dataclass(frozen=True, slots=True)
class Difference:
    label: Promise
    pieces: tuple[Piece, ...]


def differences(before: Any, after: Any) -> list[Difference]:
    """Of each field that is not the same; both are words or mappings of them."""
    return between(typed(before), typed(after))


def between(old: dict[str, str], new: dict[str, str]) -> list[Difference]:
    changed = [name for name in FIELDS if lines_of(old[name]) != lines_of(new[name])]
    return [Difference(LABELS[name], tuple(pieces(old[name], new[name]))) for name in changed]


def lines_of(text: str) -> list[str]:
    return [line.rstrip() + "\n" for line in text.strip().splitlines()]


def pieces(old: str, new: str) -> Iterator[Piece]:
    before, after = lines_of(old), lines_of(new)
    for kind, a, b, c, d in SequenceMatcher(None, before, after).get_opcodes():
        if kind == "equal":
            yield from unchanged(before[a:b], is_first=a == 0, is_last=b == len(before))
        else:
            yield from words_between("".join(before[a:b]), "".join(after[c:d]))


def unchanged(lines: list[str], *, is_first: bool, is_last: bool) -> Iterator[Piece]:
    """Of a long stretch only what stands next to a change."""
    head = 0 if is_first else NEAR
    tail = 0 if is_last else NEAR
    if len(lines) <= head + tail + 1:
        yield Piece("same", "".join(lines))
        return
    yield Piece("same", "".join(lines[:head]))
    yield Piece("skipped", "…\n")
    yield Piece("same", "".join(lines[len(lines) - tail :]))


def words_between(old: str, new: str) -> Iterator[Piece]:
    before, after = WORD.findall(old), WORD.findall(new)
    for kind, a, b, c, d in SequenceMatcher(None, before, after).get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(before[a:b]))
            continue
        if a < b:
            yield Piece("removed", "".join(before[a:b]))
        if c < d:
            yield Piece("added", "".join(after[c:d]))
