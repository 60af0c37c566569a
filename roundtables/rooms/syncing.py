"""Bringing one meeting up to date at its provider: claimed by one worker, with no transaction open while it asks."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F

from program import clock
from program.mail.links import absolute
from program.tenancy.scope import program_scope
from roundtables.rooms.keeping import keeper_of
from roundtables.rooms.leading import provider_named
from roundtables.rooms.meeting import Meeting
from roundtables.rooms.provider import Made, Provider, ProviderFailed, Wanted
from roundtables.rooms.service import RoomService
from roundtables.schedule.roundtable import Roundtable

AT_ONCE = 100
LEASE = timedelta(minutes=2)
"""Whoever claimed is given up after this long; asking a provider takes half a minute at worst."""
PAUSES = [timedelta(seconds=seconds) for seconds in (10, 60, 300, 900, 3600, 3600, 3600)]
State = Meeting.State


@dataclass(frozen=True)
class Job:
    """All that is needed while no transaction is open."""

    meeting: Meeting
    wanted: Wanted
    name: str
    """The keeper's; empty when the roundtable needs no meeting."""
    keeper: Provider | None
    former: Provider | None
    """Whose meeting there is already, when it is not the keeper's."""
    is_in_step: bool


def claim(now: datetime) -> list[tuple[int, int]]:
    """Runs in the platform's scope: program and id of what is due, each for one worker only."""
    due = Meeting.objects.due(now).select_for_update(skip_locked=True)
    found = list(due.values_list("program_id", "pk")[:AT_ONCE])
    rows = Meeting.objects.filter(pk__in=[pk for _program, pk in found])
    rows.update(lease_until=now + LEASE, attempts=F("attempts") + 1)
    return [(int(program_id), pk) for program_id, pk in found if program_id]


def see_to(meeting_id: int, *, program_id: int) -> None:
    """Whatever happens is written down; whoever comes second finds nothing to do."""
    with program_scope(program_id):
        job = begin(meeting_id, clock.now())
    if job is None:
        return
    try:
        refuse_poison(job.meeting)
        made = carry_out(job)
    except ProviderFailed as failed:
        with program_scope(program_id):
            fail(meeting_id, failed, clock.now())
    else:
        with program_scope(program_id):
            finish(meeting_id, job, made, clock.now())


def begin(meeting_id: int, now: datetime) -> Job | None:
    claimed = Meeting.objects.filter(pk=meeting_id, state=State.WANTED, lease_until__gt=now)
    meeting = claimed.select_related("roundtable__program").first()
    if meeting is None:
        return None
    services = list(RoomService.objects.all())
    name = keeper_of(meeting.roundtable, services, now)
    is_same = meeting.exists and meeting.provider == name
    may_remove = meeting.exists and not is_same and not meeting.roundtable.is_past(now)
    return Job(
        meeting=meeting,
        wanted=wanted_for(meeting.roundtable),
        name=name,
        keeper=provider_named(name, services) if name else None,
        former=provider_named(meeting.provider, services) if may_remove else None,
        is_in_step=is_same and meeting.sequence == meeting.roundtable.sequence,
    )


def wanted_for(roundtable: Roundtable) -> Wanted:
    return Wanted(
        topic=str(roundtable),
        starts_at=roundtable.starts_at,
        minutes=roundtable.duration // timedelta(minutes=1),
        time_zone=roundtable.time_zone,
        page=absolute(roundtable.program, roundtable.get_absolute_url()),
    )


def refuse_poison(meeting: Meeting) -> None:
    """Failures are counted where they are written down; beyond them, whoever asked died in the middle of it."""
    if meeting.attempts > len(PAUSES) + 1:
        raise ProviderFailed("Whoever sees to this stops in the middle of it.", is_final=True)


def carry_out(job: Job) -> Made | None:
    """What there is at the provider afterwards. Each step may be repeated: the second time changes nothing."""
    meeting = job.meeting
    known = Made(meeting.external_id, meeting.join_url) if meeting.exists else None
    if job.former:
        job.former.remove(meeting.external_id)
        known = None
    if job.keeper is None or job.is_in_step:
        return known
    if known and job.keeper.change(known.external_id, job.wanted):
        return known
    return job.keeper.make(job.wanted)


def finish(meeting_id: int, job: Job, made: Made | None, now: datetime) -> None:
    """Looks at the roundtable once more, behind the meeting's row: what was changed meanwhile is wanted again."""
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("roundtable").get(pk=meeting_id)
    told, name = job.meeting.roundtable.sequence, keeper_of(meeting.roundtable, list(RoomService.objects.all()), now)
    is_done = meeting.roundtable.is_past(now) or (meeting.roundtable.sequence, name) == (told, job.name)
    settled = State.MADE if made else State.REMOVED
    Meeting.objects.filter(pk=meeting_id).update(
        state=settled if is_done else State.WANTED,
        provider=(job.name or meeting.provider) if made else "",
        external_id=made.external_id if made else "",
        join_url=made.join_url if made else "",
        sequence=told if made else None,
        last_error="",
        lease_until=None,
    )


def fail(meeting_id: int, failed: ProviderFailed, now: datetime) -> None:
    """Tried again after a pause, or after the one the provider asked for; staff see what it said."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
    tried = max(1, meeting.attempts)
    is_over = failed.is_final or (failed.wait is None and tried > len(PAUSES))
    Meeting.objects.filter(pk=meeting_id).update(
        state=State.FAILED if is_over else State.WANTED,
        due_at=now + (failed.wait or PAUSES[min(tried, len(PAUSES)) - 1]),
        attempts=tried - 1 if failed.wait else meeting.attempts,
        last_error=str(failed)[:300],
        lease_until=None,
    )
