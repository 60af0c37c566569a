"""The three addresses of the way from program A to program B (see handoff.py)."""

import re
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
    record_authentication,
)
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from members.accounts.handoff import SECONDS, Arrival, TicketRefused, accept, issue, new_state
from members.accounts.models import User
from members.accounts.own_programs import is_member_of
from program.access import public
from program.models import ProgramHost
from program.tenancy.hosts import address_of, host_name

HOST = re.compile(r"[a-z0-9.-]{1,253}")
COOKIE = "__Host-arriving" if settings.HTTPS else "arriving"


def known_host(name: str) -> ProgramHost:
    """One of ours, or a 404: nobody is sent anywhere else."""
    wanted = host_name(name)
    if not HOST.fullmatch(wanted):
        raise Http404
    return get_object_or_404(ProgramHost.objects.select_related("program"), host=wanted)


@public
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """On B: remembers a state in this browser and asks A who is there."""
    origin = known_host(request.GET.get("from", ""))
    state = new_state()
    here = host_name(request.get_host())
    query = urlencode({"to": here, "state": state})
    response = redirect(address_of(origin.host, f"{reverse('hand_over')}?{query}"))
    response.set_cookie(COOKIE, state, max_age=5 * SECONDS, httponly=True, samesite="Lax", secure=settings.HTTPS)
    return response


@public
@never_cache
def hand_over(request: HttpRequest) -> HttpResponse:
    """On A: a ticket for whoever is signed in here, to a program they belong to.

    Nobody is asked to sign in on the way: the policy for forms forbids that one ends on another host.
    """
    target = known_host(request.GET.get("to", ""))
    user = request.user
    if not isinstance(user, User):
        return redirect(address_of(target.host, reverse("account_login")))
    if not is_member_of(user, target.program):
        raise Http404
    records = [
        {name: value for name, value in record.items() if name in ("method", "at", "type", "passwordless")}
        for record in get_authentication_records(request, user)
    ]
    state = request.GET.get("state", "")
    ticket = issue(user, program_id=target.program.pk, state=state, records=records)
    return redirect(address_of(target.host, f"{reverse('finish_arriving')}?{urlencode({'ticket': ticket})}"))


@public
@never_cache
def finish(request: HttpRequest) -> HttpResponse:
    """On B: signs in whoever the ticket names, if this browser asked for it."""
    try:
        arrival = accept(
            request.GET.get("ticket", ""),
            program_id=request.program.pk,  # type: ignore[attr-defined]
            state=request.COOKIES.get(COOKIE, ""),
        )
    except TicketRefused:
        messages.error(request, _("That way over from the other program no longer works. Please sign in here."))
        return redirect("account_login")
    if request.user != arrival.user:
        sign_in(request, arrival)
    response = redirect("desk")
    response.delete_cookie(COOKIE)
    return response


def sign_in(request: HttpRequest, arrival: Arrival) -> None:
    """The records keep the times at A: coming over must not pass for having typed a password just now."""
    if request.user.is_authenticated:
        request.session.flush()
    get_adapter(request).login(request, arrival.user)
    record_authentication(request, arrival.user, method="handoff")
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = arrival.records
    UserSession.objects.create_from_request(request)
