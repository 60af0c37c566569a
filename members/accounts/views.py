"""Joining a program, one's profile, and one's programs."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from members.accounts.actions import change_profile
from members.accounts.arrival import join_here
from members.accounts.forms import ProfileForm
from members.accounts.joining import JoiningRefused, may_join
from members.accounts.own_programs import OwnProgram, own_programs
from members.ambassadors.attribution import read_touches
from program import clock
from program.access import member_required, signed_in
from program.models import SignUpPolicy
from program.reader import LANGUAGES, YEAR
from program.tenancy.hosts import address_of


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Asks somebody with an account whether to join this program, too; tells applicants to wait."""
    membership = request.membership  # type: ignore[attr-defined]
    if membership and membership.is_active:
        return redirect("desk")
    if membership:
        return render(request, "members/waiting.html")
    if request.method == "POST":
        return join_now(request)
    return ask(request)


def ask(request: HttpRequest) -> HttpResponse:
    program = request.program  # type: ignore[attr-defined]
    now = clock.now()
    if not may_join(program, read_touches(request.session, now), now):
        return render(request, "members/by_invitation.html", status=403)
    return render(request, "members/join.html", {"is_application": program.signup_policy == SignUpPolicy.APPLICATION})


def join_now(request: HttpRequest) -> HttpResponse:
    try:
        joined = join_here(request, request.user)  # type: ignore[arg-type]
    except JoiningRefused:
        return render(request, "members/by_invitation.html", status=403)
    if not joined.membership.is_active:
        return redirect("join")
    messages.success(request, _("Welcome to %(program)s.") % {"program": request.program})  # type: ignore[attr-defined]
    return redirect("venture")


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    membership = request.membership  # type: ignore[attr-defined]
    form = ProfileForm(request.POST or None, membership=membership, program=request.program)  # type: ignore[attr-defined]
    if not form.is_valid():
        return render(request, "members/profile.html", {"form": form})
    change_profile(membership, **form.cleaned_data)
    return saved(request, form.cleaned_data["language"])


def saved(request: HttpRequest, language: str) -> HttpResponse:
    """Says so in the new language, which this browser remembers from now on."""
    with translation.override(language or request.program.language):  # type: ignore[attr-defined]
        messages.success(request, _("Saved."))
    response = redirect("profile")
    if language in LANGUAGES:
        response.set_cookie("language", language, max_age=YEAR, samesite="Lax", secure=settings.HTTPS)
    else:
        response.delete_cookie("language")
    return response


@signed_in
@require_safe
def programs(request: HttpRequest) -> HttpResponse:
    """Where this person belongs, each one click away."""
    here = request.program.pk  # type: ignore[attr-defined]
    found = [
        {"program": own, "url": way_to(own, request), "is_here": own.program_id == here}
        for own in own_programs(request.user)  # type: ignore[arg-type]
    ]
    return render(request, "members/programs.html", {"programs": found})


def way_to(own: OwnProgram, request: HttpRequest) -> str:
    here = request.get_host().partition(":")[0]
    return address_of(own.host, f"/accounts/arrive/?from={here}")
