"""The series goes along when staff change all that follow, so that the next season is as they wish."""

from datetime import datetime
from typing import Any

from program.audit.log import record
from roundtables.models import Series
from roundtables.schedule import actions
from roundtables.schedule.following import Change

SAME_IN_THE_SERIES = {
    "time": "local_time",
    "minutes": "duration_minutes",
    "time_zone": "time_zone",
    "capacity": "capacity",
    "host_name": "host_name",
    "format_id": "format_id",
    "reminders": "reminders",
}


def change_series(series_id: int, change: Change, *, by: Any, now: datetime) -> bool:
    """Whether there was anything to change. No reminders of its own means: as the series says."""
    series = Series.objects.get(pk=series_id)
    wanted = {SAME_IN_THE_SERIES[name]: new for name, (_, new) in change.values.items() if name in SAME_IN_THE_SERIES}
    if wanted.get("reminders") == "":
        del wanted["reminders"]
    if change.days:
        wanted["weekday"] = (change.weekday + change.days) % 7
    told = {
        name: [str(getattr(series, name)), str(new)] for name, new in wanted.items() if getattr(series, name) != new
    }
    if not told:
        return False
    for name in told:
        setattr(series, name, wanted[name])
    save(series, told, now)
    record("changed", series, by=by, changes=told)
    return True


def save(series: Series, told: dict[str, list[str]], now: datetime) -> None:
    """Only other reminders concern mails that are planned already."""
    if "reminders" in told:
        actions.save_series(series, now=now)
    else:
        series.save(update_fields=list(told))
