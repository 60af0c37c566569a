"""What staff do to a roundtable after it was announced. Each holds the roundtable's row: see `seats`."""

from datetime import datetime
from typing import Any

from program.audit.log import record
from roundtables import notices, rooms
from roundtables.models import Roundtable, Series
from roundtables.seating import confirming, interests, seats

ON_THE_CALENDAR = ("number", "title", "summary", "starts_at", "ends_at", "time_zone")


def save_changed(roundtable: Roundtable, *, now: datetime) -> None:
    """Saves what was changed on a locked roundtable, and tells those whom it concerns."""
    before = Roundtable.objects.select_related("series").get(pk=roundtable.pk)
    changed = {name for name in ON_THE_CALENDAR if getattr(roundtable, name) != getattr(before, name)}
    has_moved = bool(changed & {"starts_at", "ends_at"})
    if changed:
        roundtable.sequence, roundtable.changed_at = before.sequence + 1, now
    if not roundtable.recording_url:
        roundtable.recording_published_at = None
    if has_moved:
        confirming.start_over(roundtable, now=now)
    roundtable.save()
    rooms.keep_up(roundtable, now=now)
    if not roundtable.is_past(now):
        tell_changed(roundtable, before, has_moved=has_moved, now=now)
    seats.fill(roundtable, now=now)


def tell_changed(roundtable: Roundtable, before: Roundtable, *, has_moved: bool, now: datetime) -> None:
    if has_moved:
        notices.tell_moved(roundtable, now=now)
    elif (roundtable.leads, roundtable.ask_at) != (before.leads, before.ask_at):
        notices.plan_again(roundtable, now=now)
    if roundtable.state == Roundtable.State.OPEN != before.state:
        interests.tell_open(roundtable, now=now)


def save_series(series: Series, *, now: datetime) -> None:
    """Its coming roundtables remind as it says from now on."""
    series.save()
    for pk in Roundtable.objects.filter(series=series, reminders="").calendar(now).values_list("pk", flat=True):
        notices.plan_again(seats.lock(pk), now=now)


def call_off(roundtable: Roundtable, reason: str, *, by: Any, now: datetime) -> int:
    """Cancels it for good. How many people are told; 0 when somebody else was faster."""
    roundtable = seats.lock(roundtable.pk)
    if not roundtable.is_open_to_change(now):
        return 0
    roundtable.state, roundtable.cancel_reason = Roundtable.State.CANCELLED, reason
    roundtable.sequence, roundtable.changed_at = roundtable.sequence + 1, now
    roundtable.save(update_fields=["state", "cancel_reason", "sequence", "changed_at"])
    rooms.keep_up(roundtable, now=now)
    record("called off", roundtable, by=by, changes={"reason": ["", reason]})
    return notices.tell_called_off(roundtable, now=now)


def publish_recording(roundtable: Roundtable, *, by: Any, now: datetime) -> int:
    """Opens the recording to its tier. How many people are told: each of them once, whatever happens later."""
    roundtable = seats.lock(roundtable.pk)
    if not roundtable.can_publish(now):
        return 0
    if not roundtable.is_recorded:
        roundtable.recording_published_at = now
        roundtable.save(update_fields=["recording_published_at"])
        record("published the recording of", roundtable, by=by)
    return notices.tell_recorded(roundtable, now=now)
