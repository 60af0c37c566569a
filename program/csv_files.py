"""Tables to take along: read rightly by spreadsheets, and harmless in them."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any

from django.http import StreamingHttpResponse

BOM = "\ufeff"
"""Without it spreadsheets read UTF-8 as something else."""

FORMULA_BEGINS_WITH = ("=", "+", "-", "@", "\t", "\r")


def csv_response(name: str, head: Iterable[Any], rows: Iterable[Iterable[Any]]) -> StreamingHttpResponse:
    """Sent while it is read, so that a million rows need no more memory than one."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return StreamingHttpResponse(csv_lines(head, rows), content_type="text/csv; charset=utf-8", headers=headers)


def csv_lines(head: Iterable[Any], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    yield BOM + _line(head)
    yield from map(_line, rows)


def _line(cells: Iterable[Any]) -> str:
    text = StringIO(newline="")
    csv.writer(text).writerow(map(harmless, cells))
    return text.getvalue()


def harmless(cell: Any) -> Any:
    """A spreadsheet takes text that begins like this for a formula and runs it. Numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_BEGINS_WITH) else cell
