"""What is on offer right now: each plan's newest version with a place left, in every currency it is priced in."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from members.billing.entitlements import Tier
from members.billing.paying.orders import Order
from members.billing.paying.subscription import Subscription
from members.billing.plans.models import Plan, PlanVersion, Price


@dataclass(frozen=True, slots=True)
class Offer:
    plan: Plan
    version: PlanVersion
    prices: dict[str, Price]
    """By currency."""

    places_left: int | None = None
    """Of a founding price; None: there is no limit."""


def offers(now: datetime, *, has_founding: bool = True) -> list[Offer]:
    """In the order staff gave the plans; those without a version in force are not on offer. Four queries at most.

    Without founding prices: what is given to others takes nobody's place.
    """
    plans = [plan for plan in Plan.objects.offered() if plan.tier != Tier.FREE]
    rows = PlanVersion.objects.in_force(now).filter(plan__in=plans).prefetch_related("prices")
    versions = list(rows if has_founding else rows.filter(places=None))
    taken = places_taken([version for version in versions if version.places])
    found = (_offer(plan, versions, taken) for plan in plans)
    return [offer for offer in found if offer is not None]


def _offer(plan: Plan, versions: Iterable[PlanVersion], taken: Counter[int]) -> Offer | None:
    for version in versions:
        left = version.places - taken[version.pk] if version.places else None
        if version.plan_id == plan.pk and (left is None or left > 0):
            prices = {price.currency: price for price in version.prices.all()}
            for price in prices.values():
                price.version = version
            version.plan = plan
            return Offer(plan, version, prices, left)
    return None


def places_taken(versions: Iterable[PlanVersion]) -> Counter[int]:
    """By version: who has one of its prices, and who is about to pay it."""
    wanted = [version.pk for version in versions]
    if not wanted:
        return Counter()
    having = Subscription.objects.living().filter(price__version__in=wanted)
    paying = Order.objects.pending().filter(price__version__in=wanted)
    return Counter(
        [*having.values_list("price__version", flat=True), *paying.values_list("price__version", flat=True)]
    )


def currencies(found: Iterable[Offer]) -> list[str]:
    return sorted({currency for offer in found for currency in offer.prices})
