"""Sending what was claimed: one connection for a chunk, and no transaction open while the mail server is spoken to.

Each message is marked `sending`, composed, sent, marked `sent`. Between the mail server's yes and the
last mark lies the only moment in which a crash leads to a second copy, of one message.
"""

import logging
from collections import deque
from collections.abc import Sequence
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.core.mail import mailers
from django.db.models import F
from django.utils import translation

from program import clock
from program.mail import outcome
from program.mail.claiming import LEASE
from program.mail.kinds import Category, kind_named
from program.mail.models import Message, Suspension
from program.mail.readers import reader_of
from program.mail.rendering import Mail, render
from program.mail.suspending import refusals
from program.models import Program
from program.tenancy.scope import program_scope

logger = logging.getLogger(__name__)

MARGIN = LEASE / 5
"""Nobody begins to send in the last fifth of a lease, a minute: it could end while the mail server thinks."""


def send_chunk(program_id: int, message_ids: Sequence[int]) -> None:
    """Sends those of the messages that are still claimed; whoever comes second finds none."""
    waiting = deque(begin(program_id, message_ids))
    if not waiting:
        return
    try:
        with mailers.default as connection:
            while waiting and clock.now() < waiting[0].lease_until - MARGIN:  # type: ignore[operator]
                send(connection, waiting.popleft())
    except OSError as error:  # SMTP's errors are among them: the server is away, or hung up.
        logger.warning("The mail server does not answer: %s", error)
        outcome.put_back(waiting, pause=outcome.UNREACHABLE)
    else:
        outcome.put_back(waiting)


def begin(program_id: int, message_ids: Sequence[int]) -> list[Message]:
    """Marks what is ours to send; the same number of queries for any number of messages."""
    lease = clock.now() + LEASE
    with program_scope(program_id):
        claimed = Message.objects.filter(pk__in=message_ids, state=Message.State.CLAIMED).order_by("due_at", "pk")
        ours = claimed.select_for_update(of=("self",), skip_locked=True)
        messages = list(ours.select_related("user").prefetch_related("user__memberships"))
        rows = Message.objects.filter(pk__in=[message.pk for message in messages])
        rows.update(state=Message.State.SENDING, lease_until=lease, attempts=F("attempts") + 1)
        refused = refusals([message.address for message in messages])
        program = Program.objects.get(pk=program_id)
    for message in messages:
        message.program, message.lease_until, message.refused = program, lease, refused
        message.attempts += 1
    return messages


def send(connection: Any, message: Message) -> None:
    """One message to its end: sent, cancelled, tried again later or given up. Raises OSError without a connection."""
    mail = composed(message)
    if mail is None:
        return
    try:
        connection.send_messages([mail])
    except SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        outcome.refuse(message, code, words.decode(errors="replace"))
    except SMTPResponseException as error:
        outcome.fail(message, f"{error.smtp_code} {error.smtp_error!r}")
    except OSError as error:
        outcome.fail(message, repr(error))
        raise
    except ValueError as error:  # An address no mail server could take.
        outcome.fail(message, str(error), for_good=True)
    else:
        outcome.mark_sent(message)


def composed(message: Message) -> Mail | None:
    """The mail, or None when there is nothing to send (any more); its row says why."""
    try:
        if message.attempts > outcome.MOST_ATTEMPTS:
            raise RuntimeError("Whoever sends this stops in the middle of it.")
        return compose(message)
    except Exception as error:
        logger.exception("Message %s (%s) cannot be composed", message.pk, message.kind)
        outcome.fail(message, repr(error))
        return None


def compose(message: Message) -> Mail | None:
    """Whether it still applies is asked here, at the last moment."""
    kind = kind_named(message.kind)
    if against := reason_against(message, kind.category):
        outcome.cancel(message, against)
        return None
    reader = reader_of(message)
    with program_scope(message.program.pk), translation.override(reader.language):
        letter = kind.compose(message)
        mail = render(letter, message, reader) if letter else None
    if mail is None:
        outcome.cancel(message, "no longer applies")
    return mail


def reason_against(message: Message, category: Category) -> str:
    """Account mail goes to suspended addresses, too: somebody may be waiting for a code there."""
    if (message.address, category.name) in message.refused:
        return "unsubscribed"
    causes = Suspension.Cause.values if category.is_switchable else []
    return next((cause for cause in causes if (message.address, cause) in message.refused), "")
