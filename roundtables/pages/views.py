"""A roundtable's page, and what a member does there: register, ask to be told, cancel, join."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from members.models import Membership
from program import clock
from program.access import member_required, public
from program.public_pages import kept_seconds
from roundtables.calendars import files as calendar
from roundtables.models import Roundtable
from roundtables.pages.page import busy, found, member_of, own, page_of
from roundtables.refusals import NotRegistered, Refused, SeatsBusy
from roundtables.seating import guest_views, interests, offers, seats
from roundtables.seating.links import seat_path


@public
@kept_seconds(10)
def roundtable(request: HttpRequest, number: int) -> HttpResponse:
    return page_of(request, found(number))


@public
def register(request: HttpRequest, number: int) -> HttpResponse:
    """A member's one click; everybody else is asked who they are."""
    chosen, member = found(number), member_of(request)
    if member is None:
        return guest_views.introduce(request, chosen)
    if request.method != "POST":
        return redirect(chosen)
    return take_seat(request, chosen, member)


def take_seat(request: HttpRequest, chosen: Roundtable, member: Membership) -> HttpResponse:
    now = clock.now()
    try:
        registration = seats.register(chosen, member, now=now)
        if registration.is_offered:  # Asking for a seat says yes to the one that is kept for them.
            offers.accept(registration, now=now)
    except Refused as refused:
        return page_of(request, chosen, refused=refused, status=409)
    except SeatsBusy:
        return busy(request, chosen, _("Register"))
    guest_views.say_registered(request, registration)
    return redirect(chosen)


@public
def notify(request: HttpRequest, number: int) -> HttpResponse:
    """To be told once when registration opens, or not any more."""
    chosen, member = found(number), member_of(request)
    if member is None:
        return guest_views.introduce(request, chosen)
    if request.method == "POST" and request.POST.get("wish") == "off":
        interests.remove(chosen, member)
        messages.success(request, _("We will not write to you about this roundtable."))
    elif request.method == "POST" and chosen.state == Roundtable.State.SAVE_THE_DATE:
        interests.add(chosen, member, now=clock.now())
        messages.success(request, _("We write to you once, when registration opens."))
    return redirect(chosen)


@member_required
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    return to_own_seat(request, number, "leave")


@member_required
def join(request: HttpRequest, number: int) -> HttpResponse:
    return to_own_seat(request, number, "join")


def to_own_seat(request: HttpRequest, number: int, act: str) -> HttpResponse:
    """From an address that is the same for everybody to the member's own."""
    chosen = found(number)
    registration = own(chosen, member_of(request))
    if registration is None:
        return page_of(request, chosen, refused=NotRegistered(), status=403)
    return redirect(seat_path(registration, act))


@public
@kept_seconds(10)
def calendar_file(request: HttpRequest, number: int) -> HttpResponse:
    chosen = found(number)
    return HttpResponse(
        calendar.published(chosen, now=clock.now()),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{calendar.file_name(chosen)}"'},
    )
