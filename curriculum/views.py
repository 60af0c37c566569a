from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from curriculum.entries import Catalogue, LessonEntry, ModuleEntry
from curriculum.gates import may_read, wall_before
from curriculum.learning.badges import completions_of
from curriculum.learning.completing import mark_done, mark_open, needs_quiz
from curriculum.learning.learner import EVERYTHING, Learner
from curriculum.learning.openings import openings_of
from curriculum.learning.trying import QuizPage, blank, page_of
from curriculum.learning.walls import told
from curriculum.models import Completion, Opening
from curriculum.progress import lesson_rows, module_rows, neighbours, stand
from curriculum.reading import LessonBody, body_of
from curriculum.requests import MemberRequest, learner_for, lesson_or_404, module_or_404, words_for
from members.models import Membership
from program import clock
from program.access import member_required, public
from program.public_pages import kept_seconds

KEPT = 60


@public
@kept_seconds(KEPT)
def path(request: MemberRequest) -> HttpResponse:
    everything, learner = words_for(request), learner_for(request)
    badges = badges_by_module(request.membership, learner)
    context = {
        "modules": [(row, badges.get(row.module.pk)) for row in module_rows(everything, learner)],
        "standing": stand(everything, learner),
        "patterns": learner.patterns,
    }
    return render(request, "curriculum/path.html", context)


@public
@kept_seconds(KEPT)
def module(request: MemberRequest, module: str) -> HttpResponse:
    everything, learner = words_for(request), learner_for(request)
    found = module_or_404(everything, module)
    rows = lesson_rows(found, everything, learner)
    context = {
        "module": found,
        "lessons": rows,
        "done": sum(row.is_done for row in rows),
        "badge": badges_by_module(request.membership, learner).get(found.pk),
        "opening": opening_of(found, request.membership, learner),
    }
    return render(request, "curriculum/module.html", context)


def badges_by_module(membership: Membership | None, learner: Learner) -> dict[int, Completion]:
    """Asked for only where there are any."""
    if membership is None or not learner.completed:
        return {}
    return {found.module_id: found for found in completions_of(membership.pk)}


def opening_of(module: ModuleEntry, membership: Membership | None, learner: Learner) -> Opening | None:
    if membership is None or not learner.opened & {module.pk, EVERYTHING}:
        return None
    return next(iter(openings_of(membership.pk, module.pk)), None)


@public
@kept_seconds(KEPT)
def lesson(request: MemberRequest, module: str, lesson: str) -> HttpResponse:
    everything, learner = words_for(request), learner_for(request)
    found = lesson_or_404(everything, module, lesson)
    wall = wall_before(found, everything, learner)
    if wall is None:
        return lesson_page(request, found, everything, learner)
    context = {
        **around(found, everything, learner),
        "wall": wall,
        "told": told(wall, everything, learner),
        "open_lesson": stand(everything, learner).next_lesson,
    }
    return render(request, "curriculum/lesson_gated.html", context)


def lesson_page(
    request: HttpRequest, found: LessonEntry, everything: Catalogue, learner: Learner, quiz: QuizPage | None = None
) -> HttpResponse:
    """The whole lesson. Ask `wall_before` first."""
    body = body_of(found)
    context = {
        **around(found, everything, learner),
        "body": body,
        "quiz": quiz or quiz_of(request, found, learner, body),
    }
    return render(request, "curriculum/lesson.html", context)


def around(found: LessonEntry, everything: Catalogue, learner: Learner) -> dict[str, Any]:
    """What stands round the lesson's text."""
    before, after = neighbours(everything, found)
    return {
        "lesson": found,
        "module": everything.by_slug[found.module_slug],
        "is_done": found.ref in learner.done,
        "needs_quiz": needs_quiz(found, learner),
        "before": before,
        "after": after,
        "after_lock": lock_of(after, everything, learner) if after else "",
    }


def lock_of(lesson: LessonEntry, everything: Catalogue, learner: Learner) -> str:
    """The tier that opens it, "order" or "date"; empty where it is open."""
    wall = wall_before(lesson, everything, learner)
    return (wall.tier or wall.kind) if wall else ""


def quiz_of(request: HttpRequest, found: LessonEntry, learner: Learner, body: LessonBody) -> QuizPage | None:
    """A member's as they left it; visitors begin anew."""
    if not body.quiz:
        return None
    member: Membership | None = request.membership  # type: ignore[attr-defined]
    if member is None or not member.is_active:
        return blank(body.quiz)
    is_tried = found.ref in learner.tried
    page = page_of(body.quiz, found, learner, member.pk) if is_tried else blank(body.quiz)
    return replace(page, is_asked_first=request.GET.get("first") == "quiz")


@member_required
def lesson_done(request: MemberRequest, module: str, lesson: str) -> HttpResponse:
    """The form says which of the two is meant, so that a second click changes nothing."""
    everything, learner = words_for(request), learner_for(request)
    found = lesson_or_404(everything, module, lesson)
    assert request.membership is not None
    if request.method != "POST" or not may_read(found, everything, learner):
        return redirect(found.url)
    if request.POST.get("done") == "no":
        mark_open(request.membership, found)
        return redirect(f"{found.url}#done")
    if needs_quiz(found, learner):
        return redirect(f"{found.url}?first=quiz#quiz")
    return done_page(request, found, everything.by_slug[module])


def done_page(request: MemberRequest, found: LessonEntry, module: ModuleEntry) -> HttpResponse:
    assert request.membership is not None
    completion = mark_done(request.membership, found, module, now=clock.now())
    if completion is None:
        return redirect(f"{found.url}#done")
    words = _("You have completed the module “%(module)s”. Your badge is on this page.")
    messages.success(request, words % {"module": module.title})
    return redirect(module.url)
