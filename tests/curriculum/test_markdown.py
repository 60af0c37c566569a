import pytest

from curriculum.loading.markdown import render
from curriculum.loading.typography import typeset


def test_headings_get_ids_of_their_own() -> None:
    rendered = render("## Why *now*\n\nx\n\n## Why now\n\nx\n\n### Inner\n\n## Sources\n\n## 客户\n")
    assert rendered.contents == [
        ["why-now", "Why now"], ["why-now-2", "Why now"], ["sources-2", "Sources"], ["客户", "客户"],
    ]  # fmt: skip
    assert '<h3 id="inner">' in rendered.html


def test_no_heading_takes_the_id_of_another_or_of_the_page() -> None:
    rendered = render("## Why\n\n## Why\n\n## Why 2\n\n## Quiz\n\n## Questions\n\n## Worksheet\n")
    ids = [slug for slug, _words in rendered.contents]
    assert ids == ["why", "why-2", "why-2-2", "quiz-2", "questions-2", "worksheet-2"]


@pytest.mark.parametrize("source", ["# Top", "Top\n===", "> # Top"])
def test_heading_of_the_first_level_is_the_pages_own(source: str) -> None:
    assert any("first level" in complaint for complaint in render(source).complaints)


def test_hash_in_code_is_no_heading() -> None:
    assert render("```\n# a comment\n```\n").complaints == []


def test_markup_of_the_writer_does_nothing() -> None:
    html = render('<script>alert(1)</script>\n\n<img src=x onerror=y>\n\n[go](javascript:alert(1) "t")\n').html
    assert "<script" not in html
    assert "<img" not in html
    assert "<a" not in html


def test_links_go_out_without_a_referrer_of_ours() -> None:
    assert 'rel="noopener noreferrer"' in render("[book](https://example.org/)").html


def test_table_scrolls_by_keyboard_and_has_no_style() -> None:
    html = render("| a | b |\n| --: | --- |\n| 1 | 2 |\n").html
    assert '<div class="table-scroll" tabindex="0">' in html
    assert '<td class="num">1</td>' in html
    assert "style" not in html


def test_quotes_and_dots_are_typeset() -> None:
    assert "“just a small version” … it’s" in render('"just a small version" ... it\'s').html
    assert typeset("'Net's \"words\" & <more>") == "’Net’s “words” & <more>"
