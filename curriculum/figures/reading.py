"""A figure as a writer describes it in a lesson: a fenced block of the kind `figure`, with YAML inside."""

from dataclasses import dataclass, field
from typing import Any

import yaml
from django.utils.translation import gettext as _

from curriculum.loading.fields import Fields, kind, said
from curriculum.loading.yaml_text import read_yaml

KINDS = ["bars", "split", "line", "steps"]
FEWEST, MOST = 2, 25
MOST_PARTS, MOST_LINES = 6, 3
"""As many as can be told apart."""

SMALLEST, LARGEST = 1e-6, 1e15
"""What a picture can show, beside nothing at all."""


@dataclass(frozen=True, slots=True)
class Figure:
    kind: str
    title: str
    before: str = ""
    """Signs before and after each number, such as $ and %."""

    after: str = ""
    below: str = ""
    """What the points of a line are."""

    rows: list[tuple[str, Any]] = field(default_factory=list)
    """Label and number; of steps, label and sentence."""

    points: list[str] = field(default_factory=list)
    lines: list[tuple[str, list[float]]] = field(default_factory=list)


def read_figure(source: str, where: str, complaints: list[str]) -> Figure | None:
    """None when something is wrong with it; the complaints say what."""
    mine: list[str] = []
    try:
        fields = Fields(where, read_yaml(source), mine)
    except yaml.YAMLError as reason:
        complaints.append(f"{where}: {said(reason)}")
        return None
    figure = taken(fields)
    fields.nothing_else()
    complaints += mine
    return None if mine else figure


def taken(fields: Fields) -> Figure:
    chosen, title = fields.one_of("kind", KINDS), fields.words("title", 160)
    before, after = fields.sign("before"), fields.sign("after")
    if chosen == "line":
        below, given = fields.words("below", 60), some_of(fields, "points", FEWEST, MOST)
        points = [str(point) for point in given if is_label(point)]
        return Figure(chosen, title, before, after, below, points=points, lines=read_lines(fields, len(points)))
    return Figure(chosen, title, before, after, rows=read_rows(fields, chosen))


def some_of(fields: Fields, name: str, fewest: int, most: int) -> list[Any]:
    given = fields.list_of(name, needed=True)
    if not fewest <= len(given) <= most:
        fields.complain(name, _("expected %(fewest)s to %(most)s of them") % {"fewest": fewest, "most": most})
    return given


def read_rows(fields: Fields, chosen: str) -> list[tuple[str, Any]]:
    fits = {"steps": is_text, "split": is_part}.get(chosen, is_number)
    given = some_of(fields, "rows", FEWEST, MOST_PARTS if chosen == "split" else MOST)
    for place, row in enumerate(given, 1):
        if not isinstance(row, list) or len(row) != 2 or not is_label(row[0]) or not fits(row[1]):
            fields.complain(f"rows, no. {place}", _("expected [label, number], or [label, sentence] for steps"))
            return []
    return [(str(label), value) for label, value in given]


def read_lines(fields: Fields, length: int) -> list[tuple[str, list[float]]]:
    given = some_of(fields, "lines", 1, MOST_LINES)
    for place, line in enumerate(given, 1):
        if not (isinstance(line, list) and len(line) == 2 and is_label(line[0]) and isinstance(line[1], list)):
            fields.complain(f"lines, no. {place}", _("expected [name, [numbers]], not %s") % kind(line))
            return []
        if len(line[1]) != length or not all(map(is_number, line[1])):
            fields.complain(f"lines, no. {place}", _("expected %s numbers, one for each point") % length)
    return [(str(name), numbers) for name, numbers in given]


def is_label(value: Any) -> bool:
    """A list in place of a label could be written out without end."""
    return isinstance(value, str | int | float)


def is_number(value: Any) -> bool:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    return value == 0 or SMALLEST <= abs(value) <= LARGEST


def is_part(value: Any) -> bool:
    return is_number(value) and value >= 0


def is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())
