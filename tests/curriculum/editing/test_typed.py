"""Words as an editor types them say the same as the words they were made from."""

from pathlib import Path
from typing import Any

import pytest

from curriculum.editing.differences import between, pieces
from curriculum.editing.source_lines import read_source_lines, source_lines
from curriculum.editing.typed import FIELDS, read, typed
from curriculum.loading.folder import read_content
from curriculum.management.commands.load_curriculum import CONTENT
from tests.curriculum.content import COURSE

SOURCES: list[dict[str, Any]] = [
    {"title": "A | B", "author": "C", "year": 1999, "url": "https://example.org/?a=b", "note": "Read it."},
    {"title": "Only a title", "author": "", "year": None, "url": "", "note": ""},
    {"title": "With a note", "author": "", "year": None, "url": "", "note": "x | y"},
]


def no_pictures(address: str) -> None:
    return None


@pytest.mark.parametrize("folder", [COURSE, CONTENT], ids=["course", "content"])
def test_every_lesson_reads_back_as_it_was(folder: Path) -> None:
    """So that saving without a change makes no revision."""
    lessons = [lesson for module in read_content(folder).modules for lesson in module.lessons]
    for language, words in (found for lesson in lessons for found in lesson.words.items()):
        again, complaints = read(typed(words), no_pictures, language)
        assert complaints == {}
        assert again == words


def test_sources_go_through_a_line_each() -> None:
    found, lines = read_source_lines("\n" + source_lines(SOURCES))
    assert lines == [2, 3, 4]
    assert [source["title"] for source in found] == ["A | B", "Only a title", "With a note"]
    assert found[0] == SOURCES[0]
    assert found[2]["note"] == "x | y"


def test_name_of_the_field_may_stand_above_what_is_typed() -> None:
    text = "quiz:\n  - ask: Who?\n    answers: [{text: A, right: true, why: B}, {text: C, why: D}]"
    words, complaints = read({**dict.fromkeys(FIELDS, "x"), "worksheet": "", "quiz": text}, no_pictures)
    assert "quiz" not in complaints
    assert words.quiz[0]["ask"] == "Who?"


def test_difference_is_told_word_by_word() -> None:
    found = [(piece.kind, piece.words) for piece in pieces("The herring asks first.", "The walrus asks first.")]
    assert found == [
        ("same", "The "), ("removed", "herring "), ("added", "walrus "), ("same", "asks first.\n"),
    ]  # fmt: skip


def test_long_stretches_that_stayed_are_left_out() -> None:
    lines = [f"Line {number}" for number in range(40)]
    changed = [*lines[:20], "New", *lines[20:]]
    told = "".join(piece.words for piece in pieces("\n".join(lines), "\n".join(changed)))
    assert "Line 19" in told
    assert "Line 20" in told
    assert "Line 5\n" not in told
    assert "…" in told


def test_thousands_of_lines_that_say_the_same_are_compared_in_no_time() -> None:
    """Each with each would be a thousand million comparisons."""
    old, new = "a\n" * 30_000, "b\n" + "a\n" * 30_000
    assert {piece.kind for piece in pieces(old, new)} >= {"added"}


def test_line_ends_are_no_difference() -> None:
    one = dict.fromkeys(FIELDS, "a\nb")
    assert between(one, dict.fromkeys(FIELDS, "a\r\nb\r\n")) == []
