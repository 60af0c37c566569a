"""Taking due messages, each by one sweeper only, however many sweep at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched, groupby
from typing import Any

from django.conf import settings
from django.db import connection

from program.mail.kinds import names_in

CLAIM_AT_ONCE = 2000
CHUNK = 50
"""One mail per task halves the rate; more than this makes others wait."""
LEASE = timedelta(seconds=settings.MAIL_LEASE_SECONDS)
"""Whoever claimed is given up after this long, and the message is due again."""

# Codes somebody waits for go first. Each part reads one partial index, and SKIP LOCKED leaves out
# what another sweeper is claiming at this moment.
CLAIM = """
WITH urgent AS (
    SELECT id FROM mail_message WHERE state = 'due' AND due_at <= %(now)s AND kind = ANY(%(urgent)s)
    ORDER BY due_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
), due AS (
    SELECT id FROM mail_message WHERE state = 'due' AND due_at <= %(now)s
    ORDER BY due_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
), abandoned AS (
    SELECT id FROM mail_message WHERE state IN ('claimed', 'sending') AND lease_until <= %(now)s
    ORDER BY lease_until LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
UPDATE mail_message SET state = 'claimed', lease_until = %(lease)s
WHERE id IN (SELECT id FROM urgent UNION SELECT id FROM due UNION SELECT id FROM abandoned)
RETURNING program_id, kind = ANY(%(urgent)s), attempts > 0, id
"""


@dataclass(frozen=True)
class Chunk:
    """Messages of one program that one worker sends over one connection."""

    program_id: int
    is_urgent: bool
    message_ids: list[int]


def claim(now: datetime, limit: int = CLAIM_AT_ONCE) -> list[Chunk]:
    """Runs in the platform's scope. The claim holds once the transaction is committed."""
    values: dict[str, Any] = {"now": now, "lease": now + LEASE, "limit": limit, "urgent": names_in("account")}
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, values)
        return list(chunks(cursor.fetchall()))


def chunks(rows: list[tuple[int, bool, bool, int]]) -> Iterator[Chunk]:
    """What was tried before goes alone: whatever stopped it must not stop others again."""
    for (program_id, is_urgent, was_tried), group in groupby(sorted(rows), key=lambda row: row[:3]):
        for batch in batched((row[3] for row in group), 1 if was_tried else CHUNK):
            yield Chunk(program_id, is_urgent, list(batch))
