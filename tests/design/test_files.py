"""What every style sheet, script and template of ours keeps to."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CSS = sorted((ROOT / "static/css").glob("*.css"))
OURS = [path for path in CSS if not path.name.startswith("admin")]
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.html") if "emails" not in path.parts)
COMPONENTS = sorted((ROOT / "templates/components").glob("*.html"))
PHYSICAL = re.compile(r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom)\s*:")
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*(?:\ssrc=|json))", re.IGNORECASE)
ABROAD = re.compile(r"""(?:src|href)=["'](?:https?:)?//|url\(["']?(?:https?:)?//""")


def weight(*paths: Path) -> int:
    return sum(path.stat().st_size for path in paths)


@pytest.mark.parametrize("path", CSS, ids=lambda path: path.name)
def test_style_sheets_know_no_left_or_right(path: Path) -> None:
    assert PHYSICAL.findall(path.read_text()) == []


@pytest.mark.parametrize("path", [*CSS, *TEMPLATES], ids=lambda path: str(path.relative_to(ROOT)))
def test_pages_carry_nothing_inline_and_nothing_from_elsewhere(path: Path) -> None:
    text = path.read_text()
    assert INLINE.search(text) is None
    assert ABROAD.search(text) is None


def test_style_sheets_of_every_page_stay_light() -> None:
    linked = re.findall(r"css/[\w-]+\.css", (ROOT / "templates/components/styles.html").read_text())
    assert weight(*(ROOT / "static" / name for name in linked)) < 40_000


def test_fonts_of_an_english_page_stay_light() -> None:
    fonts = (ROOT / "static/fonts" / f"{name}.woff2" for name in ("newsreader", "newsreader-italic", "figtree"))
    assert weight(*fonts) < 131_000


def test_every_component_stands_in_the_design_notes() -> None:
    notes = (ROOT / "docs/design.md").read_text()
    parts = re.compile(r"^(?:home|desk)_|^(?:styles|header|footer|account_menu|language|theme|messages|field_\w+)$")
    shared = [path.stem for path in COMPONENTS if not parts.match(path.stem)]
    assert [name for name in shared if f"`{name}`" not in notes] == []


def test_every_class_of_a_component_has_a_style() -> None:
    styles = "".join(path.read_text() for path in OURS)
    used = {
        name
        for path in [*COMPONENTS, *(ROOT / "templates").glob("*.html")]
        for words in re.findall(r'class="([^"{]*)', path.read_text())
        for name in words.split()
        if not name.endswith("-")
    }
    unstyled = {name for name in used if not re.search(rf"\.{re.escape(name)}(?![\w-])", styles)}
    assert unstyled == set()
