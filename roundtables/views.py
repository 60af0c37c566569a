"""The list, a roundtable's page, and what one does there: register, cancel, join."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from members.models import Membership
from program import clock
from program.access import member_required, public
from program.public_pages import kept_seconds
from program.tenancy.prepared import prepared
from roundtables import calendar, seats
from roundtables.models import Registration, Roundtable
from roundtables.panel import panel_of
from roundtables.refusals import NotRegistered, Refused, RoomForSeats, RoundtableCancelled, RoundtablePast, SeatsBusy
from roundtables.structured import event_data

PAST_PER_PAGE = 20


@public
@kept_seconds(10)
def roundtables(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    coming = list(Roundtable.objects.calendar(now))
    own = states_of(coming, member_of(request))
    past = Paginator(Roundtable.objects.past(now), PAST_PER_PAGE).get_page(request.GET.get("page"))
    rows = [(roundtable, own.get(roundtable.pk, "")) for roundtable in coming]
    return render(request, "roundtables/roundtables.html", {"coming": rows, "past": past})


@public
@kept_seconds(10)
def roundtable(request: HttpRequest, number: int) -> HttpResponse:
    return page_of(request, found(number))


@member_required
def register(request: HttpRequest, number: int) -> HttpResponse:
    if request.method != "POST":
        return redirect("roundtable", number)
    chosen = found(number)
    try:
        registration = seats.register(chosen, request.membership, now=clock.now())  # type: ignore[attr-defined]
    except Refused as refused:
        return page_of(request, chosen, refused=refused, status=409)
    except SeatsBusy:
        return busy(request, chosen, _("Register"))
    if registration.has_seat:
        messages.success(request, _("You have a seat. The confirmation with a calendar file is on its way to you."))
    else:
        messages.success(request, _("You are on the waiting list. We write to you as soon as a seat is free."))
    return redirect(chosen)


@member_required
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """GET asks, POST does."""
    chosen = found(number)
    registration = own(chosen, member_of(request))
    if registration is None:
        messages.info(request, _("You are not registered for this roundtable."))
        return redirect(chosen)
    if request.method != "POST":
        return render(request, "roundtables/cancel.html", {"roundtable": chosen, "registration": registration})
    try:
        seats.cancel(registration, now=clock.now())
    except Refused as refused:
        return page_of(request, chosen, refused=refused, status=409)
    except SeatsBusy:
        return busy(request, chosen, _("Cancel my registration"))
    messages.success(request, _("Your registration is cancelled. Thank you for making room for somebody else."))
    return redirect(chosen)


@member_required
def join(request: HttpRequest, number: int) -> HttpResponse:
    """Leads whoever has a seat into the room, wherever it is by now, and notes that they came."""
    now, chosen = clock.now(), found(number)
    registration = own(chosen, member_of(request))
    try:
        admit(chosen, registration)
    except Refused as refused:
        return page_of(request, chosen, refused=refused, status=403)
    if not chosen.is_joinable(now) or not chosen.room_url:
        return render(request, "roundtables/not_yet.html", {"roundtable": chosen, "is_time": chosen.is_joinable(now)})
    Registration.objects.filter(pk=registration.pk, attended_at=None).update(attended_at=now)  # type: ignore[union-attr]
    return redirect(chosen.room_url)


@public
@kept_seconds(10)
def calendar_file(request: HttpRequest, number: int) -> HttpResponse:
    chosen = found(number)
    return HttpResponse(
        calendar.published(chosen, now=clock.now()),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{calendar.file_name(chosen)}"'},
    )


def page_of(
    request: HttpRequest, chosen: Roundtable, *, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    """A roundtable as this reader sees it, with a sentence on top when something was refused."""
    now, membership = clock.now(), member_of(request)
    registration = own(chosen, membership)
    context = {
        "roundtable": chosen,
        "registration": registration,
        "panel": panel_of(chosen, membership, registration, now),
        "is_joinable": chosen.is_joinable(now),
        "refusal": refused.sentence if refused else "",
        "event_data": event_data(chosen, request.program, now),  # type: ignore[attr-defined]
    }
    return render(request, "roundtables/roundtable.html", context, status=status)


def busy(request: HttpRequest, chosen: Roundtable, action: str) -> HttpResponse:
    """Asks nothing of the database, whose transaction is broken by now."""
    context = {"roundtable": chosen, "action": action}
    response = render(request, "roundtables/busy.html", context, status=503)
    response["Retry-After"] = "3"
    return response


def admit(chosen: Roundtable, registration: Registration | None) -> None:
    if chosen.is_cancelled:
        raise RoundtableCancelled
    if registration is None:
        raise NotRegistered
    if not registration.has_seat:
        raise RoomForSeats
    if chosen.is_past(clock.now()):
        raise RoundtablePast


def found(number: int) -> Roundtable:
    tables = numbered(number)
    if not tables:
        raise Http404
    return tables[0]


@prepared
def numbered(number: int) -> QuerySet[Roundtable]:
    return Roundtable.objects.public().filter(number=number)


def member_of(request: HttpRequest) -> Membership | None:
    """Somebody who may register; whoever still waits for approval reads as a visitor does."""
    membership: Membership | None = getattr(request, "membership", None)
    return membership if membership and membership.is_active else None


def own(chosen: Roundtable, membership: Membership | None) -> Registration | None:
    if membership is None:
        return None
    standing = next(iter(standing_at(chosen.pk, membership.pk)), None)
    if standing is not None:
        standing.roundtable, standing.membership = chosen, membership
    return standing


@prepared
def standing_at(roundtable_id: int, membership_id: int) -> QuerySet[Registration]:
    """At most one: a constraint says so."""
    found = Registration.objects.filter(roundtable=roundtable_id, membership=membership_id)
    return found.standing().with_place()


def states_of(coming: list[Roundtable], membership: Membership | None) -> dict[int, str]:
    """The member's own state at each of them, in one query."""
    if membership is None:
        return {}
    standing = Registration.objects.filter(roundtable__in=coming, membership=membership).standing()
    return dict(standing.values_list("roundtable_id", "state"))
