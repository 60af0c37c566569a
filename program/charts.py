"""Small pictures of figures: bars, reckoned here and drawn by a template. A table beside them says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH, HEIGHT, GAP = 720, 200, 8


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    told: str
    """The figure in words."""

    x: float
    y: float
    width: float
    height: float
    is_below: bool


@dataclass(frozen=True, slots=True)
class Chart:
    title: str
    bars: tuple[Bar, ...]
    zero: float
    width: int = WIDTH
    height: int = HEIGHT


def chart(title: str, values: Sequence[tuple[str, Decimal, str]]) -> Chart:
    """`values` are label, figure, and the figure in words. Bars grow from the line of nothing, up or down."""
    figures = [value for _label, value, _told in values]
    top, bottom = max([*figures, Decimal(0)]), min([*figures, Decimal(0)])
    scale = HEIGHT / float(top - bottom) if top > bottom else 0.0
    zero, step = float(top) * scale if scale else float(HEIGHT), WIDTH / max(len(values), 1)
    return Chart(title, tuple(_bar(place, step, zero, scale, *value) for place, value in enumerate(values)), zero)


def _bar(place: int, step: float, zero: float, scale: float, label: str, value: Decimal, told: str) -> Bar:
    height = abs(float(value)) * scale
    top = zero if value < 0 else zero - height
    return Bar(label, told, round(place * step + GAP / 2, 1), round(top, 1), round(step - GAP, 1), round(height, 1),
               value < 0)  # fmt: skip
