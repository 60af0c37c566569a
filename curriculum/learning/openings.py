"""Opened ahead of order and date: for one member by a coach, or for everybody in one click; taken back likewise."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from curriculum.models import Module, Opening
from members.models import Membership
from program.audit.log import record
from program.tenancy.prepared import prepared


class OpenAlready(Exception):
    """A second click, or somebody who was faster: nothing further was opened."""


def open_ahead(
    membership: Membership | None, module: Module | None, *, reason: str, by: Membership, now: datetime
) -> Opening:
    """Without a member it is for everybody, without a module the whole curriculum."""
    try:
        with transaction.atomic():
            opened = Opening.objects.create(
                membership=membership, module=module, reason=reason, opened_by=by, opened_at=now
            )
    except IntegrityError as error:
        raise OpenAlready from error
    record("opened", opened, by=by.user, changes={"reason": ["", reason]})
    return opened


def take_back(opening: Opening, *, by: Membership, now: datetime) -> bool:
    """False where somebody was faster."""
    if not Opening.objects.filter(pk=opening.pk, closed_at=None).update(closed_at=now):
        return False
    record("took back", opening, by=by.user, changes={"reason": [opening.reason, ""]})
    return True


def open_to_everybody() -> Opening | None:
    """The whole curriculum, if it is."""
    standing = Opening.objects.filter(membership=None, module=None, closed_at=None)
    return standing.select_related("opened_by__user").first()


@prepared
def openings_of(membership_id: int, module_id: int) -> QuerySet[Opening]:
    """What opened this module to them, their own first."""
    theirs = Q(membership_id=membership_id) | Q(membership=None)
    about = Q(module_id=module_id) | Q(module=None)
    found = Opening.objects.filter(theirs, about, closed_at=None).select_related("opened_by__user")
    return found.order_by("membership_id", "-opened_at")[:1]
