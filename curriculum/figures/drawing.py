"""Figures as HTML: tables with their bars drawn in, a staircase, and lines with their table below.

Words stay words, so that they wrap on a phone and are read aloud; only lengths and lines are drawn.
"""

from collections.abc import Callable, Iterator

from babel.numbers import format_decimal
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from curriculum.figures.lines import drawn_lines
from curriculum.figures.reading import Figure

type Drawn = SafeString
CENTS = "#,##0.00"


def drawn(figure: Figure, language: str) -> Drawn:
    """In the language of the lesson it stands in."""
    with translation.override(language):
        inside = DRAWINGS[figure.kind](figure)
        return format_html(
            '<figure class="figure figure-{}"><figcaption>{}</figcaption>{}</figure>',
            figure.kind,
            figure.title,
            inside,
        )


def told(value: float, figure: Figure) -> str:
    """$1,200, −$450 or 62.5%, as the lesson's language writes numbers."""
    locale = translation.to_locale(translation.get_language() or "en")
    number = format_decimal(abs(value), CENTS if has_cents(figure) else None, locale=locale)
    space = "\N{NO-BREAK SPACE}"
    before = f"{figure.before}{space if len(figure.before) > 1 else ''}"
    after = f"{space if len(figure.after) > 1 else ''}{figure.after}"
    return f"{'−' if value < 0 else ''}{before}{number}{after}"


def has_cents(figure: Figure) -> bool:
    """Sums of money have two places or none, all of them in one figure alike."""
    values = [value for _label, value in figure.rows if figure.kind != "steps"]
    values += [value for _name, numbers in figure.lines for value in numbers]
    return bool(figure.before) and any(value != int(value) for value in values)


def draw_bars(figure: Figure) -> Drawn:
    longest = max((abs(value) for _label, value in figure.rows), default=0) or 1
    rows = (
        (label, share(abs(value), longest), "is-below" if value < 0 else "is-above", told(value, figure))
        for label, value in figure.rows
    )
    return format_html(
        '<table role="table"><tbody role="rowgroup">{}</tbody></table>', format_html_join("", BAR_ROW, rows)
    )


BAR_ROW = (
    '<tr role="row"><th scope="row" role="rowheader">{}</th>'
    '<td role="cell" class="figure-bar"><svg aria-hidden="true" focusable="false">'
    '<rect width="{}%" height="100%" class="{}"></rect></svg></td><td role="cell" class="num">{}</td></tr>'
)
"""On a phone a row is a grid, which would take its meaning from it without the roles."""


def draw_split(figure: Figure) -> Drawn:
    """One bar, and a table whose first column is its legend."""
    rows = ((place, label, told(value, figure)) for place, (label, value) in enumerate(figure.rows, 1))
    return format_html(
        '<svg class="figure-whole" aria-hidden="true" focusable="false">{}</svg><table><tbody>{}</tbody></table>',
        format_html_join("", '<rect x="{}%" width="{}%" height="100%" class="part-{}"></rect>', parts_of(figure)),
        format_html_join("", SPLIT_ROW, rows),
    )


def parts_of(figure: Figure) -> Iterator[tuple[str, str, int]]:
    """Where each part begins and how long it is, in per cent of the whole."""
    whole, start = sum(value for _label, value in figure.rows) or 1, 0
    for place, (_label, value) in enumerate(figure.rows, 1):
        yield share(start, whole), share(value, whole), place
        start += value


SPLIT_ROW = (
    '<tr><th scope="row"><svg class="figure-key" aria-hidden="true" focusable="false">'
    '<rect width="100%" height="100%" class="part-{}"></rect></svg>{}</th><td class="num">{}</td></tr>'
)


def draw_steps(figure: Figure) -> Drawn:
    return format_html(
        "<ol>{}</ol>", format_html_join("", "<li><b>{}</b> <span>{}</span></li>", (tuple(row) for row in figure.rows))
    )


def draw_lines(figure: Figure) -> Drawn:
    return format_html(
        "{}{}<details><summary>{}</summary>{}</details>",
        legend(figure),
        drawn_lines(figure, lambda value: told(value, figure)),
        _("The numbers"),
        table_of(figure),
    )


def legend(figure: Figure) -> Drawn:
    names = ((place, name) for place, (name, _numbers) in enumerate(figure.lines, 1))
    key = (
        '<li><svg class="figure-key" aria-hidden="true" focusable="false">'
        '<line x1="0" x2="100%" y1="50%" y2="50%" class="line-{}"></line></svg>{}</li>'
    )
    return format_html('<ul class="figure-legend">{}</ul>', format_html_join("", key, names))


def table_of(figure: Figure) -> Drawn:
    heads = format_html_join("", '<th scope="col" class="num">{}</th>', ((name,) for name, _numbers in figure.lines))
    rows = format_html_join(
        "",
        '<tr><th scope="row">{}</th>{}</tr>',
        ((point, cells(figure, place)) for place, point in enumerate(figure.points)),
    )
    return format_html(
        '<div class="table-scroll" tabindex="0"><table><thead><tr><th scope="col">{}</th>{}</tr></thead>'
        "<tbody>{}</tbody></table></div>",
        figure.below,
        heads,
        rows,
    )


def cells(figure: Figure, place: int) -> Drawn:
    told_ones = ((told(numbers[place], figure),) for _name, numbers in figure.lines)
    return format_html_join("", '<td class="num">{}</td>', told_ones)


def share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.2f}".rstrip("0").rstrip(".")


DRAWINGS: dict[str, Callable[[Figure], Drawn]] = {
    "bars": draw_bars,
    "split": draw_split,
    "steps": draw_steps,
    "line": draw_lines,
}
