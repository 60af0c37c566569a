"""Which invites somebody followed, kept in their session until they join, then for good."""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q

from members.accounts.models import Membership
from members.ambassadors.models import Attribution, InviteLink

SESSION_KEY = "invites"
WINDOW = timedelta(days=60)


@dataclass(frozen=True)
class Touch:
    link_id: int
    at: datetime


@dataclass(frozen=True)
class Touches:
    """The first and the last invite followed in this browser within the window."""

    first: Touch | None = None
    last: Touch | None = None

    def usable_link(self, now: datetime) -> InviteLink | None:
        """The last one, if it could be used now."""
        if self.last is None:
            return None
        link = InviteLink.objects.select_related("ambassador__user").filter(pk=self.last.link_id).first()
        return link if link and link.problem(now) is None else None


def read_touches(session: Mapping[str, Any], now: datetime) -> Touches:
    kept = session.get(SESSION_KEY) or {}
    touches = {name: Touch(link_id, datetime.fromisoformat(at)) for name, (link_id, at) in kept.items()}
    recent = {name: touch for name, touch in touches.items() if now - touch.at <= WINDOW}
    last = recent.get("last")
    return Touches(first=recent.get("first", last), last=last)


def remember_touch(session: MutableMapping[str, Any], link: InviteLink, now: datetime) -> None:
    """The first stays the first; the last is this one."""
    touch = [link.pk, now.isoformat()]
    known = read_touches(session, now)
    first = [known.first.link_id, known.first.at.isoformat()] if known.first else touch
    session[SESSION_KEY] = {"first": first, "last": touch}


def forget_touches(session: MutableMapping[str, Any]) -> None:
    session.pop(SESSION_KEY, None)


def count_use(link: InviteLink, now: datetime) -> bool:
    """One use is taken by exactly one: the row count says who won the last."""
    is_alive = Q(expires_at=None) | Q(expires_at__gt=now)
    has_uses = Q(uses_allowed=None) | Q(uses__lt=F("uses_allowed"))
    usable = InviteLink.objects.filter(is_alive, has_uses, pk=link.pk, revoked_at=None)
    return bool(usable.update(uses=F("uses") + 1))


def attribute(membership: Membership, touches: Touches, *, now: datetime) -> bool:
    """Writes through whom a new member came. False when nobody's invite counts, one's own included."""
    link = touches.usable_link(now)
    if link is None or touches.first is None or touches.last is None:
        return False
    if link.ambassador.user_id == membership.user_id or not count_use(link, now):
        return False
    first_known = InviteLink.objects.filter(pk=touches.first.link_id).exists()
    first = touches.first if first_known else touches.last
    Attribution.objects.create(
        membership=membership,
        first_link_id=first.link_id,
        first_touch_at=first.at,
        last_link_id=link.pk,
        last_touch_at=touches.last.at,
        joined_at=now,
    )
    return True
