"""Answers to a lesson's quiz: a member's are kept, a visitor's are judged and forgotten."""

from datetime import datetime

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers

from curriculum.entries import Catalogue, LessonEntry
from curriculum.gates import may_read
from curriculum.learning.learner import Learner
from curriculum.learning.quiz import Places, Questions, chosen_in, incomplete
from curriculum.learning.trying import QuizPage, judged_page, keep_try, page_of, tried_too_often
from curriculum.reading import body_of
from curriculum.requests import MemberRequest, learner_for, lesson_or_404, words_for
from curriculum.views import around, lesson_page
from members.models import Membership
from program.access import public


@public
def quiz(request: MemberRequest, module: str, lesson: str) -> HttpResponse:
    """Visitors ask by address: their page is kept for all of them and has no form with a token."""
    everything, learner = words_for(request), learner_for(request)
    found = lesson_or_404(everything, module, lesson)
    questions = body_of(found).quiz if may_read(found, everything, learner) else ()
    member = request.membership if request.membership and request.membership.is_active else None
    sent = request.POST if request.method == "POST" else request.GET
    if not questions or (member and request.method != "POST") or not is_answered(sent):
        return redirect(f"{found.url}#quiz" if questions else found.url)
    page = answered(questions, found, learner, member, sent)
    if member is not None:
        learner = learner_for(request)
    return answer(request, found, everything, learner, page)


def is_answered(sent: QueryDict) -> bool:
    """Whether the form was sent, were it without any answer."""
    return "answered" in sent


def answered(
    questions: Questions, found: LessonEntry, learner: Learner, member: Membership | None, sent: QueryDict
) -> QuizPage:
    chosen = chosen_in(questions, sent)
    if member is None or None in chosen:
        return judged_page(questions, chosen)
    if found.ref not in learner.passed and not take(member, found, questions, chosen, now=learner.now):
        return QuizPage(incomplete(questions, chosen), is_too_often=True)
    return page_of(questions, found, learner, member.pk)


def take(member: Membership, found: LessonEntry, questions: Questions, chosen: Places, *, now: datetime) -> bool:
    """False when it was enough for today."""
    if tried_too_often(member, found, now):
        return False
    keep_try(member, found, questions, chosen, now=now)
    return True


def answer(
    request: MemberRequest, found: LessonEntry, everything: Catalogue, learner: Learner, page: QuizPage
) -> HttpResponse:
    """The quiz alone for htmx. Without it the lesson, by way of its own address where the try is kept."""
    if request.headers.get("HX-Request"):
        context = {**around(found, everything, learner), "body": body_of(found), "quiz": page}
        response = render(request, "curriculum/quiz_swap.html", context)
    elif request.method == "POST" and page.is_judged:
        response = redirect(f"{found.url}#quiz")
    else:
        response = lesson_page(request, found, everything, learner, page)
    patch_vary_headers(response, ["HX-Request"])
    response.headers["X-Robots-Tag"] = "noindex"
    return response
