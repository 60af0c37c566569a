"""What stands on the card of a roundtable: the picture that is shown where its link is shared."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256

from django.utils import translation
from django.utils.translation import gettext as _

from program import brand, clock
from program.models import Program
from roundtables.models import Presenter, Roundtable
from roundtables.schedule.agenda import names_of

DRAWING = 1
"""Rises when the drawing changes, so that nobody is shown the old one."""


@dataclass(frozen=True)
class Card:
    """No seats: others keep the picture longer than a seat stays free."""

    program: str
    logo: str
    number: str
    kind: str
    edition: str
    title: str
    note: str
    date: str
    utc: str
    host: str
    presenters: str
    accent: str
    ink: str
    accent_text: str

    @property
    def digest(self) -> str:
        """Of all that is seen."""
        return sha256(json.dumps([DRAWING, asdict(self)]).encode()).hexdigest()


def card_of(roundtable: Roundtable, presenters: Sequence[Presenter], program: Program) -> Card:
    colours = brand.light_palette(program.accent)
    with translation.override(program.language):
        return Card(
            program=program.name,
            logo=program.logo.name or "",
            number=str(roundtable.number),
            kind=roundtable.format.name if roundtable.format else _("Roundtable"),
            edition=roundtable.edition,
            title=roundtable.title,
            note=_("Cancelled") if roundtable.is_cancelled else "",
            date=clock.local_time(roundtable.starts_at, program.zone),
            utc=utc_words(roundtable, program),
            host=_("At the head of the table: %(host)s") % {"host": roundtable.host_name}
            if roundtable.host_name
            else "",
            presenters=names_of(presenters),
            accent=colours.accent,
            ink=colours.ink,
            accent_text=colours.text,
        )


def utc_words(roundtable: Roundtable, program: Program) -> str:
    """15:00 UTC, with the day where it is another one there."""
    there = clock.utc(roundtable.starts_at)
    if there.date() == roundtable.starts_at.astimezone(program.zone).date():
        return f"{there:%H:%M} UTC"
    return clock.local_time(there, clock.ZoneInfo("UTC"), style="short")


def host_words(name: str) -> str:
    return _("At the head of the table: %(host)s") % {"host": name} if name else ""
