"""Intervals of the calendar, in UTC: a month after 31 January is the last day of February."""

import calendar
from datetime import UTC, datetime, timedelta

MONTHS = {"month": 1, "year": 12}
DAYS = {"day": 1, "week": 7}


def add(start: int, interval: str, count: int) -> int:
    began = datetime.fromtimestamp(start, UTC)
    if interval in DAYS:
        return start + int(timedelta(days=DAYS[interval] * count).total_seconds())
    month = began.year * 12 + began.month - 1 + MONTHS[interval] * count
    year, month = divmod(month, 12)
    day = min(began.day, calendar.monthrange(year, month + 1)[1])
    return int(began.replace(year=year, month=month + 1, day=day).timestamp())


def first_after(anchor: int, interval: str, count: int, moment: int) -> int:
    """The first end of a period, counted from the anchor, that is later than the moment."""
    if anchor > moment:
        return anchor
    typical = {"day": 86_400, "week": 604_800, "month": 2_629_800, "year": 31_557_600}[interval] * count
    turn = max(0, (moment - anchor) // typical - 1)
    while add(anchor, interval, count * turn) <= moment:
        turn += 1
    return add(anchor, interval, count * turn)


def day(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%d %b %Y").lstrip("0")
