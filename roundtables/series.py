"""The next date of a series, found on local wall time: 8 a.m. stays 8 a.m. when the clocks change."""

from datetime import UTC, date, datetime, time, timedelta

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


def next_date(series: Series, after: datetime) -> date:
    """The first date of the series that begins after that instant."""
    zone = clock.ZoneInfo(series.time_zone)
    today = after.astimezone(zone).date()
    on = today + timedelta(days=(series.weekday - today.weekday()) % 7)
    begins = datetime.combine(on, series.local_time, tzinfo=zone)
    return on if begins > after else on + timedelta(weeks=1)


def next_free_date(series: Series, now: datetime) -> date:
    """The week after the last one that was scheduled."""
    last = Roundtable.objects.filter(series=series, starts_at__gt=now).order_by("-starts_at").first()
    return next_date(series, last.starts_at if last else now)


def next_number() -> int:
    last = Roundtable.objects.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1
