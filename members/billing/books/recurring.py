"""What recurs, reckoned from facts that are never rewritten: payments, and when a subscription ended.

A member pays from the first payment of a subscription until it ends. A trial, and what a code made free, is no
payment; what was cancelled and still runs has not ended. MRR is the price of what was paid last, a year's divided by
twelve, as it is listed: before reductions by codes, and with the taxes that it contains.
Months are numbered: 0 is all that was before the first of them, 1 the first.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from program.tenancy.scope import require_program_id

PAID = """
    WITH paid AS MATERIALIZED (
        SELECT s.id, s.membership_id, GREATEST(min(e.happened_at), s.started_at) AS starts,
               CASE WHEN LEAST(s.ended_at, s.ends_at) <= %(now)s THEN LEAST(s.ended_at, s.ends_at) END AS ends
        FROM members_subscription s JOIN members_ledgerentry e ON e.subscription_id = s.id AND e.kind = 'payment'
        WHERE s.program_id = %(program)s GROUP BY s.id
    ), first AS (SELECT membership_id, min(starts) AS starts FROM paid GROUP BY 1)
"""
"""From when until when each subscription was paid for, and when each member first did."""

PRICED = """
    WITH steps AS (
        SELECT e.price_id, GREATEST(e.happened_at, s.started_at) AS starts,
               LEAST(CASE WHEN LEAST(s.ended_at, s.ends_at) <= %(now)s THEN LEAST(s.ended_at, s.ends_at) END,
                     lead(e.happened_at) OVER (PARTITION BY e.subscription_id ORDER BY e.happened_at, e.id)) AS ends
        FROM members_ledgerentry e JOIN members_subscription s ON s.id = e.subscription_id
        WHERE e.program_id = %(program)s AND e.kind = 'payment' AND e.price_id IS NOT NULL
    ), priced AS (
        SELECT steps.starts, steps.ends, price.currency,
               price.amount / CASE plan.interval WHEN 'year' THEN 12 ELSE 1 END AS monthly
        FROM steps JOIN members_price price ON price.id = steps.price_id
        JOIN members_planversion version ON version.id = price.version_id
        JOIN members_plan plan ON plan.id = version.plan_id
        WHERE plan.interval IN ('month', 'year') AND (steps.ends IS NULL OR steps.ends > steps.starts)
    )
"""
"""From when until when each price was what a subscription paid last, by the month."""


def changes_of_mrr(starts: Sequence[datetime], now: datetime) -> dict[str, dict[int, Decimal]]:
    """By currency and month: what was added, less what fell away."""
    select = """
        SELECT currency, place, sum(monthly) FROM (
            SELECT currency, width_bucket(starts, %(starts)s) AS place, monthly FROM priced
            UNION ALL SELECT currency, width_bucket(ends, %(starts)s), -monthly FROM priced WHERE ends IS NOT NULL
        ) changes GROUP BY currency, place
    """
    found: dict[str, dict[int, Decimal]] = defaultdict(dict)
    for currency, place, monthly in _rows(PRICED, select, now=now, starts=list(starts)):
        found[currency][place] = monthly
    return found


def comings_and_goings(starts: Sequence[datetime], now: datetime) -> tuple[dict[int, int], dict[int, int]]:
    """Members by month. Who changes from one subscription to another neither comes nor goes."""
    select = """
        SELECT came, width_bucket(at, %(starts)s), count(*) FROM (
            SELECT true AS came, p.starts AS at FROM paid p WHERE NOT EXISTS (
                SELECT FROM paid q WHERE q.membership_id = p.membership_id
                AND (q.starts, q.id) < (p.starts, p.id) AND (q.ends IS NULL OR q.ends >= p.starts))
            UNION ALL
            SELECT false, p.ends FROM paid p WHERE p.ends IS NOT NULL AND NOT EXISTS (
                SELECT FROM paid q WHERE q.membership_id = p.membership_id
                AND q.starts <= p.ends AND (q.ends IS NULL OR (q.ends, q.id) > (p.ends, p.id)))
        ) moves GROUP BY 1, 2
    """
    moves = _rows(PAID, select, now=now, starts=list(starts))
    came = {place: count for is_coming, place, count in moves if is_coming}
    went = {place: count for is_coming, place, count in moves if not is_coming}
    return came, went


def first_months(starts: Sequence[datetime], now: datetime) -> dict[int, int]:
    """How many members paid for the first time in each month."""
    rows = _rows(
        PAID, "SELECT width_bucket(starts, %(starts)s), count(*) FROM first GROUP BY 1", now=now, starts=list(starts)
    )
    return {place: count for place, count in rows if 0 < place < len(starts)}


def still_paying(starts: Sequence[datetime], ends: Sequence[datetime], now: datetime) -> dict[tuple[int, int], int]:
    """By the month in which somebody first paid, and the end of a month: how many were paying then."""
    select = """
        SELECT width_bucket(first.starts, %(starts)s), months.place, count(DISTINCT paid.membership_id)
        FROM first JOIN paid USING (membership_id)
        JOIN unnest(%(ends)s) WITH ORDINALITY AS months(at, place)
            ON paid.starts < months.at AND (paid.ends IS NULL OR paid.ends > months.at)
        WHERE first.starts >= %(since)s GROUP BY 1, 2
    """
    rows = _rows(PAID, select, now=now, starts=list(starts), ends=list(ends), since=starts[0])
    return {(place, end): count for place, end, count in rows}


def _rows(common: str, select: str, **parameters: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(common + select, {"program": require_program_id(), **parameters})
        return list(cursor.fetchall())
