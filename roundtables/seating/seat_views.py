"""The pages of one seat. Its link is the key: whoever holds it acts, signed in or not, as the mails promise."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from program import clock
from program.access import public
from roundtables import rooms
from roundtables.models import Registration
from roundtables.pages.page import busy, found, page_of
from roundtables.refusals import NotRegistered, Refused, RoomForSeats, RoundtableCancelled, RoundtablePast, SeatsBusy
from roundtables.seating import confirming, offers, seats
from roundtables.seating.links import seat_path


@dataclass(frozen=True)
class Act:
    """Something one does with a seat: a page that asks, and what happens on yes."""

    name: str
    states: tuple[str, ...]
    do: Callable[..., Any]
    done: Any
    keeps_link: bool = True


State = Registration.State
LEAVE = Act(
    "leave",
    (State.SEAT, State.OFFERED, State.WAITING),
    seats.cancel,
    _("Your registration is cancelled. Thank you for making room for somebody else."),
    keeps_link=False,
)
DECLINE = Act(
    "decline",
    (State.OFFERED,),
    offers.decline,
    _("Thank you for telling us. The seat goes to the next in the list."),
    keeps_link=False,
)
ACCEPT = Act(
    "accept",
    (State.OFFERED,),
    offers.accept,
    _("The seat is yours. The confirmation with a calendar file is on its way to you."),
)
CONFIRM = Act("confirm", (State.SEAT,), confirming.confirm, _("Thank you. Your seat is kept for you."))


@public
def seat(request: HttpRequest, number: int, token: str) -> HttpResponse:
    registration = held(number, token)
    if registration.stands:
        return private(page_of(request, registration.roundtable, registration=registration))
    return private(gone(request, registration))


@public
def leave(request: HttpRequest, number: int, token: str) -> HttpResponse:
    return act(request, held(number, token), LEAVE)


@public
def decline(request: HttpRequest, number: int, token: str) -> HttpResponse:
    return act(request, held(number, token), DECLINE)


@public
def accept(request: HttpRequest, number: int, token: str) -> HttpResponse:
    registration = held(number, token)
    if registration.has_seat:  # Said twice, or in two windows.
        return private(redirect(registration.path))
    return act(request, registration, ACCEPT)


@public
def confirm(request: HttpRequest, number: int, token: str) -> HttpResponse:
    registration = held(number, token)
    if registration.has_seat and registration.roundtable.release_at is None:  # Nobody asks any more.
        return private(redirect(registration.path))
    return act(request, registration, CONFIRM)


def act(request: HttpRequest, registration: Registration, what: Act) -> HttpResponse:
    """GET asks, because mail programs open links on their own; POST does."""
    if registration.state not in what.states:
        return private(gone(request, registration))
    if request.method != "POST":
        context = {"roundtable": registration.roundtable, "registration": registration}
        return private(render(request, f"roundtables/acts/{what.name}.html", context))
    try:
        what.do(registration, now=clock.now())
    except Refused as refused:
        return private(page_of(request, registration.roundtable, refused=refused, status=409))
    except SeatsBusy:
        return busy(request, registration.roundtable, str(_("Try again")))
    messages.success(request, what.done)
    return redirect(seat_path(registration) if what.keeps_link else registration.roundtable)


@public
def join(request: HttpRequest, number: int, token: str) -> HttpResponse:
    """Leads whoever has a seat into the room, wherever it is by now, and notes that they came."""
    now, registration = clock.now(), held(number, token)
    try:
        admit(registration, now)
    except Refused as refused:
        own_one = registration if registration.stands else None
        page = page_of(request, registration.roundtable, registration=own_one, refused=refused, status=403)
        return private(page)
    is_time = registration.roundtable.is_joinable(now)
    room = rooms.address_for(registration) if is_time else ""
    if not room:
        context = {"roundtable": registration.roundtable, "is_time": is_time, "again": request.path}
        return private(render(request, "roundtables/not_yet.html", context))
    Registration.objects.filter(pk=registration.pk, attended_at=None).update(attended_at=now)
    return private(redirect(room))


def admit(registration: Registration, now: datetime) -> None:
    if registration.roundtable.is_cancelled:
        raise RoundtableCancelled
    if not registration.stands:
        raise NotRegistered
    if not registration.has_seat:
        raise RoomForSeats
    if registration.roundtable.is_past(now):
        raise RoundtablePast


def gone(request: HttpRequest, registration: Registration) -> HttpResponse:
    """The link is of an offer that was answered, a seat that was given up: says so, and what can be done instead."""
    context = {"roundtable": registration.roundtable, "registration": registration}
    return render(request, "roundtables/seat_gone.html", context, status=410)


def held(number: int, token: str) -> Registration:
    """Whose link this is; a stranger's, forged or of another roundtable is none."""
    chosen = found(number)
    rows = Registration.objects.filter(roundtable=chosen, token=token).with_place().with_people()
    registration = rows.first()
    if registration is None:
        raise Http404
    registration.roundtable = chosen
    return registration


def private(response: HttpResponse) -> HttpResponse:
    """The address is a key: no cache keeps the page, no search engine lists it, no other site is told."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "same-origin"
    return response
