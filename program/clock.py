"""Instants and wall times: one formatter for page, mail and calendar file."""

from datetime import UTC, datetime
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel.dates import format_datetime, get_timezone_name
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

__all__ = ["ZoneInfo", "local_time", "now", "validate_zone", "zone_or_none"]


def now() -> datetime:
    return timezone.now()


@cache
def known_zones() -> frozenset[str]:
    """Reading the list walks through hundreds of files."""
    return frozenset(available_timezones())


def zone_or_none(name: str) -> ZoneInfo | None:
    """The IANA zone of that name, or None: for names a browser or a person sends."""
    return ZoneInfo(name) if name in known_zones() else None


def validate_zone(name: str) -> None:
    if zone_or_none(name) is None:
        raise ValidationError(
            _("“%(name)s” is not a time zone. Write it like America/Sao_Paulo."), params={"name": name}
        )


def locale_code() -> str:
    """The reader's locale as Babel writes it: pt_BR, en."""
    return translation.to_locale(translation.get_language() or "en")


def local_time(instant: datetime, zone: ZoneInfo, *, style: str = "full") -> str:
    """`instant` as a person in `zone` says it, in the reader's language.

    style: "full" (Thursday, November 26, 8:00 AM PST), "day", "date" (with the year), "time", "short".
    """
    return _told(utc(instant), zone, style, locale_code())  # Of two equal wall times only one is meant.


@lru_cache(maxsize=2000)  # Babel reads its pattern anew for every date, and pages tell the same few dates.
def _told(instant: datetime, zone: ZoneInfo, style: str, code: str) -> str:
    patterns = {
        "en": {
            "full": "EEEE, MMMM d, y, h:mm a",
            "day": "EEEE, MMMM d",
            "date": "MMMM d, y",
            "time": "h:mm a",
            "short": "MMM d, h:mm a",
        },
        "pt_BR": {
            "full": "EEEE, d 'de' MMMM 'de' y, HH:mm",
            "day": "EEEE, d 'de' MMMM",
            "date": "d 'de' MMMM 'de' y",
            "time": "HH:mm",
            "short": "d 'de' MMM, HH:mm",
        },
    }
    chosen = patterns.get(code, patterns["en"])[style]
    if code == "pt_BR" and instant.astimezone(zone).day == 1:
        chosen = chosen.replace("d 'de'", "d'º de'", 1)  # The first of a month is an ordinal.
    text = str(format_datetime(instant, chosen, tzinfo=zone, locale=code))
    return text if style in ("day", "date") else f"{text} {zone_name(instant, zone, code)}"


def zone_name(instant: datetime, zone: ZoneInfo, code: str) -> str:
    """The zone's short name on that day, like PST, or its offset where people use none."""
    name = str(get_timezone_name(instant.astimezone(zone), width="short", locale=code))
    if name and not name.startswith(("GMT", "+", "-")):
        return name
    offset = instant.astimezone(zone).strftime("%z")
    return f"UTC{offset[:3]}:{offset[3:]}" if instant.astimezone(zone).utcoffset() else "UTC"


def utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC)
