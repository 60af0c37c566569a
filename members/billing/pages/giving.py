"""Redeeming a code, giving a plan away, sponsoring seats."""

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from members.billing.giving.forms import CodeForm, ForOthersForm, GiftForm, SeatsForm
from members.billing.giving.orders import givable, place_for_others
from members.billing.giving.redeeming import CodeRefused, redeem
from members.billing.pages.checkout import if_silent
from members.billing.pages.premium import country_for, currency_for, ways_to_pay
from members.billing.paying.ordering import OrderRefused
from members.billing.paying.orders import Order
from members.billing.plans.offering import offers
from program import clock
from program.access import member_required, public

FORM = require_http_methods(["GET", "HEAD", "POST"])


@public
@FORM
def redeem_code(request: HttpRequest) -> HttpResponseBase:
    """Visitors see what to do first; their code waits in the address meanwhile."""
    membership = request.membership  # type: ignore[attr-defined]
    initial = {"code": request.GET.get("code", "")[:60]}
    form = CodeForm(request.POST or None, initial=initial)
    if request.method != "POST" or membership is None or not membership.is_active or not form.is_valid():
        return render(request, "premium/redeem.html", {"form": form, "code": initial["code"]})
    if blocked := too_often(request):
        return blocked
    try:
        grant = redeem(form.cleaned_data["code"], membership, now=clock.now())
    except CodeRefused as refused:
        form.add_error("code", str(refused))
        return render(request, "premium/redeem.html", {"form": form, "code": ""}, status=422)
    messages.success(request, _("It is yours: %(tier)s is open to you.") % {"tier": grant.get_tier_display()})  # type: ignore[attr-defined]
    return redirect("premium_yours")


def too_often(request: HttpRequest) -> HttpResponseBase | None:
    """Nobody finds a code by trying."""
    blocked: HttpResponseBase | None = ratelimit.consume_or_429(request, action="redeem", user=request.user)
    return blocked


@member_required
@FORM
@if_silent("premium")
def gift(request: HttpRequest) -> HttpResponse:
    form = _form(GiftForm, request, {"from_name": request.membership.user.name})  # type: ignore[attr-defined]
    if not form.is_valid():
        return _shown(request, form, "premium/gift.html")
    return _ordered(request, form, "premium/gift.html", kind=Order.Kind.GIFT, details=form.details)


@member_required
@FORM
@if_silent("premium")
def seats(request: HttpRequest) -> HttpResponse:
    form = _form(SeatsForm, request, {})
    if not form.is_valid():
        return _shown(request, form, "premium/seats.html")
    details = form.details(request.program.zone)  # type: ignore[attr-defined]
    kind, quantity = Order.Kind.SEATS, form.cleaned_data["seats"]
    return _ordered(request, form, "premium/seats.html", kind=kind, details=details, quantity=quantity)


def _form(form: type[Any], request: HttpRequest, initial: dict[str, Any]) -> Any:
    now = clock.now()
    prices = givable(currency_for(request, offers(now)), now)
    return form(request.POST or None, prices=prices, ways=ways_to_pay(), initial=initial)


def _shown(request: HttpRequest, form: ForOthersForm, template: str) -> HttpResponse:
    return render(request, template, {"form": form}, status=422 if form.is_bound else 200)


def _ordered(request: HttpRequest, form: ForOthersForm, template: str, **order: Any) -> HttpResponse:
    try:
        placed = place_for_others(
            request.membership,  # type: ignore[attr-defined]
            price=form.chosen,
            provider=form.cleaned_data["provider"],
            country=country_for(request),
            now=clock.now(),
            **order,
        )
    except OrderRefused as refused:
        form.add_error("provider", str(refused))
        return _shown(request, form, template)
    return redirect("premium_pay", placed.key)
