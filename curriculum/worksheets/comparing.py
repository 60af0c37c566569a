"""What became of the words between two versions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from curriculum.models import WorksheetVersion
from curriculum.worksheets.answers import Field, changed_between, told

WORD = re.compile(r"\s+|[^\s]+")
LINE = re.compile(r".*\n|.+")
ALIKE = 0.5
"""Below it two texts share little more than their gaps: one is shown whole instead of the other."""

MANY = 3000
"""Longer texts are compared line by line: the time grows with the square of the pieces."""


@dataclass(frozen=True)
class Piece:
    """Words that stayed, were added or were removed."""

    kind: str
    words: str


@dataclass(frozen=True)
class Difference:
    name: str
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
            found.append(Difference(field["name"], field["label"], pieces(*texts)))
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


def label_of(name: str, asked: list[Field], version: WorksheetVersion) -> str:
    """Empty for the whole sheet."""
    return next((field["label"] for field in fields_of(asked, version) if field["name"] == name), "")


def pieces(before: str, after: str) -> list[Piece]:
    pattern = WORD if max(len(before), len(after)) < MANY * 4 else LINE
    old, new = pattern.findall(before), pattern.findall(after)
    return list(_pieces(old, new))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    """A gap that stayed between two changes belongs to them: words that moved apart read worse than a new sentence."""
    removed, added = "", ""
    for kind, start, end, new_start, new_end in opcodes(old, new):
        before, after = "".join(old[start:end]), "".join(new[new_start:new_end])
        if kind == "equal" and (before.strip() or not (removed or added)):
            yield from changed(removed, added)
            yield Piece("same", before)
            removed, added = "", ""
        else:
            removed, added = removed + before, added + after
    yield from changed(removed, added)


def opcodes(old: list[str], new: list[str]) -> list[tuple[str, int, int, int, int]]:
    matcher = SequenceMatcher(None, old, new, autojunk=len(old) + len(new) > MANY)
    if matcher.ratio() < ALIKE:
        return [("replace", 0, len(old), 0, len(new))]
    return list(matcher.get_opcodes())


def changed(removed: str, added: str) -> Iterator[Piece]:
    if removed:
        yield Piece("removed", removed)
    if added:
        yield Piece("added", added)
