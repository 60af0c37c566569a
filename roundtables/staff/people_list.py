"""The list for the door: who is registered, by name, to print and to take along as a file."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from program.csv_files import csv_lines
from roundtables.models import Registration, Roundtable


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
    head = [_("Name"), _("E-mail"), _("Member or guest"), _("State"), _("Time zone"), _("Attended")]
    rows = (
        (line.name, line.email, line.kind, line.state, line.zone, _("yes") if line.attended else "") for line in lines
    )
    return "".join(csv_lines(head, rows))
