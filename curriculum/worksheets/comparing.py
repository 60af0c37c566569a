"""What became of the words between two versions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from curriculum.models import WorksheetVersion
from curriculum.worksheets.answers import Field, changed_between, told

WORD = re.compile(r"\s+|[^\s]+")
LINE = re.compile(r".*\n|.+")
MANY = 3000
"""Longer texts are compared line by line: the time grows with the square of the pieces."""


@dataclass(frozen=True)
class Piece:
    """Words that stayed, were added or were removed."""

    kind: str
    words: str


@dataclass(frozen=True)
class Difference:
    label: str
    pieces: list[Piece]


def differences(
    before: WorksheetVersion, after: WorksheetVersion, asked: list[Field], currency: str
) -> list[Difference]:
    """Field by field, in the order of the sheet; fields that say the same are left out."""
    changed = set(changed_between(before.answers, after.answers))
    found = []
    for field in fields_of(asked, after, before):
        if field["name"] in changed:
            texts = [told(field, version.answers.get(field["name"]), currency) for version in (before, after)]
            found.append(Difference(field["label"], pieces(*texts)))
    return found


def fields_of(asked: list[Field], *versions: WorksheetVersion) -> list[Field]:
    """As the lesson asks today; what it asks no longer comes after, as it was asked then."""
    known = {field["name"]: field for field in asked}
    for version in versions:
        for field in version.fields:
            known.setdefault(field["name"], field)
        for name in version.answers:
            known.setdefault(name, {"name": name, "kind": "text", "label": name})
    return list(known.values())


def pieces(before: str, after: str) -> list[Piece]:
    pattern = WORD if max(len(before), len(after)) < MANY * 4 else LINE
    old, new = pattern.findall(before), pattern.findall(after)
    return list(_pieces(old, new))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, old, new, autojunk=len(old) + len(new) > MANY)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(old[start:end]))
            continue
        if start < end:
            yield Piece("removed", "".join(old[start:end]))
        if new_start < new_end:
            yield Piece("added", "".join(new[new_start:new_end]))
