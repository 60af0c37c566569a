"""How long before the start people are reminded, as staff write it: 7d 24h 1h."""

import re
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

DEFAULT = "7d 24h 1h"
UNITS = {"d": "days", "h": "hours", "m": "minutes"}
LEAD = re.compile(r"(?P<count>[1-9][0-9]{0,3})(?P<unit>[dhm])")
MOST = 6
LONGEST = timedelta(days=60)


@dataclass(frozen=True)
class Lead:
    """`name` as it was written, 24h; it also tells two reminders of one roundtable apart."""

    name: str
    before: timedelta


def leads_in(text: str) -> list[Lead]:
    """Longest first, each length once. Raises ValueError for anything that is none."""
    found: dict[timedelta, Lead] = {}
    for name in text.lower().replace(",", " ").split():
        match = LEAD.fullmatch(name)
        if match is None:
            raise ValueError(name)
        before = timedelta(**{UNITS[match["unit"]]: int(match["count"])})
        found.setdefault(before, Lead(name, before))
    return [found[before] for before in sorted(found, reverse=True)]


def validate_leads(text: str) -> None:
    try:
        leads = leads_in(text)
    except ValueError as error:
        raise ValidationError(
            _("“%(word)s” is no time before the start. Write days, hours or minutes like 7d 24h 30m."),
            params={"word": str(error)},
        ) from None
    if len(leads) > MOST or any(lead.before > LONGEST for lead in leads):
        raise ValidationError(
            _("At most %(most)d reminders, none more than %(days)d days before."),
            params={"most": MOST, "days": LONGEST.days},
        )
