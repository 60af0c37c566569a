"""The room's tables, each defined beside what it is about."""

from members.accounts.models import Membership, User
from members.ambassadors.models import Attribution, InviteLink
from members.billing.models import (
    BillingSettings,
    Coupon,
    Customer,
    Entitlement,
    Event,
    Finding,
    Gift,
    Grant,
    LedgerEntry,
    Order,
    Plan,
    PlanVersion,
    Price,
    Receipt,
    ReceiptCounter,
    Refund,
    SponsoredSeat,
    Sponsorship,
    StripeAccount,
    Subscription,
    TaxRule,
    Tier,
    Voice,
)
from members.ventures.models import Founder, Venture, VerifiedRevenue

__all__ = [
    "Attribution", "BillingSettings", "Coupon", "Customer", "Entitlement", "Event", "Finding", "Founder", "Gift",
    "Grant", "InviteLink", "LedgerEntry", "Membership", "Order", "Plan", "PlanVersion", "Price", "Receipt",
    "ReceiptCounter", "Refund", "SponsoredSeat", "Sponsorship", "StripeAccount", "Subscription", "TaxRule", "Tier",
    "User", "Venture", "VerifiedRevenue", "Voice",
]  # fmt: skip
