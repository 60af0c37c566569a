"""Orders of what somebody else will use. They are paid once, and never renew."""

from datetime import datetime
from typing import Any

from members.accounts.models import Membership
from members.billing.paying.ordering import account_for
from members.billing.paying.orders import Order
from members.billing.plans.models import Plan, Price
from members.billing.plans.offering import offers

LONG = (Plan.Interval.YEAR, Plan.Interval.ONCE)


def givable(currency: str, now: datetime) -> list[Price]:
    """Plans of some length: a single month is no gift."""
    found = [offer for offer in offers(now, has_founding=False) if offer.plan.interval in LONG]
    return [offer.prices[currency] for offer in found if currency in offer.prices]


def place_for_others(
    membership: Membership,
    kind: str,
    price: Price,
    *,
    provider: str,
    country: str,
    details: dict[str, Any],
    quantity: int = 1,
    now: datetime,
) -> Order:
    """A double click finds the order that was placed a moment ago: same kind, same words, not yet paid."""
    Membership.objects.select_for_update(no_key=True, of=("self",)).get(pk=membership.pk)
    same = Order.objects.pending().filter(
        membership=membership, kind=kind, price=price, provider=provider, quantity=quantity, details=details
    )
    if (found := same.first()) is not None:
        return found
    return Order.objects.create(
        membership=membership,
        kind=kind,
        provider=provider,
        account=account_for(membership, provider),
        price=price,
        quantity=quantity,
        country=country,
        details=details,
        created_at=now,
    )
