"""In which currency somebody is shown prices: their country's where it is priced, and never one that is not."""

from collections.abc import Collection
from functools import lru_cache

from babel.core import get_global
from babel.numbers import get_territory_currencies

COOKIE = "currency"


def country_of(zone: str) -> str:
    """Two letters, or nothing when the zone belongs to no country: America/Sao_Paulo is BR."""
    found = str(get_global("zone_territories").get(zone, ""))
    return found if len(found) == 2 else ""


@lru_cache(maxsize=300)
def currency_of(country: str) -> str:
    """What people pay with there today, or nothing."""
    found = get_territory_currencies(country) if country else []
    return str(found[0]) if found else ""


def choose(priced: Collection[str], *, wanted: str, zone: str, fallback: str) -> str:
    """Their own choice, their country's, the program's, dollars: the first of these that has a price; else any."""
    order = (wanted, currency_of(country_of(zone)), fallback, "USD", *sorted(priced))
    return next((currency for currency in order if currency in priced), "")
