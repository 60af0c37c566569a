"""Whatever colour staff choose, words stay readable."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from program import brand

colors = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(colors)
@example("#ffffff")
@example("#000000")
@example("#ffff00")
@example("#777777")
@example("#0000ff")
def test_palettes_keep_words_readable_whatever_the_accent(accent: str) -> None:
    light, dark = brand.light_palette(accent), brand.dark_palette(accent)
    for made, grounds in ((light, brand.LIGHT_GROUNDS), (dark, brand.DARK_GROUNDS)):
        assert brand.contrast(made.accent, made.ink) >= 4.5
        assert all(brand.contrast(made.text, ground) >= 4.5 for ground in (*grounds, made.soft))


@given(colors)
def test_oklch_returns_to_the_same_colour(color: str) -> None:
    assert brand.rgb_hex(brand.in_gamut(*brand.oklch(brand.hex_rgb(color)))) == color


def test_palette_keeps_an_accent_that_is_already_readable() -> None:
    made = brand.light_palette("#14614a")
    assert (made.accent, made.ink, made.text) == ("#14614a", "#ffffff", "#14614a")


def test_dark_palette_lifts_an_accent_that_would_sink_into_the_page() -> None:
    assert brand.contrast("#14213d", brand.DARK_GROUNDS[0]) < 1.3
    assert brand.contrast(brand.dark_palette("#14213d").accent, brand.DARK_GROUNDS[0]) > 2.3


def test_palette_sets_dark_words_on_a_bright_accent() -> None:
    made = brand.dark_palette("#ffd500")
    assert (made.accent, made.ink) == ("#ffd500", brand.BLACK)


def test_contrast_of_black_and_white_is_the_published_twenty_one() -> None:
    assert brand.contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("broken", ["", "red", "#fff", "#12345g", "#14614a;}", "#14614a\n"])
def test_palette_refuses_what_is_no_colour(broken: str) -> None:
    with pytest.raises(ValueError, match="is not a colour"):
        brand.light_palette(broken)


def test_stylesheet_sets_exactly_the_accent_tokens() -> None:
    css = brand.stylesheet("#AA3355")
    assert re.findall(r"(--[\w-]+):", css) == ["--accent", "--accent-ink", "--accent-text", "--accent-soft"]


def test_grounds_are_those_of_the_stylesheet() -> None:
    tokens = (Path(__file__).parents[2] / "static/css/tokens.css").read_text()
    for token, light, dark in zip(("paper", "raised", "sunk"), brand.LIGHT_GROUNDS, brand.DARK_GROUNDS, strict=True):
        assert f"--{token}: light-dark({light}, {dark});" in tokens
