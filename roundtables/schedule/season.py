"""A season: the coming dates of a series looked at together, and roundtables made of those that take place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from program.audit.log import record
from roundtables.models import AgendaItem, Roundtable, Series
from roundtables.schedule.scheduling import NoSuchHour, instant, next_number

MOST = 52


class Overtaken(Exception):
    """Somebody scheduled in the meantime, or this was sent twice: nothing was made."""


@dataclass(frozen=True)
class Day:
    """A date of the series. One without an instant, or with a roundtable on it, cannot be chosen."""

    on: date
    starts_at: datetime | None
    remarks: tuple[str, ...]
    is_free: bool
    is_proposed: bool

    @property
    def utc_hour(self) -> str:
        return f"{self.starts_at:%H:%M}" if self.starts_at else "—"


def season_days(series: Series, first: date, count: int, *, now: datetime) -> list[Day]:
    days: list[Day] = []
    on_dates = taken(series, first)
    for on in islice(series.dates(first), count):
        before = next((day.starts_at for day in reversed(days) if day.starts_at), None)
        days.append(_day(series, on, before, on_dates.get(on), now))
    return days


def taken(series: Series, first: date) -> dict[date, Roundtable]:
    """What the series has on its days already; of two, the one that takes place."""
    since = datetime.combine(first, series.local_time, tzinfo=UTC) - timedelta(days=2)
    rows = Roundtable.objects.filter(series=series, starts_at__gte=since).order_by("number")
    ordered = sorted(rows, key=lambda roundtable: not roundtable.is_cancelled)
    return {roundtable.starts_at.astimezone(series.zone).date(): roundtable for roundtable in ordered}


def _day(series: Series, on: date, before: datetime | None, there: Roundtable | None, now: datetime) -> Day:
    try:
        starts_at = instant(on, series.local_time, series.zone)
    except NoSuchHour:
        words = _("There is no such hour on that day: the clocks are put forward over it.")
        return Day(on, None, (words,), is_free=False, is_proposed=False)
    remarks = [*_clocks(series, before, starts_at), *_on_it(there)]
    if has_begun := starts_at <= now:
        remarks.append(_("This has begun already."))
    is_free = not has_begun and (there is None or there.is_cancelled)
    return Day(on, starts_at, tuple(remarks), is_free, is_proposed=is_free and there is None)


def _clocks(series: Series, before: datetime | None, starts_at: datetime) -> Iterator[str]:
    if before and before.astimezone(series.zone).utcoffset() != starts_at.astimezone(series.zone).utcoffset():
        hours = {"now": f"{starts_at:%H:%M}", "before": f"{before:%H:%M}"}
        yield _("The clocks have changed: %(now)s UTC instead of %(before)s.") % hours


def _on_it(there: Roundtable | None) -> Iterator[str]:
    if there is not None:
        words = _("No. %(number)s was cancelled on this day.") if there.is_cancelled else _("No. %(number)s is on it.")
        yield words % {"number": there.number}


def schedule_season(
    series: Series,
    titles: Mapping[date, str],
    *,
    state: str,
    first_number: int,
    copies_agenda: bool,
    by: Any,
    now: datetime,
) -> list[Roundtable]:
    """One roundtable for each date that has a title, numbered on from there. The series' row is held meanwhile."""
    series = Series.objects.select_for_update().get(pk=series.pk)
    if next_number() != first_number:
        raise Overtaken
    wanted = _wanted(series, sorted(titles), now)
    rows = [
        roundtable_of(series, first_number + step, day.starts_at, title=titles[day.on], state=state)  # type: ignore[arg-type]
        for step, day in enumerate(wanted)
    ]
    try:
        with transaction.atomic():
            made = Roundtable.objects.bulk_create(rows)
    except IntegrityError as error:
        raise Overtaken from error
    if copies_agenda:
        copy_agenda(series, made)
    _record(series, made, by)
    return made


def _wanted(series: Series, dates: Sequence[date], now: datetime) -> list[Day]:
    on_dates = taken(series, dates[0])
    found = [_day(series, on, None, on_dates.get(on), now) for on in dates]
    if not all(day.is_free for day in found):
        raise Overtaken
    return found


def roundtable_of(series: Series, number: int, starts_at: datetime, *, title: str, state: str) -> Roundtable:
    """With what the series says; its reminders stay the series' own, and follow it."""
    return Roundtable(
        series=series,
        format_id=series.format_id,
        number=number,
        title=title,
        host_name=series.host_name,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=series.duration_minutes),
        time_zone=series.time_zone,
        capacity=series.capacity,
        state=state,
    )


def latest_agenda(series: Series, *, but: Sequence[int] = ()) -> list[AgendaItem]:
    """The lines of the last roundtable of the series that has any."""
    lines = AgendaItem.objects.filter(roundtable__series=series).exclude(roundtable__in=but)
    last = lines.order_by("-roundtable__starts_at").values_list("roundtable", flat=True).first()
    return list(AgendaItem.objects.filter(roundtable=last).order_by("position", "id")) if last else []


def copy_agenda(series: Series, made: Sequence[Roundtable]) -> None:
    lines = latest_agenda(series, but=[roundtable.pk for roundtable in made])
    AgendaItem.objects.bulk_create(
        AgendaItem(roundtable=roundtable, position=line.position, title=line.title, minutes=line.minutes)
        for roundtable in made
        for line in lines
    )


def _record(series: Series, made: Sequence[Roundtable], by: Any) -> None:
    record("scheduled a season of", series, by=by, changes={"numbers": ["", f"{made[0].number}–{made[-1].number}"]})
    for roundtable in made:
        record("added", roundtable, by=by)
