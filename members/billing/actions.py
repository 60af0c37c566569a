"""Tiers that staff grant, until there is a checkout."""

from datetime import datetime

from django.db import transaction

from members.accounts.models import Membership
from members.billing.models import Grant
from program.audit.log import record


@transaction.atomic
def grant_tier(
    membership: Membership, tier: str, *, reason: str, by: Membership, now: datetime, until: datetime | None
) -> Grant:
    grant = Grant.objects.create(
        membership=membership, tier=tier, reason=reason, granted_by=by, starts_at=now, ends_at=until
    )
    changes = {"tier": ["", tier], "reason": ["", reason], "until": ["", until.isoformat() if until else ""]}
    record("granted", membership, by=by.user, changes=changes)
    return grant


def end_grant(grant: Grant, *, by: Membership, now: datetime) -> bool:
    """Takes a grant back from now on; one that has ended stays as it was."""
    running = Grant.objects.in_force(now).filter(pk=grant.pk, starts_at__lt=now)  # type: ignore[attr-defined]
    if not running.update(ends_at=now):
        return False
    record("ended", grant, by=by.user)
    return True
