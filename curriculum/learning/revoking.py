"""A badge that was given wrongly is revoked, and may be given back; both stand in the audit log."""

from datetime import datetime

from curriculum.models import Completion
from members.models import Membership
from program.audit.log import record


def revoke(completion: Completion, *, reason: str, by: Membership, now: datetime) -> bool:
    """False where it was revoked already: the first reason stays."""
    valid = Completion.objects.filter(pk=completion.pk, revoked_at=None)
    if not valid.update(revoked_at=now, revoked_because=reason):
        return False
    record("revoked", completion, by=by.user, changes={"reason": ["", reason]})
    return True


def give_back(completion: Completion, *, by: Membership) -> bool:
    revoked = Completion.objects.filter(pk=completion.pk, revoked_at__isnull=False)
    if not revoked.update(revoked_at=None, revoked_because=""):
        return False
    record("gave back", completion, by=by.user, changes={"reason": [completion.revoked_because, ""]})
    return True
