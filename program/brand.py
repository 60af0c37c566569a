"""A program's colour, made readable: any accent staff choose becomes tokens that keep WCAG contrast.

Lightness is moved in OKLCH, where it means what the eye calls lightness, so that hue stays what staff
picked. Contrast is WCAG 2.2's ratio of relative luminances.
"""

import re
from dataclasses import dataclass
from math import atan2, cos, hypot, sin

ENOUGH = 4.5  # for words on the accent
COMFORT_ON_LIGHT, COMFORT_ON_DARK = 5.5, 7.0  # for links and marks on paper
SEEN_ON_LIGHT, SEEN_ON_DARK = 1.4, 2.4  # for a button's surface, whose words carry the meaning
STEP = 0.01
# The grounds words are set on, as in static/css/tokens.css: paper, raised, sunk; light and dark.
LIGHT_GROUNDS = ("#f9f6f0", "#fffefb", "#f0ebe1")
DARK_GROUNDS = ("#151412", "#1e1c19", "#100f0d")
WHITE, BLACK = "#ffffff", "#050505"
HEX = re.compile(r"#[0-9a-fA-F]{6}")

type Triple = tuple[float, float, float]


@dataclass(frozen=True)
class Palette:
    """The tokens of one accent on one kind of page; every pair that carries words stands at 4.5:1 or better."""

    accent: str  # surfaces: buttons, selection
    ink: str  # words on the accent
    text: str  # links, marks and lines on paper
    soft: str  # a tinted ground, for badges and boxes


def stylesheet(accent: str) -> str:
    """The accent tokens as CSS, to be linked after the site's own."""
    light, dark = light_palette(accent), dark_palette(accent)
    return (
        ":root {\n"
        f"  --accent: light-dark({light.accent}, {dark.accent});\n"
        f"  --accent-ink: light-dark({light.ink}, {dark.ink});\n"
        f"  --accent-text: light-dark({light.text}, {dark.text});\n"
        f"  --accent-soft: light-dark({light.soft}, {dark.soft});\n"
        "}\n"
    )


def light_palette(accent: str) -> Palette:
    """The tokens of `accent`, written #rrggbb, on light paper. Raises ValueError for anything else."""
    soft = tint(accent, 0.945, 0.025)
    surface = moved(accent, LIGHT_GROUNDS[:1], step=-STEP, enough=SEEN_ON_LIGHT)
    text = moved(accent, (*LIGHT_GROUNDS, soft), step=-STEP, enough=COMFORT_ON_LIGHT)
    return Palette(surface, readable_ink(surface), text, soft)


def dark_palette(accent: str) -> Palette:
    """The tokens of `accent`, written #rrggbb, on dark paper. Raises ValueError for anything else."""
    soft = tint(accent, 0.265, 0.03)
    surface = moved(accent, DARK_GROUNDS[:1], step=STEP, enough=SEEN_ON_DARK)
    text = moved(accent, (*DARK_GROUNDS, soft), step=STEP, enough=COMFORT_ON_DARK)
    return Palette(surface, readable_ink(surface), text, soft)


def readable_ink(surface: str) -> str:
    """White where it is readable, else near-black: on any colour at least one of the two is."""
    return WHITE if contrast(surface, WHITE) >= ENOUGH else BLACK


def moved(color: str, grounds: tuple[str, ...], *, step: float, enough: float) -> str:
    """`color` at the nearest lightness in one direction that stands out enough on every ground."""
    lightness, chroma, hue = oklch(hex_rgb(color))
    found = color.lower()
    while min(contrast(found, ground) for ground in grounds) < enough:
        lightness += step
        found = rgb_hex(in_gamut(lightness, chroma, hue))
    return found


def tint(color: str, lightness: float, most_chroma: float) -> str:
    """A ground in the colour's hue; a grey stays grey."""
    _, chroma, hue = oklch(hex_rgb(color))
    return rgb_hex(in_gamut(lightness, min(chroma, most_chroma), hue))


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two #rrggbb colours, 1 to 21."""
    darker, lighter = sorted((luminance(hex_rgb(one)), luminance(hex_rgb(other))))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(rgb: Triple) -> float:
    red, green, blue = (linear(channel) for channel in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def gamma(channel: float) -> float:
    return channel * 12.92 if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055


def hex_rgb(color: str) -> Triple:
    if not HEX.fullmatch(color):
        raise ValueError(f"{color!r} is not a colour like #14532d")
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def rgb_hex(rgb: Triple) -> str:
    return "#" + "".join(f"{round(min(1, max(0, channel)) * 255):02x}" for channel in rgb)


def oklch(rgb: Triple) -> Triple:
    """Lightness 0-1, chroma, hue in radians; matrices by Björn Ottosson, who published OKLab."""
    red, green, blue = (linear(channel) for channel in rgb)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, hypot(a, b), atan2(b, a)


def in_gamut(lightness: float, chroma: float, hue: float) -> Triple:
    """The colour a screen can show with that lightness and hue, and as much of the chroma as fits."""
    rgb = _from_oklch(lightness, chroma, hue)
    while chroma > 0 and not all(-0.0005 <= channel <= 1.0005 for channel in rgb):
        chroma = max(0.0, chroma - 0.004)
        rgb = _from_oklch(lightness, chroma, hue)
    return rgb


def _from_oklch(lightness: float, chroma: float, hue: float) -> Triple:
    a, b = chroma * cos(hue), chroma * sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        gamma(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        gamma(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        gamma(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
    )
