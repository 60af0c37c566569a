"""The two tasks of rooms: the sweep finds what is to be done at a provider, each meeting is then seen to alone."""

from functools import partial

from celery import shared_task
from django.db import transaction

from program import clock
from program.tenancy.tasks import OwnScopesTask, PlatformTask
from roundtables.rooms import keeping, syncing


@shared_task(base=PlatformTask)
def sweep() -> None:
    """Every half minute by each beat, and on a nudge; any number of them may run at once."""
    now = clock.now()
    keeping.notice(now)
    for program_id, meeting_id in syncing.claim(now):
        transaction.on_commit(partial(see_to.delay, meeting_id, program_id=program_id))


@shared_task(base=OwnScopesTask)
def see_to(meeting_id: int, *, program_id: int) -> None:
    syncing.see_to(meeting_id, program_id=program_id)
