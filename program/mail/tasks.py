"""The outbox's two tasks: the sweep claims what is due, deliveries send it."""

from functools import partial

from celery import shared_task
from django.db import transaction

from program import clock
from program.mail.claiming import CLAIM_AT_ONCE, Chunk, claim
from program.mail.sending import send_chunk
from program.tenancy.tasks import OwnScopesTask, PlatformTask

SOON, LATER = 0, 9
"""Priorities of the broker: who waits for a code does not wait for ten thousand reminders."""


@shared_task(base=PlatformTask)
def sweep() -> None:
    """Every fifteen seconds by each beat, and on a nudge; any number of them may run at once."""
    claimed = claim(clock.now())
    transaction.on_commit(partial(hand_over, claimed))


def hand_over(claimed: list[Chunk]) -> None:
    for chunk in claimed:
        deliver.apply_async(
            args=(chunk.message_ids,),
            kwargs={"program_id": chunk.program_id},
            priority=SOON if chunk.is_urgent else LATER,
        )
    if sum(len(chunk.message_ids) for chunk in claimed) >= CLAIM_AT_ONCE:
        sweep.apply_async(priority=LATER)


@shared_task(base=OwnScopesTask)
def deliver(message_ids: list[int], *, program_id: int) -> None:
    send_chunk(program_id, message_ids)
