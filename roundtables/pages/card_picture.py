"""Draws the card: the number on the program's colour, the words on paper. 1200 × 630, as others show it."""

from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from roundtables.pages.card import Card
from roundtables.pages.card_type import Face, is_right_to_left

WIDTH, HEIGHT = 1200, 630
STUB = 392
"""The coloured part, like the stub of a ticket."""
MARGIN = 56
LEFT, RIGHT = STUB + MARGIN, WIDTH - MARGIN
ROOM = RIGHT - LEFT
PAPER, INK, MUTED, LINE = "#f9f6f0", "#1b1a17", "#5f5a51", "#8b8476"
TITLE_SIZES = (76, 68, 60, 52, 46, 40, 34, 30)
NUMERAL, DATE = 230, 32
TITLE_TOP, LEADING = 158, 1.12
LOGO = (220, 52)
LARGEST_LOGO_PIXELS = 4_000 * 4_000


class Drawing:
    def __init__(self, card: Card) -> None:
        self.card = card
        self.image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
        self.pen = ImageDraw.Draw(self.image)
        self.read, self.ui, self.strong = Face("newsreader", 400), Face("figtree", 450), Face("figtree", 600)

    def write(self, face: Face, text: str, size: int, at: tuple[float, float], ink: str) -> None:
        """On the base line that begins there."""
        x, y = at
        for font, run in face.runs(text, size):
            self.pen.text((x, y), run, fill=ink, font=font, anchor="ls")
            x += font.getlength(run)

    def stub(self) -> None:
        room = STUB - 2 * MARGIN
        self.pen.rectangle((0, 0, STUB, HEIGHT), fill=self.card.accent)
        for line, text in enumerate((self.card.kind, self.card.edition)):
            face = self.strong if line == 0 else self.ui
            for part in face.lines(face.readable(text), 27, room)[:2]:
                self.write(face, part, 27, (MARGIN, self.stub_line), self.card.ink)
                self.stub_line += 36
        size = min(NUMERAL, int(NUMERAL * room / self.read.width(self.card.number, NUMERAL)))
        self.write(self.read, self.card.number, size, (MARGIN - size * 0.04, HEIGHT - MARGIN - 4), self.card.ink)

    stub_line = MARGIN + 27

    def head(self, logo: Any) -> None:
        """The program's logo, else its name, over the accountant's double rule."""
        if not self.place_logo(logo):
            name = self.read.cut(self.read.readable(self.card.program), 36, ROOM)
            self.write(self.read, name, 36, (LEFT, MARGIN + 34), INK)
        for y in (122, 127):
            self.pen.line((LEFT, y, RIGHT, y), fill=LINE, width=1)

    def place_logo(self, logo: Any) -> bool:
        if not self.card.logo:
            return False
        try:
            with logo.storage.open(logo.name) as file, Image.open(file) as picture:
                if picture.width * picture.height > LARGEST_LOGO_PIXELS:
                    return False
                found = picture.convert("RGBA")
        except OSError:
            return False
        found.thumbnail(LOGO)
        self.image.paste(found, (LEFT, MARGIN - 4 + (LOGO[1] - found.height) // 2), found)
        return True

    def foot(self) -> float:
        """From the bottom up: presenters, host, date. Answers where it begins."""
        y = HEIGHT - MARGIN - 4.0
        for text in (self.card.presenters, self.card.host):
            if told := self.ui.readable(text):
                self.write(self.ui, self.ui.cut(told, 26, ROOM), 26, (LEFT, y), MUTED)
                y -= 37
        self.write(self.ui, self.card.utc, 28, (LEFT, y - 8), MUTED)
        size = min(DATE, int(DATE * ROOM / self.strong.width(self.card.date, DATE)))
        self.write(self.strong, self.card.date, size, (LEFT, y - 48), self.card.accent_text)
        y -= 48 + size
        if self.card.note:
            self.write(self.strong, self.card.note, 28, (LEFT, y - 8), "#9c2a1b")
            y -= 40
        return y

    def title(self, bottom: float) -> None:
        """As large as there is room for; letters that no font here has leave the number to speak."""
        text = self.read.readable(self.card.title)
        for size in TITLE_SIZES:
            lines = self.read.lines(text, size, ROOM)
            step = size * LEADING
            if TITLE_TOP + step * len(lines) <= bottom - 12:
                break
        for place, line in enumerate(lines):
            y = TITLE_TOP + size * 0.86 + place * step
            x = RIGHT - self.read.width(line, size) if is_right_to_left(text) else LEFT
            self.write(self.read, line, size, (x, y), INK)


def draw(card: Card, logo: Any = None) -> bytes:
    """A PNG of few colours: it is all flat surfaces and letters."""
    drawing = Drawing(card)
    drawing.stub()
    drawing.head(logo)
    drawing.title(drawing.foot())
    file = BytesIO()
    drawing.image.quantize(128, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()
