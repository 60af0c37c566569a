"""The list for the door: who is registered, by name, to print and to take along as a file."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from io import StringIO

from django.utils.translation import gettext as _

from roundtables.models import Registration, Roundtable

BOM = "\ufeff"
"""Without it spreadsheets read UTF-8 as something else."""

FORMULA_BEGINS_WITH = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Line:
    name: str
    email: str
    kind: str
    state: str
    zone: str
    attended: bool
    is_guest: bool


def lines_of(roundtable: Roundtable) -> list[Line]:
    """Everybody with a seat, an offer or a place in the waiting list; one query."""
    rows = Registration.objects.filter(roundtable=roundtable).standing().with_people().order_by("id")
    return sorted(map(line_of, rows), key=lambda line: (line.name.casefold(), line.email))


def line_of(registration: Registration) -> Line:
    person = registration.person
    return Line(
        name=person.display_name,
        email=registration.address,
        kind=_("Guest") if registration.guest else _("Member"),
        state=registration.get_state_display(),
        zone=person.time_zone.replace("_", " "),
        attended=registration.attended_at is not None,
        is_guest=registration.guest is not None,
    )


def csv_of(lines: Iterable[Line]) -> str:
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([_("Name"), _("E-mail"), _("Member or guest"), _("State"), _("Time zone"), _("Attended")])
    for line in lines:
        attended = _("yes") if line.attended else ""
        writer.writerow(map(harmless, (line.name, line.email, line.kind, line.state, line.zone, attended)))
    return BOM + text.getvalue()


def harmless(cell: str) -> str:
    """A spreadsheet takes what begins like this for a formula and runs it."""
    return f"'{cell}" if cell.startswith(FORMULA_BEGINS_WITH) else cell
