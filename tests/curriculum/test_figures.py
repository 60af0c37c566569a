"""Figures in lessons: drawn, told as a table, and complained of where they are wrong."""

import pytest

from curriculum.figures.lines import round_ticks
from curriculum.loading.markdown import render


def figure(yaml: str, language: str = "en") -> str:
    return render(f"Before.\n\n```figure\n{yaml}\n```\n\nAfter.", language).html


BARS = 'kind: bars\ntitle: "What it costs"\nbefore: $\nrows:\n  - [Build first, 150000]\n  - ["Talk <first>", 32500]'


def test_bars_are_as_long_as_their_numbers_and_told_in_words() -> None:
    html = figure(BARS)
    assert "<figcaption>What it costs</figcaption>" in html
    assert '<rect width="100%" height="100%" class="is-above">' in html
    assert '<rect width="21.67%" height="100%" class="is-above">' in html
    assert "$150,000" in html
    assert "$32,500" in html
    assert "Talk &lt;first&gt;" in html
    assert html.index("Before.") < html.index("<figure") < html.index("After.")


def test_numbers_are_written_as_the_lessons_language_writes_them() -> None:
    html = figure(BARS.replace("before: $", "before: R$"), "pt-br")
    assert "R$\N{NO-BREAK SPACE}150.000" in html


def test_money_with_cents_has_two_places_everywhere() -> None:
    html = figure("kind: bars\ntitle: Prices\nbefore: $\nrows:\n  - [At 149, 89.4]\n  - [At 49, 49]")
    assert "$89.40" in html
    assert "$49.00" in html
    assert "12.5%" in figure('kind: bars\ntitle: Share\nafter: "%"\nrows:\n  - [One, 12.5]\n  - [Two, 3]')


def test_negative_bar_says_so_in_its_number_and_not_by_colour_alone() -> None:
    html = figure("kind: bars\ntitle: First sale\nbefore: $\nrows:\n  - [Content, 90]\n  - [Paid, -710]")
    assert "−$710" in html
    assert 'class="is-below"' in html


def test_split_parts_fill_the_whole() -> None:
    html = figure(
        'kind: split\ntitle: Owners\nafter: "%"\nrows:\n  - [Founders, 60]\n  - [Pool, 20]\n  - [Investor, 20]'
    )
    assert '<rect x="60%" width="20%" height="100%" class="part-2">' in html
    assert '<rect x="80%" width="20%" height="100%" class="part-3">' in html


def test_steps_are_an_ordered_list() -> None:
    html = figure("kind: steps\ntitle: Ladder\nrows:\n  - [Opinion, Praise]\n  - [Paid, Money that arrived]")
    assert "<ol><li><b>Opinion</b> <span>Praise</span></li>" in html


def test_lines_have_their_table() -> None:
    html = figure(
        "kind: line\ntitle: Cash\nbefore: $\nbelow: Month\npoints: [0, 1, 2]\nlines:\n"
        "  - [Growing, [100, 50, 25]]\n  - [Not, [100, 0, -100]]"
    )
    assert html.count("<polyline") == 2
    assert "−$100" in html
    assert '<th scope="col" class="num">Growing</th>' in html
    assert "The numbers" in html


@pytest.mark.parametrize(
    ("yaml", "said"),
    [
        ("kind: pie\ntitle: Cake\nrows: [[A, 1], [B, 2]]", "kind: expected one of bars, split, line, steps"),
        ("kind: bars\nrows: [[A, 1], [B, 2]]", "title: is missing"),
        ("kind: bars\ntitle: T\nrows: [[A, one], [B, 2]]", "rows, no. 1: expected [label, number]"),
        ("kind: bars\ntitle: T\nrows: [[A, 1]]", "rows: expected 2 to 25 of them"),
        ("kind: line\ntitle: T\npoints: [1, 2]\nbelow: M\nlines: [[A, [1]]]", "lines, no. 1: expected 2 numbers"),
        ("kind: bars\ntitle: T\ncolour: red\nrows: [[A, 1], [B, 2]]", "colour: is not a field we know"),
        ("kind: bars\ntitle: T\nrows: [[A, .inf], [B, 2]]", "rows, no. 1: expected [label, number]"),
        ("kind: bars\ntitle: T\nrows: [[A, 1], [B, .nan]]", "rows, no. 2: expected [label, number]"),
        (f"kind: bars\ntitle: T\nrows: [[A, {'9' * 400}], [B, 2]]", "rows, no. 1: expected [label, number]"),
        ("kind: split\ntitle: T\nrows: [[A, -1], [B, 2]]", "rows, no. 1: expected [label, number]"),
        (f"kind: split\ntitle: T\nrows: {[['A', 1]] * 7}", "rows: expected 2 to 6 of them"),
        ("kind: line\ntitle: T\nbelow: M\npoints: [1, 2]\nlines: []", "lines: expected 1 to 3 of them"),
        ("kind: line\ntitle: T\nbelow: M\npoints: []\nlines: [[A, []]]", "points: expected 2 to 25 of them"),
        (f"kind: line\ntitle: T\nbelow: M\npoints: [1, 2]\nlines: {[['A', [1, 2]]] * 4}", "lines: expected 1 to 3"),
        ("kind: line\ntitle: T\nbelow: M\npoints: [1, 2]\nlines: [[A, [1.0e-12, 0]]]", "lines, no. 1: expected 2"),
        ('kind: bars\ntitle: T\nrows: [["a\\0b", 1], [B, 2]]', "cannot be read"),
        ('kind: bars\ntitle: T\nrows: [["a\\uD800b", 1], [B, 2]]', "cannot be read"),
        ("kind: bars\ntitle: &t T\nrows: [[*t, 1], [B, 2]]", "cannot be read"),
        ("title: 2001-99-99", "cannot be read"),
        ("title: !!timestamp soon", "cannot be read"),
        (f"title: {'9' * 5000}", "cannot be read"),
        ("[" * 20_000, "cannot be read"),
        ("kind: [", "is not valid YAML"),
        ("just words", "expected fields with values"),
    ],
)
def test_wrong_figure_is_named_and_left_out(yaml: str, said: str) -> None:
    rendered = render(f"```figure\n{yaml}\n```")
    assert any(f"figure 1: {said}" in complaint or said in complaint for complaint in rendered.complaints)
    assert "<figure" not in rendered.html


def test_other_fences_stay_code() -> None:
    assert "<pre><code>kind: bars" in render("```\nkind: bars\n```").html


def test_writers_html_is_no_figure() -> None:
    assert "<script" not in render("<figure><script>alert(1)</script></figure>").html


@pytest.mark.parametrize(
    ("values", "first", "last"),
    [([3.0, 97.0], 0, 100), ([-710.0, 90.0], -800, 200), ([0.0, 0.0], 0, 0.25), ([1_000_000.0], 0, 1_000_000)],
)
def test_ticks_are_round_and_hold_every_value(values: list[float], first: float, last: float) -> None:
    ticks = round_ticks(values)
    assert (ticks[0], ticks[-1]) == (first, last)
    assert 0 in ticks
