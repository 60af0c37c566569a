"""Who may read what: a lesson's tier against the reader's."""

from members.billing.models import RANK
from members.models import Membership, Tier


def may_read(lesson_tier: str, reader_tier: str) -> bool:
    return RANK[Tier(reader_tier)] >= RANK[Tier(lesson_tier)]


def tier_of(membership: Membership | None) -> str:
    """Visitors, and members who wait for approval, read what is free."""
    return membership.tier if membership is not None and membership.is_active else Tier.FREE
