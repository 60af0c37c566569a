"""A member's venture: naming it is the first step after joining."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from members.accounts.models import Membership
from members.ventures.actions import (
    AlreadyFounder,
    LastOwner,
    Part,
    leave_venture,
    name_venture,
    part_of,
    rename_venture,
)
from members.ventures.forms import VentureForm
from members.ventures.models import Founder
from members.ventures.sharing import share
from program import clock
from program.access import member_required
from program.mail.links import absolute


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def venture(request: HttpRequest) -> HttpResponse:
    membership = request.membership  # type: ignore[attr-defined]
    part = part_of(membership)
    initial = {"name": part.venture.name, "one_liner": part.venture.one_liner} if part else None
    form = VentureForm(request.POST or None, initial=initial)
    if not form.is_valid():
        return render(request, "members/venture.html", {"form": form, "part": part, **shared(request, part)})
    if part:
        rename_venture(part.venture, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("venture")
    return name_it(request, membership, form)


def name_it(request: HttpRequest, membership: Membership, form: VentureForm) -> HttpResponse:
    try:
        named = name_venture(**form.cleaned_data, by=membership, now=clock.now())
    except AlreadyFounder:
        messages.info(request, _("You named your venture in another window. Here it is."))
        return redirect("venture")
    messages.success(request, _("%(venture)s is on its way.") % {"venture": named.name})
    return redirect("desk")


def shared(request: HttpRequest, part: Part | None) -> dict[str, Any]:
    """Who builds it, and the link that brings somebody else in."""
    if part is None:
        return {}
    founders = Founder.objects.filter(venture=part.venture, left_at=None).select_related("membership__user")
    way_in = reverse("become_founder", args=[share(part.venture)])
    return {
        "founders": founders.order_by("since", "pk"),
        "share_url": absolute(request.program, way_in),  # type: ignore[attr-defined]
    }


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Asks first; what was done there stays with the venture."""
    part = part_of(request.membership)  # type: ignore[attr-defined]
    if part is None:
        return redirect("venture")
    if request.method != "POST":
        return render(request, "members/leave_venture.html", {"part": part})
    try:
        leave_venture(part, now=clock.now())
    except LastOwner:
        messages.error(request, _("You are the only owner. Make somebody else an owner before you leave."))
        return redirect("venture")
    messages.success(request, _("You left %(venture)s. Its history stays.") % {"venture": part.venture.name})
    return redirect("venture")
