"""What each tier gives, for whom it is and for whom not yet, and what it costs where the reader lives."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from members.accounts.models import TEAM, Membership
from members.billing.paying.changing import subscription_of
from members.billing.paying.orders import Order
from members.billing.paying.setup import BillingSettings
from members.billing.plans.currencies import COOKIE, choose, country_of
from members.billing.plans.models import Plan, Price
from members.billing.plans.offering import Offer, currencies, offers
from members.billing.plans.voices import Voice
from members.billing.providers.accounts import keys_in_use
from program import clock
from program.access import public
from program.public_pages import kept_seconds
from program.reader import YEAR, zone_of

PROVIDERS = ("stripe", "transfer")


@dataclass(frozen=True, slots=True)
class Choice:
    """One plan in the reader's currency."""

    plan: Plan
    price: Price
    places_left: int | None


def currency_for(request: HttpRequest, found: list[Offer]) -> str:
    wanted = request.GET.get("currency") or request.COOKIES.get(COOKIE, "")
    fallback = request.program.currency  # type: ignore[attr-defined]
    return choose(currencies(found), wanted=wanted.upper(), zone=str(zone_of(request)), fallback=fallback)


def is_on_the_team(membership: Membership | None) -> bool:
    """Staff and coaches have everything: they are sold nothing."""
    return membership is not None and membership.is_active and membership.role in TEAM


def country_for(request: HttpRequest) -> str:
    return country_of(str(zone_of(request)))


def choices_in(currency: str, found: list[Offer], *, fallback: str) -> dict[str, list[Choice]]:
    """By tier. A plan without a price in the reader's currency is shown in the program's, never converted."""
    by_tier: dict[str, list[Choice]] = {}
    for offer in found:
        if shown := choose(offer.prices, wanted=currency, zone="", fallback=fallback):
            choice = Choice(offer.plan, offer.prices[shown], offer.places_left)
            by_tier.setdefault(offer.plan.tier, []).append(choice)
    return by_tier


def ways_to_pay() -> list[str]:
    chosen = BillingSettings.objects.first()
    takes_cards = (chosen is None or chosen.takes_cards) and keys_in_use() is not None
    takes_transfers = chosen is not None and chosen.takes_transfers
    return [name for name, takes in zip(PROVIDERS, (takes_cards, takes_transfers), strict=True) if takes]


@public
@kept_seconds(60)
def premium(request: HttpRequest) -> HttpResponseBase:
    if "currency" in request.GET:
        return remember_currency(request)
    return render(request, "premium.html", offered(request))


def remember_currency(request: HttpRequest) -> HttpResponse:
    """A choice stays in this browser; what nobody here prices is forgotten at once."""
    wanted = request.GET["currency"].upper()
    response = redirect("premium")
    if wanted in currencies(offers(clock.now())):
        response.set_cookie(COOKIE, wanted, max_age=YEAR, samesite="Lax", secure=settings.HTTPS)
    return response


def offered(request: HttpRequest, **more: Any) -> dict[str, Any]:
    found, membership = offers(clock.now()), request.membership  # type: ignore[attr-defined]
    yours = subscription_of(membership) if membership else None
    if yours:  # What is paid once has no place beside a plan that renews.
        found = [offer for offer in found if offer.plan.renews]
    currency = yours.price.currency if yours else currency_for(request, found)
    return {
        "by_tier": choices_in(currency, found, fallback=request.program.currency),  # type: ignore[attr-defined]
        "currency": currency,
        "nothing": Decimal(0),
        "currencies": [] if yours else currencies(found),
        "ways": ways_to_pay(),
        "on_the_team": is_on_the_team(membership),
        "voices": Voice.objects.filter(is_shown=True).order_by("position", "pk")[:6],
        "yours": yours,
        "waiting": waiting_order(membership) if membership else None,
        **more,
    }


def waiting_order(membership: Any) -> Order | None:
    """Begun and not paid: they can go on where they stopped."""
    rows = Order.objects.pending().filter(membership=membership, kind=Order.Kind.MEMBERSHIP)
    order = rows.select_related("price__version__plan", "coupon").first()
    if order is None or order.state == Order.State.AWAITING:
        return order
    return order if order.expires_at is None or order.expires_at > clock.now() else None
