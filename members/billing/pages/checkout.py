"""Buying: the button, the way to the payment page, and the way back."""

import logging
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from members.accounts.models import Membership
from members.billing.pages.premium import country_for, is_on_the_team, offered, ways_to_pay
from members.billing.paying.following import look_after, payment_page
from members.billing.paying.ordering import AlreadyMember, OnItsWay, OrderRefused, place_order
from members.billing.paying.orders import Order, Provider
from members.billing.paying.setup import BillingSettings
from members.billing.plans.models import Price
from members.billing.plans.offering import offers
from members.billing.providers.interface import Refused, Unavailable
from program import clock
from program.access import View, member_required
from program.mail.links import absolute

logger = logging.getLogger(__name__)


def if_silent(again: str) -> Any:
    """When the payment service does not answer: a page that says so, and the way to try again."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)  # type: ignore[return-value]
            except Unavailable:
                return went_wrong(request, "premium/silent.html", 503, again=again)
            except Refused as refused:
                logger.exception("The payment service refused what a member asked for")
                return went_wrong(request, "premium/refused.html", 502, again=again, code=refused.code)

        return guarded

    return guard


def went_wrong(request: HttpRequest, template: str, status: int, **context: Any) -> HttpResponse:
    """What was made at the payment service before it fell silent is remembered: trying again goes on from there."""
    here = request.get_full_path() if request.method == "GET" else ""
    response = render(request, template, {"here": here, **context}, status=status)
    if status == 503:
        response.headers["Retry-After"] = "30"
    return response


@member_required
@if_silent("premium")
def checkout(request: HttpRequest) -> HttpResponse:
    """Writes the order; the next request, with the order committed, asks the payment service for its page."""
    if request.method != "POST" or is_on_the_team(request.membership):  # type: ignore[attr-defined]
        return redirect("premium")  # Whoever signs in again comes here by a plain link.
    price = offered_price(request.POST.get("price", ""))
    if price is None:
        return refused(
            request, OrderRefused(_("This price is no longer offered. Here is what it costs now."), "price")
        )
    try:
        order = place_order(
            request.membership,  # type: ignore[attr-defined]
            price,
            provider=provider_in(request),
            coupon_code=request.POST.get("coupon", ""),
            country=country_for(request),
            now=clock.now(),
        )
    except AlreadyMember as already:
        messages.info(request, str(already))
        return redirect("premium_yours")
    except OnItsWay as coming:
        return redirect("premium_return", coming.order.key)
    except OrderRefused as reason:
        return refused(request, reason, price)
    return redirect("premium_pay", order.key)


def offered_price(text: str) -> Price | None:
    """Only what is on offer right now, whatever a page from yesterday posts."""
    found = [price for offer in offers(clock.now()) for price in offer.prices.values()]
    return next((price for price in found if str(price.pk) == text), None)


def provider_in(request: HttpRequest) -> str:
    ways, wanted = ways_to_pay(), request.POST.get("provider", "")
    return wanted if wanted in Provider.values else (ways or [Provider.STRIPE])[0]


def refused(request: HttpRequest, reason: OrderRefused, price: Price | None = None) -> HttpResponse:
    """The same page again: what was typed stays typed, and the message stands where it belongs."""
    told = {
        "refused": str(reason),
        "refused_field": reason.field,
        "refused_price": price.pk if price else None,
        "typed": request.POST.get("coupon", ""),
    }
    return render(request, "premium.html", offered(request, **told), status=422)


def own_orders(request: HttpRequest) -> QuerySet[Order]:
    mine = Order.objects.filter(membership=request.membership)  # type: ignore[attr-defined]
    return mine.select_related("price__version__plan", "coupon", "membership__user")


@member_required
@never_cache
@require_safe
@if_silent("premium")
def pay(request: HttpRequest, key: str) -> HttpResponse:
    """To the page where the order is paid. Asked twice, it leads to the same page."""
    order = get_object_or_404(own_orders(request), key=key)
    if order.state != Order.State.OPEN:
        return redirect("premium_return", order.key)
    program = request.program  # type: ignore[attr-defined]
    url = payment_page(
        order,
        success_url=absolute(program, f"/premium/return/{order.key}/"),
        cancel_url=absolute(program, f"/premium/return/{order.key}/?stopped=1"),
        now=clock.now(),
    )
    return redirect(url) if url else too_late(request, order)


def too_late(request: HttpRequest, order: Order) -> HttpResponse:
    """Before anything is called expired, the payment service is asked whether it was paid after all."""
    order = look_after(order, now=clock.now())
    if order.state in (Order.State.PAID, Order.State.AWAITING):
        return redirect("premium_return", order.key)
    Order.objects.pending().filter(pk=order.pk).update(state=Order.State.EXPIRED)
    messages.info(request, _("That took longer than the payment page waits. Nothing was charged; choose again."))
    return redirect("premium")


@member_required
@never_cache
@require_safe
def returned(request: HttpRequest, key: str) -> HttpResponse:
    """Asks the payment service once: what it says counts, not that somebody came back."""
    order = get_object_or_404(own_orders(request), key=key)
    is_silent = False
    try:
        order = look_after(order, now=clock.now())
    except (Unavailable, Refused):
        is_silent = True
    if order.state == Order.State.PAID:
        know_again(request)
    context = {"order": order, "plan": order.price.version.plan, "is_silent": is_silent}
    return render(request, "premium/return.html", {**context, "stopped": "stopped" in request.GET})


def know_again(request: HttpRequest) -> None:
    """What was just paid for counts in this very request, also in the head of its page."""
    pk = request.membership.pk  # type: ignore[attr-defined]
    known = Membership.objects.with_tier(clock.now()).select_related("user")
    request.membership = known.get(pk=pk)  # type: ignore[attr-defined]


@member_required
@require_safe
def transfer(request: HttpRequest, key: str) -> HttpResponse:
    order = get_object_or_404(own_orders(request), key=key, provider=Provider.TRANSFER)
    context = {
        "order": order,
        "plan": order.price.version.plan,
        "settings": BillingSettings.objects.first(),
    }
    return render(request, "premium/transfer.html", context)
