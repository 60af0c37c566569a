"""Lines over points as SVG: a few round numbers on the side, the first and last point below."""

import math
from collections.abc import Callable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from curriculum.figures.reading import Figure

WIDTH, HEIGHT = 400, 220
LEFT, RIGHT, TOP, BOTTOM = 62, 12, 10, 26
TICKS = 4


def drawn_lines(figure: Figure, told: Callable[[float], str]) -> SafeString:
    ticks = round_ticks([number for _name, numbers in figure.lines for number in numbers])
    return format_html(
        '<svg class="figure-lines" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}</svg>',
        WIDTH,
        HEIGHT,
        figure.title,
        grid(ticks, told),
        below(figure),
        format_html_join(
            "", "{}", ((line(place, numbers, ticks),) for place, (_name, numbers) in enumerate(figure.lines, 1))
        ),
    )


def grid(ticks: list[float], told: Callable[[float], str]) -> SafeString:
    rows = (
        (LEFT, WIDTH - RIGHT, y := height_of(tick, ticks), y, "zero" if not tick else "tick", LEFT - 6, y, told(tick))
        for tick in ticks
    )
    return format_html_join("", TICK, rows)


TICK = (
    '<line x1="{}" x2="{}" y1="{}" y2="{}" class="{}"></line>'
    '<text x="{}" y="{}" dy="0.32em" text-anchor="end">{}</text>'
)


def below(figure: Figure) -> SafeString:
    """The first point, the last and one between them, with what they are."""
    last = len(figure.points) - 1
    shown = sorted({0, last // 2, last} if last > 3 else set(range(last + 1)))
    anchors = {0: "start", last: "end"}
    points = (
        (place_of(place, last), HEIGHT - 8, anchors.get(place, "middle"), worded(figure, place)) for place in shown
    )
    return format_html_join("", '<text x="{}" y="{}" text-anchor="{}">{}</text>', points)


def worded(figure: Figure, place: int) -> str:
    return f"{figure.below} {figure.points[place]}" if place == 0 else figure.points[place]


def line(number: int, values: list[float], ticks: list[float]) -> SafeString:
    spots = [(place_of(place, len(values) - 1), height_of(value, ticks)) for place, value in enumerate(values)]
    path = " ".join(f"{x},{y}" for x, y in spots)
    dot = format_html('<circle cx="{}" cy="{}" r="3.5" class="dot-{}"></circle>', *spots[-1], number)
    return format_html('<polyline points="{}" class="line-{}"></polyline>{}', path, number, dot)


def place_of(place: int, last: int) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * (place / last if last else 0), 1)


def height_of(value: float, ticks: list[float]) -> float:
    share = (value - ticks[0]) / (ticks[-1] - ticks[0])
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share, 1)


def round_ticks(values: list[float]) -> list[float]:
    """From below the lowest to above the highest, zero among them, in steps a person would count in."""
    low, high = min(0.0, *values), max(0.0, *values)
    raw = (high - low or 1) / TICKS
    size = 10 ** math.floor(math.log10(raw))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= raw)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [tidy(place * step) for place in range(first, max(last, first + 1) + 1)]


def tidy(tick: float) -> float:
    """5 and not 5.0, and 0.3 and not 0.30000000000000004."""
    return round(tick) if abs(tick - round(tick)) < 1e-9 else round(tick, 9)
