"""One change for a series: what staff changed on one roundtable, done to all that follow it.

Each keeps its own wall clock, so eight in the morning becomes nine on both sides of a change of the clocks. What was
changed on one of them alone before, what is over and what was cancelled stays as it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from program import clock
from program.audit.log import record
from roundtables.models import Roundtable
from roundtables.schedule import actions
from roundtables.schedule.scheduling import NoSuchHour, instant
from roundtables.seating import seats

PLAIN = (
    "time_zone", "capacity", "host_name", "provider", "room_url", "format_id", "tier", "takes_guests", "reminders",
    "confirm_hours", "offer_hours",
)  # fmt: skip
ON_THE_CLOCK = {"time", "minutes", "days", "time_zone"}
LABELS: dict[str, Promise] = {
    "days": gettext_lazy("Date"),
    "time": gettext_lazy("Starts at"),
    "minutes": gettext_lazy("Minutes"),
}
ALONE = gettext_lazy("%(field)s, which was different before")


@dataclass(frozen=True)
class Change:
    """Old and new of what was changed; `days` is by how many it moved, `weekday` where it was."""

    values: dict[str, tuple[Any, Any]]
    days: int
    weekday: int

    def __bool__(self) -> bool:
        return bool(self.values or self.days)


@dataclass
class Outcome:
    changed: list[int] = field(default_factory=list)
    left: dict[str, list[int]] = field(default_factory=dict)
    """Numbers by the reason why something on them stays as it was."""

    def leave(self, number: int, reason: str) -> None:
        self.left.setdefault(reason, []).append(number)


def traits(roundtable: Roundtable) -> dict[str, Any]:
    """What the roundtables of a series have in common."""
    plain = {name: getattr(roundtable, name) for name in PLAIN}
    return {"time": wall(roundtable).time(), "minutes": roundtable.duration // timedelta(minutes=1), **plain}


def wall(roundtable: Roundtable) -> datetime:
    return roundtable.starts_at.astimezone(roundtable.zone)


def change_between(before: Roundtable, after: Roundtable) -> Change:
    old, new = traits(before), traits(after)
    values = {name: (old[name], new[name]) for name in old if old[name] != new[name]}
    days = (wall(after).date() - wall(before).date()).days
    return Change(values, days, wall(before).weekday())


def those_after(roundtable: Roundtable) -> Any:
    """The rest of its series, soonest first."""
    rows = Roundtable.objects.filter(series=roundtable.series_id, starts_at__gt=roundtable.starts_at)
    return rows.exclude(pk=roundtable.pk).order_by("starts_at", "id")


def lock_series(roundtable: Roundtable) -> None:
    """All that may be changed together, soonest first as everywhere, so that nobody waits in a ring."""
    reached = Q(ends_at__gt=clock.now()) | Q(pk=roundtable.pk)
    rows = Roundtable.objects.filter(reached, series=roundtable.series_id).order_by("ends_at", "number")
    for pk in list(rows.values_list("pk", flat=True)):
        seats.lock(pk)


def change_following(before: Roundtable, change: Change, *, by: Any, now: datetime) -> Outcome:
    """Does the same to each that follows, as if staff had saved it themselves."""
    outcome = Outcome()
    for pk in list(those_after(before).values_list("pk", flat=True)):
        roundtable = seats.lock(pk)
        reason = out_of_reach(roundtable, now)
        if reason:
            outcome.leave(roundtable.number, reason)
        else:
            change_one(roundtable, change, outcome, by=by, now=now)
    return outcome


def out_of_reach(roundtable: Roundtable, now: datetime) -> str:
    if roundtable.is_cancelled:
        return _("all of it, as it was cancelled")
    if roundtable.is_past(now):
        return _("all of it, as it is over")
    return _("all of it, as it has begun") if roundtable.starts_at <= now else ""


def change_one(roundtable: Roundtable, change: Change, outcome: Outcome, *, by: Any, now: datetime) -> None:
    own, stays = traits(roundtable), []
    wanted = {}
    for name, (old, new) in change.values.items():
        if own[name] == old:
            wanted[name] = new
        elif own[name] != new:
            stays.append(str(ALONE) % {"field": label(name)})
    if change.days:
        if wall(roundtable).weekday() == change.weekday:
            wanted["days"] = change.days
        else:
            stays.append(str(ALONE) % {"field": label("days")})
    stays += refused(roundtable, wanted, now)
    for reason in stays:
        outcome.leave(roundtable.number, reason)
    if wanted:
        save(roundtable, own, wanted, by=by, now=now)
        outcome.changed.append(roundtable.number)


def refused(roundtable: Roundtable, wanted: dict[str, Any], now: datetime) -> Iterator[str]:
    """Takes out of `wanted` what this one cannot have, and says why."""
    if ON_THE_CLOCK & wanted.keys() and (reason := place(roundtable, wanted, now)):
        for name in ON_THE_CLOCK & wanted.keys():
            del wanted[name]
        yield reason
    if "capacity" in wanted and wanted["capacity"] < roundtable.seats_taken:
        del wanted["capacity"]
        yield _("Seats, of which %(taken)s are taken") % {"taken": roundtable.seats_taken}
    if wanted.get("confirm_hours"):
        asked = Roundtable(starts_at=roundtable.starts_at, confirm_hours=wanted["confirm_hours"])
        if asked.is_past_asking(now):
            del wanted["confirm_hours"]
            yield _("the hours to confirm, as it is too late to ask")


def place(roundtable: Roundtable, wanted: dict[str, Any], now: datetime) -> str:
    """Moves it on its own wall clock; why not, when it cannot be moved."""
    old = wall(roundtable)
    zone = clock.ZoneInfo(wanted.get("time_zone", roundtable.time_zone))
    minutes = timedelta(minutes=wanted["minutes"]) if "minutes" in wanted else roundtable.duration
    try:
        on: date = old.date() + timedelta(days=wanted.get("days", 0))
        starts_at = instant(on, wanted.get("time", old.time()), zone)
    except (NoSuchHour, OverflowError):
        return _("the time, as there is no such hour on that day")
    if starts_at <= now:
        return _("the time, as it would begin in the past")
    roundtable.starts_at, roundtable.ends_at, roundtable.time_zone = starts_at, starts_at + minutes, zone.key
    return ""


def save(roundtable: Roundtable, own: dict[str, Any], wanted: dict[str, Any], *, by: Any, now: datetime) -> None:
    for name in wanted.keys() & set(PLAIN):
        setattr(roundtable, name, wanted[name])
    actions.save_changed(roundtable, now=now)
    told = {name: [str(own.get(name, "")), str(value)] for name, value in wanted.items()}
    record("changed", roundtable, by=by, changes=told)


def label(name: str) -> str:
    if name in LABELS:
        return str(LABELS[name])
    verbose = Roundtable._meta.get_field(name.removesuffix("_id")).verbose_name  # type: ignore[union-attr]
    return str(verbose)[:1].upper() + str(verbose)[1:]
