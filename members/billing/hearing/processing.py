"""Events that are due: each says whom to look at, and looking is all that is done."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import batched

from django.db import connection

from members.billing.hearing.models import Event, Finding
from members.billing.paying.orders import Customer
from members.billing.providers.interface import ProviderError
from members.billing.settling.findings import note_drift, open_finding
from members.billing.settling.settle import settle
from program import clock
from program.tenancy.scope import program_scope

logger = logging.getLogger(__name__)

AT_ONCE = 1000
CHUNK = 20
LEASE = timedelta(minutes=2)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(hours=1)
MOST_ATTEMPTS = 12
MOST_SEARCHES = 5
"""So often we look for a customer whose row may not be committed yet."""

MONEY = ("charge.succeeded", "invoice.paid", "checkout.session.completed")

CLAIM = """
UPDATE members_event SET lease_until = %(lease)s
WHERE id IN (
    SELECT id FROM members_event
    WHERE state = 'due' AND due_at <= %(now)s AND (lease_until IS NULL OR lease_until <= %(now)s)
    ORDER BY due_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
RETURNING program_id, account, customer_id, id
"""


def claim(now: datetime, limit: int = AT_ONCE) -> list[tuple[int, list[int]]]:
    """Runs in the platform's scope: by program, events that belong together in one piece of work."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, {"now": now, "lease": now + LEASE, "limit": limit})
        rows = sorted(cursor.fetchall())
    by_customer: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    for program_id, account, customer, event_id in rows:
        by_customer[program_id, account, customer].append(event_id)
    return [
        (program_id, [event_id for key in keys for event_id in by_customer[key]])
        for program_id in sorted({key[0] for key in by_customer})
        for keys in batched((key for key in by_customer if key[0] == program_id), CHUNK)
    ]


def process(event_ids: Iterable[int], *, program_id: int) -> None:
    """One transaction for each customer: what fails for one does not hold up the others."""
    with program_scope(program_id):
        waiting = list(Event.objects.filter(pk__in=list(event_ids), state=Event.State.DUE))
    groups: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in waiting:
        groups[event.account, event.customer_id].append(event)
    for (account, customer), events in groups.items():
        process_customer(account, customer, events, program_id=program_id)


def process_customer(account: str, remote_id: str, events: list[Event], *, program_id: int) -> None:
    try:
        with program_scope(program_id):
            customer = Customer.objects.filter(account=account, remote_id=remote_id).first() if remote_id else None
            if customer is None:
                not_known(events)
                return
            differences = settle(customer.pk, now=clock.now())
            finish(events, Event.State.DONE)
            if differences and all(event.is_late for event in events):
                note_drift(customer, differences, now=clock.now())
    except Exception as error:
        if not isinstance(error, ProviderError):
            logger.exception("An event of program %s could not be processed", program_id)
        with program_scope(program_id):
            try_later(events, str(error) or type(error).__name__, MOST_ATTEMPTS)


def finish(events: Iterable[Event], state: str) -> None:
    ids = [event.pk for event in events]
    Event.objects.filter(pk__in=ids).update(state=state, done_at=clock.now(), lease_until=None, last_error="")


def not_known(events: list[Event]) -> None:
    """Nobody of ours, or not yet: an order's page is made before its request is committed."""
    given_up = [event for event in events if event.attempts >= MOST_SEARCHES]
    for event in given_up:
        if event.type in MONEY and event.customer_id:
            said = {event.type: ["", event.object_id]}
            open_finding(Finding.Kind.UNKNOWN_PAYMENT, event.customer_id, said=said, now=clock.now())
    finish(given_up, Event.State.IGNORED)
    try_later([event for event in events if event not in given_up], "Its customer is not known", MOST_ATTEMPTS)


def try_later(events: Iterable[Event], reason: str, most: int) -> None:
    now = clock.now()
    for event in events:
        attempts = event.attempts + 1
        wait = min(FIRST_WAIT * 2**event.attempts, LONGEST_WAIT)
        state = Event.State.FAILED if attempts >= most else Event.State.DUE
        Event.objects.filter(pk=event.pk).update(
            attempts=attempts, due_at=now + wait, lease_until=None, state=state, last_error=reason[:400]
        )
