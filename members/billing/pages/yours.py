"""A member's own plan: what it is, until when, and how to change or leave it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from members.accounts.models import Membership
from members.billing.books.models import Receipt
from members.billing.giving.models import Gift, Sponsorship
from members.billing.grants import Grant
from members.billing.pages.checkout import if_silent, offered_price
from members.billing.paying import changing
from members.billing.paying.changing import ChangeRefused, subscription_of
from members.billing.paying.orders import Customer, Order, Provider
from members.billing.paying.subscription import Subscription
from members.billing.plans.models import Price
from members.billing.plans.offering import offers
from members.billing.providers.card import CardProvider
from members.billing.providers.interface import Refused
from program import clock
from program.access import member_required
from program.mail.links import absolute


@member_required
@require_safe
def yours(request: HttpRequest) -> HttpResponse:
    membership, now = request.membership, clock.now()  # type: ignore[attr-defined]
    subscription = subscription_of(membership)
    receipts = Receipt.objects.filter(membership=membership).order_by("-number")
    context = {
        "subscription": subscription,
        "others": alternatives(subscription) if subscription else [],
        "grants": Grant.objects.filter(membership=membership, subscription=None).in_force(now).order_by("ends_at"),
        "again": again(subscription) if subscription else None,
        "orders": pending_orders(membership),
        "gifts": Gift.objects.filter(order__membership=membership).select_related("plan").order_by("-created_at")[:50],
        "sponsorships": sponsored_by(membership),
        "has_portal": Customer.objects.filter(membership=membership).exclude(remote_id="").exists(),
        "receipts": Paginator(receipts, 20).get_page(request.GET.get("page")),
    }
    return render(request, "premium/yours_page.html", context)


def pending_orders(membership: Membership) -> QuerySet[Order]:
    rows = Order.objects.pending().filter(membership=membership).select_related("price__version__plan", "coupon")
    return rows.order_by("-created_at")[:50]


def again(subscription: Subscription) -> Price | None:
    """What is paid by transfer ends by itself: the price to go on at, in the currency they pay in."""
    if subscription.provider != Provider.TRANSFER:
        return None
    found = [offer for offer in offers(clock.now()) if offer.plan.pk == subscription.plan_id]
    return found[0].prices.get(subscription.price.currency) if found else None


def sponsored_by(membership: Membership) -> QuerySet[Sponsorship]:
    rows = Sponsorship.objects.filter(order__membership=membership).select_related("plan")
    return rows.order_by("-created_at")[:50]


def alternatives(subscription: Subscription) -> list[tuple[Price, bool]]:
    """Other plans in the currency they pay in, and whether changing to them happens at once."""
    currency, own = subscription.price.currency, subscription.plan_id
    found = [offer.prices[currency] for offer in offers(clock.now()) if currency in offer.prices and offer.plan.renews]
    others = [price for price in found if price.version.plan_id != own]
    return [(price, changing.happens_now(subscription.plan, price.version.plan)) for price in others]


@member_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@if_silent("premium_yours")
def change(request: HttpRequest) -> HttpResponse:
    """Shows what changing comes to; the button does exactly that, or shows anew what it comes to now."""
    membership, now = request.membership, clock.now()  # type: ignore[attr-defined]
    price = offered_price((request.POST or request.GET).get("price", ""))
    subscription = subscription_of(membership)
    if subscription is None or price is None:
        messages.info(request, _("This change is no longer possible. Here is how things stand."))
        return redirect("premium_yours")
    try:
        if request.method == "POST":
            return do_change(request, subscription, price, now)
        changing.refuse_change(subscription, price)
    except ChangeRefused as refused:
        messages.info(request, str(refused))
        return redirect("premium_yours")
    return confirm(request, subscription, price, now)


def confirm(
    request: HttpRequest, subscription: Subscription, price: Price, now: datetime, **more: Any
) -> HttpResponse:
    at = now.replace(microsecond=0)
    preview = changing.preview(subscription, price, now=at)
    context = {"subscription": subscription, "price": price, "preview": preview, **more}
    return render(request, "premium/change.html", context)


def do_change(request: HttpRequest, subscription: Subscription, price: Price, now: datetime) -> HttpResponse:
    membership, posted = request.membership, request.POST  # type: ignore[attr-defined]
    try:
        is_done = changing.change_plan(
            membership,
            price,
            seen=int(posted.get("seen") or -1),
            at=datetime.fromisoformat(posted.get("at", "")),
            due=posted.get("due", ""),
            now=now,
        )
    except (ValueError, TypeError):
        is_done = False
    except Refused as refused:
        return confirm(request, subscription, price, now, refused=refused.code or "refused")
    if not is_done:
        return confirm(request, subscription, price, now, is_anew=True)
    messages.success(request, _("Done. Here is how things stand now."))
    return redirect("premium_yours")


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
@if_silent("premium_yours")
def cancel(request: HttpRequest) -> HttpResponse:
    membership = request.membership  # type: ignore[attr-defined]
    subscription = subscription_of(membership)
    if subscription is None or subscription.ends_at:
        return redirect("premium_yours")
    if request.method != "POST":
        return render(request, "premium/cancel.html", {"subscription": subscription})
    changing.cancel(membership, now=clock.now())
    messages.success(request, _("Cancelled. What you paid for stays yours to its end."))
    return redirect("premium_yours")


@member_required
@if_silent("premium_yours")
def resume(request: HttpRequest) -> HttpResponse:
    membership = request.membership  # type: ignore[attr-defined]
    if request.method == "POST" and subscription_of(membership) is not None:
        changing.resume(membership, now=clock.now())
        messages.success(request, _("Good to have you on. It goes on as before."))
    return redirect("premium_yours")


@member_required
@if_silent("premium_yours")
def portal(request: HttpRequest) -> HttpResponse:
    """Cards and invoices are Stripe's own page: no card ever touches this software."""
    if request.method != "POST":  # Signing in again leads here by a plain link.
        return redirect("premium_yours")
    rows = Customer.objects.filter(membership=request.membership).exclude(remote_id="")  # type: ignore[attr-defined]
    customer = rows.select_related("membership__user").order_by("-created_at").first()
    if customer is None:
        return redirect("premium_yours")
    back = absolute(request.program, "/premium/yours/")  # type: ignore[attr-defined]
    return redirect(CardProvider().portal_url(customer, return_url=back))
