"""The room's tables, each defined beside what it is about."""

from members.accounts.models import Membership, User
from members.ambassadors.models import Attribution, InviteLink
from members.billing.models import Grant, Tier
from members.ventures.models import Founder, Venture, VerifiedRevenue

__all__ = ["Attribution", "Founder", "Grant", "InviteLink", "Membership", "Tier", "User", "Venture", "VerifiedRevenue"]
