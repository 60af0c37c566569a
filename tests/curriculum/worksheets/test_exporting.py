"""A worksheet to take along: Markdown, and a real PDF."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from curriculum.worksheets import typesetting
from tests.curriculum.worksheets.browsing import URL, Sheets


def pdf(sheets: Sheets) -> PdfReader:
    answer = sheets.browser.get(f"{URL}worksheet.pdf")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="first-question-')
    assert "no-store" in answer.headers["Cache-Control"]
    return PdfReader(BytesIO(answer.content))


def words(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def markdown(sheets: Sheets) -> str:
    return as_sent(sheets).replace("\xa0", " ")


def as_sent(sheets: Sheets) -> str:
    answer = sheets.browser.get(f"{URL}worksheet.md")
    assert answer.headers["Content-Type"] == "text/markdown; charset=utf-8"
    return answer.content.decode()


def test_markdown_has_names_values_version_and_date(alices: Sheets) -> None:
    alices.save(
        who="Clinics", pain="One\nTwo", price="1,234.5", decision="build", decided_on="2026-11-26", signed="on"
    )
    text = markdown(alices)
    assert text.startswith("# Five sentences\n")
    assert "**Herring \\& Sons** · Asking · The first question" in text
    assert "Version 1, " in text
    assert "saved by Alice" in text
    assert "## Who is it for?\n\nClinics\n" in text
    assert "One  \nTwo" in text
    for said in ("$1,234.50", "Build", "November 26, 2026", "yes"):
        assert said in text
    assert "## How many calls?\n\n–" in text


def test_values_are_in_the_readers_language(alices: Sheets) -> None:
    alices.save(price="1,234.5", decided_on="2026-11-26", share="12.5")
    alices.browser.cookies["language"] = "pt-br"
    for text in (markdown(alices), words(pdf(alices)).replace("\xa0", " ")):
        assert "Cinco frases" in text
        assert "US$ 1.234,50" in text
        assert "26 de novembro de 2026" in text
        assert "12,5%" in text


@pytest.mark.parametrize(
    "typed",
    [
        "# not a heading",
        "*x* _y_ `z`",
        "[a](https://evil.example)",
        "- item\n1. one",
        "<b>",
        "a\n\n    <b>",
        "a\n\n\tb",
    ],
)
def test_nothing_that_was_typed_is_read_as_markdown(alices: Sheets, typed: str) -> None:
    from markdown_it import MarkdownIt

    alices.save(pain=typed)
    html = MarkdownIt().render(as_sent(alices))
    answer = html[html.index("What hurts?") : html.index("What would they pay?")]
    for tag in ("<h1", "<em", "<code", "<a ", "<li", "<b>"):
        assert tag not in answer


def test_pdf_is_a_real_one_with_all_that_was_written(alices: Sheets) -> None:
    alices.save(who="Clínicas à beira-mar: ação, coração", pain="One\nTwo", price="1,234.5")
    reader = pdf(alices)
    assert len(reader.pages) == 1
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]  # A4
    assert reader.metadata is not None
    assert reader.metadata.title == "Five sentences"
    text = words(reader)
    for said in ("Program A", "Herring & Sons", "The first question", "Five sentences", "Version 1", "Alice"):
        assert said in text
    for said in ("Clínicas à beira-mar: ação, coração", "One Two", "$1,234.50", "Page 1 of 1"):
        assert said in text


@pytest.mark.parametrize(
    "typed",
    ['#let x = 1\n#read("/etc/passwd")', "$ x^2 $ *bold* _it_ <label> @ref", '"\\u{41}', "// gone", "= Heading"],
)
def test_nothing_that_was_typed_is_set_as_markup(alices: Sheets, typed: str) -> None:
    alices.save(pain=typed)
    text = words(pdf(alices))
    for word in typed.split():
        assert word in text


def test_letters_that_the_fonts_may_lack_are_told_of(alices: Sheets) -> None:
    alices.save(who="Clinics in Łódź, Αθήνα, Київ – “fine”…")
    assert "The Markdown file has all of them." not in words(pdf(alices))
    alices.save(who="日本語 and مرحبا")
    assert "The Markdown file has all of them." in words(pdf(alices))
    assert "日本語 and مرحبا" in markdown(alices)


def test_long_worksheet_runs_over_pages(alices: Sheets) -> None:
    alices.save(pain="\n".join(f"Line {number}" for number in range(200)))
    reader = pdf(alices)
    assert len(reader.pages) > 3
    assert "Line 199" in words(reader)


def test_pdf_that_takes_too_long_says_so_and_leads_to_markdown(
    alices: Sheets, monkeypatch: pytest.MonkeyPatch
) -> None:
    alices.save(who="Clinics")
    monkeypatch.setattr(typesetting, "SECONDS", 0.001)
    answer = alices.browser.get(f"{URL}worksheet.pdf")
    assert answer.status_code == 503
    assert "Nothing is lost" in answer.content.decode()
    assert "worksheet.md" in answer.content.decode()


def test_nothing_saved_is_no_file(alices: Sheets) -> None:
    for name in ("worksheet.md", "worksheet.pdf"):
        assert alices.browser.get(f"{URL}{name}").status_code == 404
