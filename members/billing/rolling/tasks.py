"""Every hour: members are told of new prices, and moved to those that have begun."""

from functools import partial

from celery import shared_task
from django.db import transaction

from members.billing.rolling import moving
from program import clock
from program.tenancy.tasks import OwnScopesTask, PlatformTask, ProgramTask

MOST = 500


@shared_task(base=PlatformTask)
def look_at_prices() -> None:
    now = clock.now()
    for version in moving.to_announce(now):
        transaction.on_commit(partial(announce.delay, version.pk, program_id=version.program_id))
    for version in moving.to_roll_out(now):
        found = list(moving.to_move(version, now).values_list("program_id", "pk")[:MOST])
        for program_id, subscription_id in found:
            transaction.on_commit(partial(move.delay, subscription_id, version.pk, program_id=program_id))
        if not found:
            moving.note_rolled_out(version, now)


@shared_task(base=OwnScopesTask)
def announce(version_id: int, *, program_id: int) -> None:
    moving.announce(version_id, program_id=program_id)


@shared_task(base=ProgramTask)
def move(subscription_id: int, version_id: int) -> None:
    moving.move(subscription_id, version_id, now=clock.now())
