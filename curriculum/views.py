from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from curriculum.catalogue import Catalogue, LessonEntry, catalogue
from curriculum.gates import may_read, wall_before
from curriculum.learning.learner import Learner, learner_of
from curriculum.progress import lesson_rows, mark_done, mark_open, module_rows, neighbours, stand
from curriculum.reading import body_of
from members.models import Membership
from program import clock
from program.access import member_required, public
from program.public_pages import kept_seconds

KEPT = 60


class MemberRequest(HttpRequest):
    """What the middleware puts on a request."""

    membership: Membership | None
    LANGUAGE_CODE: str


def words_for(request: HttpRequest) -> Catalogue:
    """In the reader's language, else the program's, else English."""
    if seen := getattr(request, "seen", None):  # An editor looks as somebody else would.
        return seen.everything  # type: ignore[no-any-return]
    return catalogue(request.LANGUAGE_CODE, request.program.language)  # type: ignore[attr-defined]


def learner_for(request: HttpRequest) -> Learner:
    if seen := getattr(request, "seen", None):
        return seen.learner  # type: ignore[no-any-return]
    return learner_of(request.membership, request.program.zone)  # type: ignore[attr-defined]


def lesson_or_404(everything: Catalogue, module: str, lesson: str) -> LessonEntry:
    found = everything.lesson_by_key.get(f"{module}/{lesson}")
    if found is None:
        raise Http404(_("There is no lesson at this address."))
    return found


@public
@kept_seconds(KEPT)
def path(request: MemberRequest) -> HttpResponse:
    everything, learner = words_for(request), learner_for(request)
    context = {"modules": module_rows(everything, learner), "standing": stand(everything, learner)}
    return render(request, "curriculum/path.html", context)


@public
@kept_seconds(KEPT)
def module(request: MemberRequest, module: str) -> HttpResponse:
    everything = words_for(request)
    found = everything.by_slug.get(module)
    if found is None:
        raise Http404(_("There is no module at this address."))
    rows = lesson_rows(found, everything, learner_for(request))
    context = {"module": found, "lessons": rows, "done": sum(row.is_done for row in rows)}
    return render(request, "curriculum/module.html", context)


@public
@kept_seconds(KEPT)
def lesson(request: MemberRequest, module: str, lesson: str) -> HttpResponse:
    everything, learner = words_for(request), learner_for(request)
    found = lesson_or_404(everything, module, lesson)
    before, after = neighbours(everything, found)
    context = {
        "lesson": found,
        "module": everything.by_slug[module],
        "is_done": found.ref in learner.done,
        "before": before,
        "after": after,
        "after_is_open": after is None or may_read(after, everything, learner),
    }
    wall = wall_before(found, everything, learner)
    if wall is not None:
        open_lesson = stand(everything, learner).next_lesson
        return render(request, "curriculum/lesson_gated.html", {**context, "wall": wall, "open_lesson": open_lesson})
    return render(request, "curriculum/lesson.html", {**context, "body": body_of(found)})


@member_required
def lesson_done(request: MemberRequest, module: str, lesson: str) -> HttpResponse:
    """The form says which of the two is meant, so that a second click changes nothing."""
    everything = words_for(request)
    found = lesson_or_404(everything, module, lesson)
    assert request.membership is not None
    if request.method != "POST" or not may_read(found, everything, learner_for(request)):
        return redirect(found.url)
    if request.POST.get("done") == "no":
        mark_open(request.membership, found)
    else:
        mark_done(request.membership, found, now=clock.now())
    return redirect(f"{found.url}#done")
