"""The diagnostic: one heading a page, answers kept in the session until all nine are there."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from curriculum.diagnostic.forms import HeadingForm
from curriculum.diagnostic.headings import answers_all, first_open, headings, known, scores
from curriculum.diagnostic.taking import finish, latest_of
from curriculum.entries import ModuleEntry
from curriculum.learning.order import in_order
from curriculum.models import Intake
from curriculum.requests import MemberRequest, languages_of, learner_for, words_for
from curriculum.shared.references import Entry, reference, references
from program import clock
from program.access import member_required

KEPT = "diagnostic"
EARLIER = 10


def headings_for(request: MemberRequest) -> tuple[Entry, ...]:
    return headings(*languages_of(request))


@member_required
def introduction(request: MemberRequest) -> HttpResponse:
    found = headings_for(request)
    begun = known(found, request.session.get(KEPT))
    missing = first_open(found, begun)
    assert request.membership is not None
    context = {
        "headings": found,
        "is_half_way": bool(begun and missing),
        "next": missing or next(iter(found), None),
        "latest": latest_of(request.membership),
    }
    return render(request, "curriculum/diagnostic/introduction.html", context)


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def heading(request: MemberRequest, heading: str) -> HttpResponse:
    found = headings_for(request)
    place = next((place for place, entry in enumerate(found) if entry["slug"] == heading), None)
    if place is None:
        raise Http404(_("The diagnostic has no such heading."))
    answers = known(found, request.session.get(KEPT))
    form = HeadingForm(found[place], request.POST if request.method == "POST" else None, initial=answers)
    if request.method != "POST" or not form.is_valid():
        return render(request, "curriculum/diagnostic/heading.html", step_of(found, place, form, answers))
    was_complete = first_open(found, answers) is None
    answers.update(form.cleaned_data)
    request.session[KEPT] = answers
    is_complete = first_open(found, answers) is None
    if place < len(found) - 1 and (was_complete or not is_complete):
        return redirect("diagnostic_heading", found[place + 1]["slug"])
    return at_the_end(request, found, answers)


def step_of(found: tuple[Entry, ...], place: int, form: HeadingForm, answers: dict[str, str]) -> dict[str, Any]:
    steps = [
        {"label": entry["title"], "is_done": answers_all(entry, answers), "is_current": number == place}
        for number, entry in enumerate(found)
    ]
    return {
        "heading": found[place],
        "number": place + 1,
        "total": len(found),
        "form": form,
        "steps": steps,
        "before": found[place - 1] if place else None,
        "is_last": place == len(found) - 1,
    }


def at_the_end(request: MemberRequest, found: tuple[Entry, ...], answers: dict[str, str]) -> HttpResponse:
    """To what is still open, or to the result."""
    missing = first_open(found, answers)
    if missing is not None:
        messages.info(request, _("This heading is still open. Then you see the result."))
        return redirect("diagnostic_heading", missing["slug"])
    assert request.membership is not None
    finish(request.membership, found, answers, now=clock.now())
    return redirect("diagnostic_result")


@member_required
def result(request: MemberRequest) -> HttpResponse:
    assert request.membership is not None
    sittings = list(Intake.objects.filter(membership=request.membership).order_by("-finished_at", "-pk")[:EARLIER])
    if not sittings:
        return redirect("diagnostic")
    return render(request, "curriculum/diagnostic/result.html", result_of(request, sittings))


def result_of(request: MemberRequest, sittings: list[Intake]) -> dict[str, Any]:
    found, latest, languages = headings_for(request), sittings[0], languages_of(request)
    patterns = [pattern for slug in latest.patterns if (pattern := reference("pattern", slug, *languages))]
    return {
        "latest": latest,
        "scores": scores(found, latest.answers),
        "gaps": gaps_of(in_order(words_for(request), learner_for(request)), patterns),
        "mistakes": [
            entry for entry in references("mistake", *languages) if set(entry["patterns"]) & set(latest.patterns)
        ],
        "earlier": sittings[1:],
        "is_outdated": any(latest.version != heading["version"] for heading in found),
    }


def gaps_of(modules: list[ModuleEntry], patterns: list[Entry]) -> list[dict[str, Any]]:
    """Each module that plugs a gap, in the member's own order, with the patterns it answers."""
    wanted = [module for module in modules if any(entry["module"] == module.slug for entry in patterns)]
    return [
        {"module": module, "patterns": [entry for entry in patterns if entry["module"] == module.slug]}
        for module in wanted
    ]
