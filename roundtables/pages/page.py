"""A roundtable's page as one reader sees it: visitor, member, or whoever holds the link of a seat."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from members.models import Membership
from program import clock
from program.tenancy.prepared import prepared
from roundtables.models import Interest, Registration, Roundtable
from roundtables.pages.sharing import Share
from roundtables.pages.zone_switch import zone_switch
from roundtables.questions.source import Brought, source
from roundtables.refusals import Refused
from roundtables.schedule.agenda import presenters_of, slots, with_agenda
from roundtables.seating.panel import panel_of


def page_of(
    request: HttpRequest,
    chosen: Roundtable,
    *,
    registration: Registration | None = None,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    """With a sentence on top when something was refused; `registration` when its link led here."""
    now, membership = clock.now(), member_of(request)
    own_one = registration or own(chosen, membership)
    presenters, program = presenters_of(chosen), request.program  # type: ignore[attr-defined]
    context = {
        "roundtable": chosen,
        "registration": own_one,
        "panel": panel_of(chosen, membership, own_one, now),
        "is_joinable": chosen.is_joinable(now),
        "is_interested": is_interested(chosen, membership),
        "wants_confirmation": wants_confirmation(chosen, own_one),
        "refusal": refused.sentence if refused else "",
        "slots": slots(chosen),
        "questions": questions_for(chosen, now),
        "presenters": presenters,
        "share": Share(chosen, presenters, program, now),
        "story": story_of(chosen),
        **zone_switch(request),
    }
    return render(request, "roundtables/roundtable.html", context, status=status)


def questions_for(chosen: Roundtable, now: datetime) -> list[Brought]:
    """On the agenda of the next roundtable alone; not asked for where it cannot be that."""
    takes_place = not chosen.is_cancelled and not chosen.is_past(now)
    return source().on_agenda(chosen.number, now) if takes_place else []


def story_of(chosen: Any) -> str:
    """The key of the page's kept parts: another one as soon as anything they show has changed."""
    shown = (
        *(chosen.number, chosen.title, chosen.edition, chosen.summary, chosen.host_name, chosen.tier),
        *(str(chosen.format), chosen.starts_at, chosen.time_zone, chosen.is_cancelled),
        *(chosen.agenda_rows, chosen.presenter_rows),
    )
    return sha256(repr(shown).encode()).hexdigest()


def wants_confirmation(chosen: Roundtable, registration: Registration | None) -> bool:
    is_open_seat = registration is not None and registration.has_seat and registration.confirmed_at is None
    return is_open_seat and chosen.is_past_asking(clock.now())


def is_interested(chosen: Roundtable, membership: Membership | None) -> bool:
    """Asked only where it can be: before registration opens."""
    if membership is None or chosen.state != Roundtable.State.SAVE_THE_DATE:
        return False
    return Interest.objects.filter(roundtable=chosen, membership=membership).exists()


def busy(request: HttpRequest, chosen: Roundtable, action: str) -> HttpResponse:
    """Asks nothing of the database, whose transaction is broken by now."""
    context = {"roundtable": chosen, "action": action}
    response = render(request, "roundtables/busy.html", context, status=503)
    response["Retry-After"] = "3"
    return response


def found(number: int) -> Roundtable:
    tables = numbered(number)
    if not tables:
        raise Http404
    return tables[0]


@prepared
def numbered(number: int) -> QuerySet[Roundtable]:
    """With series, format, agenda and presenters."""
    rows = Roundtable.objects.public().filter(number=number).select_related("series", "format")
    return with_agenda(rows)


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
