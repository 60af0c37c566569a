"""The tables of payments, each defined beside what it is about."""

from members.billing.books.models import LedgerEntry, Receipt, ReceiptCounter, Refund
from members.billing.entitlements import Entitlement, Tier
from members.billing.giving.models import Coupon, Gift, SponsoredSeat, Sponsorship
from members.billing.grants import Grant, granted_at
from members.billing.hearing.models import Event, Finding
from members.billing.paying.orders import Customer, Order
from members.billing.paying.setup import BillingSettings, StripeAccount
from members.billing.paying.subscription import Subscription
from members.billing.plans.models import Plan, PlanVersion, Price
from members.billing.plans.taxes import TaxRule
from members.billing.plans.voices import Voice

__all__ = [
    "BillingSettings", "Coupon", "Customer", "Entitlement", "Event", "Finding", "Gift", "Grant", "LedgerEntry",
    "Order", "Plan", "PlanVersion", "Price", "Receipt", "ReceiptCounter", "Refund", "SponsoredSeat", "Sponsorship",
    "StripeAccount", "Subscription", "TaxRule", "Tier", "Voice", "granted_at",
]  # fmt: skip
