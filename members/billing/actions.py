"""What staff grant by hand."""

from datetime import datetime

from django.db import transaction

from members.accounts.models import Membership
from members.billing.models import Grant, LedgerEntry
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


def note_scholarship(grant: Grant) -> None:
    """A scholarship stands in the books at nothing, so that the figures show whom the program carries."""
    if grant.source == Grant.Source.SCHOLARSHIP:
        LedgerEntry.objects.create(
            kind=LedgerEntry.Kind.SCHOLARSHIP,
            amount=0,
            currency=grant.program.currency,
            membership_id=grant.membership_id,
            happened_at=grant.starts_at,
            recorded_by=grant.granted_by,
            note=grant.reason,
        )


def end_grant(grant: Grant, *, by: Membership, now: datetime) -> bool:
    """Takes a grant back from now on; one that has ended stays as it was."""
    running = Grant.objects.in_force(now).filter(pk=grant.pk, starts_at__lt=now)  # type: ignore[attr-defined]
    if not running.update(ends_at=now):
        return False
    record("ended", grant, by=by.user)
    return True
