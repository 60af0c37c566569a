"""Naming a venture, sharing it, leaving it. What was stays on record."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from members.accounts.models import Membership
from members.ventures.models import Founder, Venture


class AlreadyFounder(Exception):
    """One venture at a time: this member has one."""


class LastOwner(Exception):
    """Somebody must own the venture as long as others are in it."""


@dataclass(frozen=True)
class Part:
    """A member's part in the venture they are in now."""

    founder: Founder
    venture: Venture

    @property
    def is_owner(self) -> bool:
        return self.founder.role == Founder.Role.OWNER


def part_of(membership: Membership) -> Part | None:
    founder = Founder.objects.select_related("venture").filter(membership=membership, left_at=None).first()
    return Part(founder, founder.venture) if founder else None


def name_venture(name: str, one_liner: str, *, by: Membership, now: datetime) -> Venture:
    """A new venture with `by` as its owner; a second window that does the same gets AlreadyFounder."""
    try:
        with transaction.atomic():
            venture = Venture.objects.create(name=name, one_liner=one_liner, created_at=now)
            Founder.objects.create(venture=venture, membership=by, role=Founder.Role.OWNER, since=now)
    except IntegrityError as error:
        raise AlreadyFounder from error
    return venture


def rename_venture(venture: Venture, *, name: str, one_liner: str) -> Venture:
    venture.name, venture.one_liner = name, one_liner
    venture.save(update_fields=["name", "one_liner"])
    return venture


@transaction.atomic
def leave_venture(part: Part, *, now: datetime) -> None:
    """The row stays, with the day of leaving. The last owner cannot leave others behind."""
    others = Founder.objects.select_for_update().filter(venture=part.venture, left_at=None).exclude(pk=part.founder.pk)
    present = list(others)
    if part.is_owner and present and not any(founder.role == Founder.Role.OWNER for founder in present):
        raise LastOwner
    Founder.objects.filter(pk=part.founder.pk, left_at=None).update(left_at=now)
