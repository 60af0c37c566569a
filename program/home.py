"""Pages that join rooms: the front page and a member's desk."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from curriculum.learning.learner import Learner
from curriculum.progress import stand
from curriculum.requests import MemberRequest, learner_for, words_for
from members.models import Venture
from program import clock
from program.access import member_required, public
from program.impact import mission_of
from program.models import Program, SignUpPolicy
from program.public_pages import kept_seconds
from program.tenancy.prepared import prepared
from roundtables.models import Registration
from roundtables.pages.next import coming, next_registration

SHOWN = 4


@dataclass(frozen=True)
class Step:
    """Something to do on a founder's first evening."""

    label: str
    url: str
    is_done: bool


@public
@kept_seconds(10)
def front_page(request: HttpRequest) -> HttpResponse:
    """What members and visitors see alike is kept by the template, and asked for only when it is not."""
    program: Program = request.program  # type: ignore[attr-defined]
    tables = cache(lambda: coming(clock.now(), limit=SHOWN))
    context = {
        "next_roundtable": lambda: next(iter(tables()), None),
        "upcoming": lambda: tables()[1:],
        "modules": lambda: words_for(request).modules,
        "mission": lambda: mission_of(program),
        "can_sign_up": program.signup_policy != SignUpPolicy.INVITE,
    }
    return render(request, "home.html", context)


@member_required
def desk(request: MemberRequest) -> HttpResponse:
    return render(request, "desk.html", desk_of(request))


def desk_of(request: MemberRequest) -> dict[str, Any]:
    """Everything on the desk: one query each for venture, lessons and registration.

    The next roundtable is what everyone sees alike: the template keeps it, and asks for it only when it does not.
    """
    assert request.membership is not None
    now = clock.now()
    venture = next(iter(ventures_of(request.membership.pk)), None)
    learner = learner_for(request)
    registration = next_registration(request.membership, now)
    return {
        "venture": venture,
        "standing": stand(words_for(request), learner),
        "my_next": registration,
        "next_roundtable": cache(lambda: next(iter(coming(now, limit=1)), None)),
        "first_steps": first_steps(venture, learner, registration),
    }


@prepared
def ventures_of(membership_id: int) -> QuerySet[Venture]:
    return Venture.objects.filter(founders__membership=membership_id, founders__left_at=None)[:1]


def first_steps(venture: Venture | None, learner: Learner, registration: Registration | None) -> list[Step]:
    """The first evening, until all of it is done."""
    steps = [
        Step(_("Name your venture"), reverse("venture"), venture is not None),
        Step(_("Find out where you stand, in ten minutes"), reverse("diagnostic"), learner.took_diagnostic),
        Step(_("Read your first lesson"), reverse("curriculum"), bool(learner.done)),
        Step(_("Take a seat at the next roundtable"), reverse("roundtables"), registration is not None),
    ]
    return [] if all(step.is_done for step in steps) else steps
