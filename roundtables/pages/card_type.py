"""Setting words on a picture: which font has the letters, how wide a line is, where it is broken."""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from PIL import ImageFont

from program.environment import ROOT

FOLDER = ROOT / "static/fonts"
OPTICAL = (18, 72)
ELSEWHERE = (
    "NotoSans-Regular.ttf",
    "NotoSansCJK-Regular.ttc",
    "NotoSansArabic-Regular.ttf",
    "NotoSansHebrew-Regular.ttf",
    "NotoSansDevanagari-Regular.ttf",
    "DejaVuSans.ttf",
    "Arial Unicode.ttf",
)
"""Fonts a machine may have, for the letters ours have not."""

type Font = ImageFont.FreeTypeFont
type Run = tuple[Font, str]


@dataclass
class Face:
    """A family in one weight and any size. Belongs to one drawing: a font is not shared between threads."""

    family: str
    weight: int
    sizes: dict[tuple[str, int], Font | None] = field(default_factory=dict)
    letters: dict[tuple[str, str], bool] = field(default_factory=dict)

    @cached_property
    def own(self) -> tuple[str, ...]:
        return (f"{self.family}.woff2", f"{self.family}-ext.woff2")

    def font(self, name: str, size: int) -> Font | None:
        if (name, size) not in self.sizes:
            self.sizes[name, size] = self.opened(name, size)
        return self.sizes[name, size]

    def opened(self, name: str, size: int) -> Font | None:
        if name not in self.own:
            try:
                return ImageFont.truetype(name, size)
            except OSError:
                return None
        font = ImageFont.truetype(FOLDER / name, size)
        axes = {b"Weight": self.weight, b"Optical Size": min(max(size, OPTICAL[0]), OPTICAL[1])}
        font.set_variation_by_axes([axes[axis["name"]] for axis in font.get_variation_axes()])
        return font

    def has(self, name: str, letter: str) -> bool:
        """Whether the font draws anything but its sign for what it has not."""
        if (name, letter) not in self.letters:
            font = self.font(name, 40)
            self.letters[name, letter] = font is not None and (
                letter.isspace() or bytes(font.getmask(letter)) != bytes(font.getmask("\U0010ffff"))
            )
        return self.letters[name, letter]

    def readable(self, text: str) -> str:
        """The text without pictographs nobody can draw; nothing when letters are missing."""
        found = " ".join(unicodedata.normalize("NFC", text).split())
        kept = "".join(letter for letter in found if self.is_letter(letter) or self.has_own(letter))
        kept = " ".join(kept.split())
        return kept if all(self.has_own(letter) for letter in kept) or self.other(kept) else ""

    @staticmethod
    def is_letter(letter: str) -> bool:
        return unicodedata.category(letter)[0] in "LMN" and not unicodedata.name(letter, "").startswith("VARIATION")

    def has_own(self, letter: str) -> bool:
        return any(self.has(name, letter) for name in self.own)

    def other(self, text: str) -> str:
        """A font of the machine that has all of the text, so that its letters join as they should."""
        return next((name for name in ELSEWHERE if all(self.has(name, letter) for letter in text)), "")

    def runs(self, text: str, size: int) -> Iterator[Run]:
        if all(self.has_own(letter) for letter in text):
            names = groupby(text, lambda letter: next(name for name in self.own if self.has(name, letter)))
        else:
            names = groupby(text, lambda _: self.other(text))
        for name, letters in names:
            font = self.font(name, size)
            if font is not None:
                yield font, "".join(letters)

    def width(self, text: str, size: int) -> float:
        return sum(font.getlength(run) for font, run in self.runs(text, size))

    def lines(self, text: str, size: int, room: float) -> list[str]:
        """Broken between words; inside of one only where it alone is too wide, as in languages without spaces."""
        found = [""]
        for word in self.pieces(text, size, room):
            longer = f"{found[-1]} {word}".strip()
            if self.width(longer, size) <= room:
                found[-1] = longer
            else:
                found.append(word)
        return [line for line in found if line]

    def pieces(self, text: str, size: int, room: float) -> Iterator[str]:
        for word in text.split():
            while self.width(word, size) > room:
                fits = self.fitting(word, size, room)
                yield word[:fits]
                word = word[fits:]  # noqa: PLW2901 - what is left of it
            if word:
                yield word

    def cut(self, text: str, size: int, room: float) -> str:
        """On one line, with dots where it is too long."""
        if self.width(text, size) <= room:
            return text
        fits = self.fitting(text, size, room - self.width("…", size))
        return f"{text[:fits].rstrip()}…"

    def fitting(self, text: str, size: int, room: float) -> int:
        """How many of its letters fit; one at least."""
        return max(1, bisect_right(range(1, len(text) + 1), room, key=lambda n: self.width(text[:n], size)))


def is_right_to_left(text: str) -> bool:
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return next((way for way in strong if way in ("L", "R", "AL")), "L") != "L"
