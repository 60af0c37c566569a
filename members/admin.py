"""The room's pages for staff, each written beside what it is about."""

from members.accounts.admin import MembershipAdmin
from members.ambassadors.admin import AttributionAdmin, InviteLinkAdmin
from members.billing.admin import GrantAdmin
from members.billing.staff.giving_admin import CouponAdmin, GiftAdmin, SponsorshipAdmin
from members.billing.staff.hearing_admin import EventAdmin, FindingAdmin
from members.billing.staff.ledger_admin import LedgerAdmin, RefundAdmin
from members.billing.staff.order_admin import OrderAdmin
from members.billing.staff.plan_admin import PlanAdmin, PlanVersionAdmin, VoiceAdmin
from members.billing.staff.receipt_admin import ReceiptAdmin
from members.billing.staff.setup_admin import BillingSettingsAdmin, StripeAccountAdmin, TaxRuleAdmin
from members.billing.staff.subscription_admin import SubscriptionAdmin
from members.ventures.admin import VentureAdmin, VerifiedRevenueAdmin

__all__ = [
    "AttributionAdmin", "BillingSettingsAdmin", "CouponAdmin", "EventAdmin", "FindingAdmin", "GiftAdmin", "GrantAdmin",
    "InviteLinkAdmin", "LedgerAdmin", "MembershipAdmin", "OrderAdmin", "PlanAdmin", "PlanVersionAdmin", "ReceiptAdmin",
    "RefundAdmin", "SponsorshipAdmin", "StripeAccountAdmin", "SubscriptionAdmin", "TaxRuleAdmin", "VentureAdmin",
    "VerifiedRevenueAdmin", "VoiceAdmin",
]  # fmt: skip
