"""Time zones to choose from, by region."""

from functools import cache
from itertools import groupby
from zoneinfo import available_timezones

REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def region(zone: str) -> str:
    return zone.partition("/")[0]


@cache
def zone_choices() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Grouped for a select: the region, then its cities."""
    cities = sorted(zone for zone in available_timezones() if region(zone) in REGIONS and "/" in zone)
    grouped = groupby(cities, key=region)
    return (
        *(
            (name, tuple((zone, zone.partition("/")[2].replace("_", " ")) for zone in zones))
            for name, zones in grouped
        ),
        ("UTC", (("UTC", "UTC"),)),
    )
