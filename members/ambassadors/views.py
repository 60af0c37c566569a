"""Invite links: what a guest sees, and what an ambassador makes."""

from typing import Any

from allauth.decorators import rate_limit
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from members.accounts.models import Membership
from members.accounts.views import join_now
from members.ambassadors.actions import make_link, revoke
from members.ambassadors.attribution import remember_touch
from members.ambassadors.forms import InviteLinkForm
from members.ambassadors.models import InviteLink
from program import clock
from program.access import ambassador_required, public
from program.mail.links import absolute
from program.models import SignUpPolicy
from program.reader import zone_of

PER_PAGE = 30


@public
@rate_limit(action="invite", limit_get=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, code: str) -> HttpResponse:
    """GET shows who invites to what; POST takes the invite, and joins."""
    membership = request.membership  # type: ignore[attr-defined]
    links = InviteLink.objects.select_related("ambassador__user")
    link = links.filter(code=code.lower()).first()
    problem = link.problem(clock.now()) if link else "unknown"
    if link is None or problem or not link.ambassador.is_active:
        return gone(request, problem or "revoked")
    if request.method == "POST" and not (membership and membership.is_active):
        return take(request, link)
    state = {"is_own": bool(membership and membership.pk == link.ambassador_id), "is_member": bool(membership)}
    return render(request, "members/invite.html", {"link": link, **state})


def gone(request: HttpRequest, problem: str) -> HttpResponse:
    is_open = request.program.signup_policy != SignUpPolicy.INVITE  # type: ignore[attr-defined]
    status = 404 if problem == "unknown" else 410
    return render(request, "members/invite_gone.html", {"problem": problem, "is_open": is_open}, status=status)


def take(request: HttpRequest, link: InviteLink) -> HttpResponse:
    """Remembered until the person has joined, which is at once if they are signed in."""
    remember_touch(request.session, link, clock.now())
    if request.user.is_authenticated:
        return join_now(request)
    return redirect("account_signup")


def with_results(ambassador: Membership) -> QuerySet[InviteLink]:
    """An ambassador's links, each with how many joined by it: numbers, never names."""
    joined = Count("last_touches", distinct=True)
    active = Count("last_touches", filter=Q(last_touches__membership__state="active"), distinct=True)
    links = InviteLink.objects.filter(ambassador=ambassador).annotate(joined=joined, active=active)
    return links.order_by("-created_at", "-pk")


@ambassador_required
@require_http_methods(["GET", "HEAD", "POST"])
def dashboard(request: HttpRequest) -> HttpResponse:
    membership = request.membership  # type: ignore[attr-defined]
    now, zone = clock.now(), zone_of(request)
    form = InviteLinkForm(request.POST or None, now=now, zone=zone)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        make_link(
            membership,
            campaign=said["campaign"],
            uses_allowed=said["uses_allowed"],
            expires_at=said["expires_on"],
        )
        messages.success(request, _("Your link is ready. Copy it and send it to somebody."))
        return redirect("ambassadors")
    page = Paginator(with_results(membership), PER_PAGE).get_page(request.GET.get("page"))
    for link in page:
        link.url = absolute(request.program, f"/i/{link.code}/")  # type: ignore[attr-defined]
        link.end = link.problem(now)  # type: ignore[attr-defined]
    return render(request, "members/ambassadors.html", {"page": page, "form": form, **totals(membership)})


def totals(ambassador: Membership) -> dict[str, Any]:
    joined = Count("last_touches", distinct=True)
    return InviteLink.objects.filter(ambassador=ambassador).aggregate(total_joined=joined)


@ambassador_required
@require_POST
def revoke_link(request: HttpRequest, code: str) -> HttpResponse:
    membership = request.membership  # type: ignore[attr-defined]
    link = get_object_or_404(InviteLink.objects.filter(ambassador=membership), code=code)
    if not revoke(link, by=membership, now=clock.now()):
        raise Http404
    messages.success(request, _("The link no longer works."))
    return redirect("ambassadors")
