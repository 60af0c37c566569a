"""What the clock does to roundtables: offers run out, unconfirmed seats are released."""

from datetime import timedelta
from functools import partial

from celery import shared_task
from django.db import transaction
from django.db.models import F, Q, Value

from program import clock
from program.tenancy.tasks import PlatformTask, ProgramTask
from roundtables.models import Registration, Roundtable
from roundtables.seating import confirming, offers, seats

MOST = 1000
HOUR = Value(timedelta(hours=1))


@shared_task(base=PlatformTask)
def look_after() -> None:
    """Every half minute: finds the roundtables where something is due and hands each to its program."""
    for program_id, roundtable_id in due_roundtables():
        transaction.on_commit(partial(tend.delay, roundtable_id, program_id=program_id))


def due_roundtables() -> list[tuple[int, int]]:
    now = clock.now()
    offered = Registration.objects.filter(state=Registration.State.OFFERED, offer_until__lte=now)
    waiting = Roundtable.objects.filter(released_at=None, confirm_hours__isnull=False, starts_at__gt=now)
    is_time = Q(starts_at__lte=now + F("confirm_hours") * HOUR)
    unreleased = waiting.filter(is_time, ~Q(state=Roundtable.State.CANCELLED))
    found = {
        *offered.values_list("program_id", "roundtable_id")[:MOST],
        *unreleased.values_list("program_id", "id")[:MOST],
    }
    return sorted(found)


@shared_task(base=ProgramTask)
def tend(roundtable_id: int) -> None:
    now, roundtable = clock.now(), seats.lock(roundtable_id)
    offers.expire(roundtable, now=now)
    confirming.release(roundtable, now=now)
