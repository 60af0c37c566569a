"""Time zones to choose from, by region, in the reader's words."""

from functools import cache
from itertools import groupby
from unicodedata import normalize
from zoneinfo import available_timezones

from babel.core import get_global
from babel.dates import get_timezone_location
from django.utils.translation import gettext_lazy as _

from program.clock import locale_code

REGIONS = {
    "Africa": _("Africa"),
    "America": _("America"),
    "Antarctica": _("Antarctica"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific"),
}

type Choices = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def region(zone: str) -> str:
    return zone.partition("/")[0]


def city(zone: str) -> str:
    """As the reader's language calls it; a zone's other names stay as they are."""
    named = zone.partition("/")[2].replace("_", " ") or zone
    is_other_name = zone in get_global("zone_aliases") or "/" not in zone
    return named if is_other_name else get_timezone_location(zone, locale=locale_code(), return_city=True) or named


def zone_choices() -> Choices:
    """Grouped for a select: the region, then its cities."""
    return _choices(locale_code())


def without_accents(named: tuple[str, str]) -> bytes:
    return normalize("NFKD", named[0]).encode("ascii", "ignore")


@cache
def _choices(_language: str) -> Choices:
    """Once for each language: the cities of a region are in its order."""
    zones = sorted(zone for zone in available_timezones() if region(zone) in REGIONS and "/" in zone)
    grouped = groupby(zones, key=region)
    cities = (
        (str(REGIONS[name]), sorted(((city(zone), zone) for zone in zones), key=without_accents))
        for name, zones in grouped
    )
    return (
        *((name, tuple((zone, label) for label, zone in found)) for name, found in cities),
        ("UTC", (("UTC", "UTC"),)),
    )
