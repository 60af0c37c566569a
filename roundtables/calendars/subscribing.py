"""Members read their roundtables in a calendar of their own, and renew its address when it got about."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet
from django.utils import translation

from members.models import Membership
from program.models import Program
from roundtables.calendars import files as calendar
from roundtables.models import CalendarFeed, Registration
from roundtables.seating.registration import new_token

KEPT_BEHIND = timedelta(days=90)
NOTED_EVERY = timedelta(hours=1)


def subscribe(membership: Membership, *, now: datetime) -> CalendarFeed:
    """The address, which is made when it is first wished for."""
    return CalendarFeed.objects.get_or_create(membership=membership, defaults={"created_at": now})[0]


def renew(feed: CalendarFeed, *, now: datetime) -> CalendarFeed:
    """From now on the old address answers nobody."""
    feed.token, feed.created_at, feed.last_read_at = new_token(), now, None
    feed.save(update_fields=["token", "created_at", "last_read_at"])
    return feed


def read(feed: CalendarFeed, program: Program, *, now: datetime) -> bytes:
    """The calendar in the member's language; notes whether it has changed since it was last read."""
    with translation.override(language_of(feed, program)):
        content = calendar.subscription(program, entries(feed.membership, now))
    note(feed, sha256(content).hexdigest(), now=now)
    return content


def language_of(feed: CalendarFeed, program: Program) -> str:
    return str(feed.membership.language or program.language)


def entries(membership: Membership, now: datetime) -> QuerySet[Registration]:
    """What they stand for, called off or not. What they cancelled themselves is nobody's business any more."""
    standing = Registration.objects.filter(membership=membership).standing()
    near = standing.filter(roundtable__ends_at__gt=now - KEPT_BEHIND)
    return near.select_related("roundtable").order_by("roundtable__starts_at", "id")


def note(feed: CalendarFeed, fingerprint: str, *, now: datetime) -> None:
    """Calendars come every few minutes and mostly find nothing new: then there is nothing to write."""
    news: dict[str, Any] = {}
    if fingerprint != feed.fingerprint or feed.changed_at is None:
        news = {"fingerprint": fingerprint, "changed_at": now}
    if news or feed.last_read_at is None or now - feed.last_read_at >= NOTED_EVERY:
        news["last_read_at"] = now
    for name, value in news.items():
        setattr(feed, name, value)
    if news:
        CalendarFeed.objects.filter(pk=feed.pk).update(**news)
