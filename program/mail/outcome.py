"""How a message ended, or when it is tried again. Each mark holds only while the message is still ours."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import F

from program import clock
from program.mail.kinds import names_in
from program.mail.models import Message, Suspension
from program.mail.statuses import nobody_there, status_in
from program.mail.suspending import suspend
from program.tenancy.scope import program_scope

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (0.5, 2, 10, 60, 180, 480))
"""Before the second attempt, the third, and so on: a day's outage of somebody's mailbox is bridged."""
MOST_ATTEMPTS = len(PAUSES) + 1
UNREACHABLE = timedelta(seconds=20)
"""When our own mail server is away, no message is to blame and all of them wait."""


def mark_sent(message: Message) -> None:
    settle(message, state=Message.State.SENT, sent_at=clock.now(), last_error="", payload=kept_payload(message))


def cancel(message: Message, reason: str) -> None:
    settle(message, state=Message.State.CANCELLED, last_error=reason)


def fail(message: Message, reason: str, *, for_good: bool = False) -> None:
    """Tried again later, unless that is hopeless."""
    if for_good or message.attempts >= MOST_ATTEMPTS:
        settle(message, state=Message.State.FAILED, last_error=reason[:300], payload=kept_payload(message))
    else:
        due_at = clock.now() + PAUSES[message.attempts - 1]
        settle(message, state=Message.State.DUE, due_at=due_at, last_error=reason[:300])


def refuse(message: Message, code: int, words: str) -> None:
    """The mail server does not take this address: for now, or not at all."""
    said = f"{code} {words}"
    fail(message, said, for_good=code >= 500)
    if code >= 500 and nobody_there(status_in(words)):
        suspend(message.address, Suspension.Cause.BOUNCED, said)


def settle(message: Message, **fields: Any) -> None:
    with program_scope(message.program.pk):
        ours = Message.objects.filter(pk=message.pk, state=Message.State.SENDING, lease_until=message.lease_until)
        ours.update(lease_until=None, **fields)


def put_back(messages: Iterable[Message], *, pause: timedelta = timedelta(0)) -> None:
    """What was not tried is due again, and the attempt does not count."""
    waiting = list(messages)
    if not waiting:
        return
    first = waiting[0]
    with program_scope(first.program.pk):
        ours = Message.objects.filter(
            pk__in=[message.pk for message in waiting],
            state=Message.State.SENDING,
            lease_until=first.lease_until,
        )
        ours.update(state=Message.State.DUE, lease_until=None, due_at=clock.now() + pause, attempts=F("attempts") - 1)


def kept_payload(message: Message) -> dict[str, Any]:
    """Account mail carries codes: they do not stay behind."""
    return {} if message.kind in names_in("account") else message.payload
