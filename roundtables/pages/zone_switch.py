"""“Times in: Kolkata – change”: for visitors a select of cities, for members the way to their profile."""

from functools import cache
from typing import Any

from babel.core import get_global
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from members.accounts.zones import city, zone_choices
from program.clock import locale_code
from program.reader import zone_of


def zone_switch(request: HttpRequest) -> dict[str, Any]:
    """For components/zone_switch.html; the cities are written by the template only where they are shown."""
    return {
        "zone_city": city(one_name(zone_of(request).key)),
        "zone_options": lambda: zone_options(locale_code()),
        "zone_next": request.get_full_path(),
    }


def one_name(zone: str) -> str:
    """Browsers say Asia/Calcutta, people Kolkata."""
    return str(get_global("zone_aliases").get(zone, zone)) if "/" in zone else zone


@cache
def zone_options(language: str) -> SafeString:
    """Once for each language: every city under its one name, grouped by region."""
    groups = ((label, [zone for zone in zones if one_name(zone[0]) == zone[0]]) for label, zones in zone_choices())
    told = ((label, format_html_join("", '<option value="{}">{}</option>', zones)) for label, zones in groups)
    return format_html_join("", '<optgroup label="{}">{}</optgroup>', told)
