"""The room's pages for staff, each written beside what it is about."""

from members.accounts.admin import MembershipAdmin
from members.ambassadors.admin import AttributionAdmin, InviteLinkAdmin
from members.billing.admin import GrantAdmin
from members.ventures.admin import VentureAdmin, VerifiedRevenueAdmin

__all__ = [
    "AttributionAdmin",
    "GrantAdmin",
    "InviteLinkAdmin",
    "MembershipAdmin",
    "VentureAdmin",
    "VerifiedRevenueAdmin",
]
