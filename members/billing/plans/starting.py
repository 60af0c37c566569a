"""What a program begins with: three plans, and prices that staff read and change before they offer them."""

from collections.abc import Collection
from decimal import Decimal

from django.utils.translation import gettext as _

from members.billing.entitlements import GIVES, Tier
from members.billing.plans.models import Plan, PlanVersion, Price

MONTHLY = {"USD": "39", "EUR": "39", "BRL": "149", "INR": "1490", "IDR": "299000", "CNY": "199"}
YEARLY = {"USD": "990", "EUR": "990", "BRL": "3490", "INR": "34900", "IDR": "7490000", "CNY": "4990"}
"""Set for each market by itself, not converted: what a founder there can pay."""


def make_plans(currencies: Collection[str], *, is_offered: bool = False) -> None:
    """Free, the curriculum by the month, premium by the year; priced in those of the currencies that we know."""
    Plan.objects.create(slug="free", name=_("Free"), tier=Tier.FREE, interval=Plan.Interval.FREE)
    paid = (
        (Tier.CURRICULUM, _("Curriculum"), Plan.Interval.MONTH, MONTHLY),
        (Tier.PREMIUM, _("Premium"), Plan.Interval.YEAR, YEARLY),
    )
    for position, (tier, name, interval, amounts) in enumerate(paid, 1):
        plan = Plan.objects.create(
            slug=tier.value,
            name=name,
            tier=tier,
            interval=interval,
            entitlements=sorted(GIVES[tier]),
            position=position,
            is_offered=is_offered,
        )
        add_prices(plan, {currency: amounts[currency] for currency in currencies if currency in amounts})


def add_prices(plan: Plan, amounts: dict[str, str], *, number: int = 1, places: int | None = None) -> PlanVersion:
    version = PlanVersion.objects.create(plan=plan, number=number, places=places)
    Price.objects.bulk_create(
        Price(version=version, currency=currency, amount=Decimal(amount)) for currency, amount in amounts.items()
    )
    return version
