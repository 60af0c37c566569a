"""Saying something by mail: a row in the transaction that makes it necessary, and no more than one."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from program import clock
from program.mail.kinds import kind_named
from program.mail.models import Message
from program.mail.nudge import nudge
from program.tenancy.owned import refuse_foreign

# What was cancelled was never said, so it may be wanted again: a roundtable moved there and back.
INSERT = """
INSERT INTO mail_message (program_id, kind, address, user_id, about, occurrence, payload, due_at,
                          state, attempts, last_error, created_at)
SELECT wanted.*, 'due', 0, '', %s
FROM jsonb_to_recordset(%s) AS wanted (program_id bigint, kind text, address text, user_id bigint, about text,
                                       occurrence text, payload jsonb, due_at timestamptz)
ON CONFLICT (program_id, kind, address, about, occurrence) DO UPDATE
SET user_id = EXCLUDED.user_id, payload = EXCLUDED.payload, due_at = EXCLUDED.due_at, state = 'due',
    attempts = 0, last_error = '', lease_until = NULL, created_at = EXCLUDED.created_at
WHERE mail_message.state = 'cancelled'
RETURNING id, program_id, kind, address, about, occurrence
"""
COLUMNS = ("program_id", "kind", "address", "user_id", "about", "occurrence", "payload", "due_at")

type Key = tuple[int | None, str, str, str, str]


def post(
    kind: str,
    address: str,
    *,
    user: Any = None,
    about: str = "",
    occurrence: str = "",
    due_at: datetime | None = None,
    payload: dict[str, Any] | None = None,
) -> Message | None:
    """One message, due now or later. None when this was said, or is about to be said, already."""
    message = Message(
        kind=kind,
        address=address,
        user=user,
        about=about,
        occurrence=occurrence,
        due_at=due_at or clock.now(),
        payload=payload or {},
    )
    return message if post_all([message]) else None


def post_all(messages: Sequence[Message]) -> int:
    """How many of them were not said already; those have their `pk` afterwards. One statement for any number."""
    refuse_foreign(messages)
    wanted: dict[Key, Message] = {}
    for message in messages:
        kind_named(message.kind)
        message.address = message.address.strip().lower()
        wanted.setdefault(key_of(message), message)
    for pk, *key in _insert(wanted.values()):
        wanted[tuple(key)].pk = pk  # type: ignore[index]
    posted = [message for message in wanted.values() if message.pk]
    if any(message.due_at <= clock.now() for message in posted):
        transaction.on_commit(nudge)
    return len(posted)


def key_of(message: Message) -> Key:
    """What makes two messages the same one."""
    return (message.program_id, message.kind, message.address, message.about, message.occurrence)


def _insert(messages: Iterable[Message]) -> list[tuple[Any, ...]]:
    rows = [{column: getattr(message, column) for column in COLUMNS} for message in messages]
    if not rows:
        return []
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [clock.now(), json.dumps(rows, cls=_Instants)])
        return list(cursor.fetchall())


class _Instants(DjangoJSONEncoder):
    """Instants with their microseconds, which Django's own encoder cuts off."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def cancel(*, about: str, kinds: Sequence[str] = (), address: str | None = None) -> int:
    """Takes back what is still due about something; how many there were."""
    due = Message.objects.filter(about=about, state__in=[Message.State.DUE, Message.State.CLAIMED])
    if kinds:
        due = due.filter(kind__in=kinds)
    if address is not None:
        due = due.filter(address=address.strip().lower())
    return due.update(state=Message.State.CANCELLED, lease_until=None)
