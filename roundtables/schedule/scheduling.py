"""Instants of wall times, and the next free date and number of a series."""

from datetime import UTC, date, datetime, time

from program import clock
from roundtables.models import Roundtable, Series


class NoSuchHour(ValueError):
    """The clocks are put forward over this wall time."""


def instant(on: date, at: time, zone: clock.ZoneInfo) -> datetime:
    """The instant of a wall time; of an hour that comes twice, the first."""
    wall = datetime.combine(on, at)
    found = wall.replace(tzinfo=zone).astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) != wall:
        raise NoSuchHour
    return found


def wall_instant(on: date, at: time, zone: clock.ZoneInfo) -> datetime:
    """The same, moved forward with the clocks where they skip that hour."""
    return datetime.combine(on, at, tzinfo=zone).astimezone(UTC)


def next_date(series: Series, after: datetime) -> date:
    """The first date of the series that begins after that instant."""
    today = after.astimezone(series.zone).date()
    return next(on for on in series.dates(today) if wall_instant(on, series.local_time, series.zone) > after)


def next_free_date(series: Series, now: datetime) -> date:
    """The first one after the last that was scheduled."""
    last = Roundtable.objects.filter(series=series, starts_at__gt=now).order_by("-starts_at").first()
    if last is None:
        return next_date(series, now)
    dates = series.dates(last.starts_at.astimezone(series.zone).date())
    return next(on for on in dates if wall_instant(on, series.local_time, series.zone) > last.starts_at)


def next_number() -> int:
    last = Roundtable.objects.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1
