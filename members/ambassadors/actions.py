"""Making and revoking invite links."""

from datetime import datetime

from members.accounts.models import Membership
from members.ambassadors.invite_codes import new_code
from members.ambassadors.models import InviteLink
from program.audit.log import record


def make_link(
    ambassador: Membership, *, campaign: str = "", uses_allowed: int | None = None, expires_at: datetime | None = None
) -> InviteLink:
    return InviteLink.objects.create(
        ambassador=ambassador,
        code=new_code(),
        campaign=campaign,
        uses_allowed=uses_allowed,
        expires_at=expires_at,
    )


def revoke(link: InviteLink, *, by: Membership, now: datetime) -> bool:
    """For good, also for those who followed it and have not joined yet. False if it was revoked already."""
    if not InviteLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now):
        return False
    record("revoked", link, by=by.user)
    return True
