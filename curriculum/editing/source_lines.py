"""Sources, one a line: title | author | year | link | note."""

import re
from typing import Any

NAMES = ("title", "author", "year", "url", "note")
BAR = re.compile(r"(?<!\\)\|")
YEAR = re.compile(r"\d{1,4}")


def source_lines(sources: list[dict[str, Any]]) -> str:
    return "\n".join(source_line(source) for source in sources)


def source_line(source: dict[str, Any]) -> str:
    parts = [str(source.get(name) or "").replace("|", r"\|") for name in NAMES]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    return " | ".join(parts)


def read_source_lines(text: str) -> tuple[list[dict[str, Any]], list[int]]:
    """Sources in the shape of the files, and the number of the line each stands in."""
    filled = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    return [read_source_line(line) for _number, line in filled], [number for number, _line in filled]


def read_source_line(line: str) -> dict[str, Any]:
    """What is too much goes to the note."""
    parts = [part.strip().replace(r"\|", "|") for part in BAR.split(line, len(NAMES) - 1)]
    source: dict[str, Any] = {name: part for name, part in zip(NAMES, parts, strict=False) if part}
    if YEAR.fullmatch(source.get("year", "")):
        source["year"] = int(source["year"])
    return source
