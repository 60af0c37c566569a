"""Asking under a lesson: from the lesson itself, or on the page of all its questions."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from curriculum.entries import LessonEntry
from curriculum.gates import may_read
from curriculum.models import Question
from curriculum.questions.asking import TooManyOpen, ask, withdraw
from curriculum.questions.forms import AskForm
from curriculum.questions.lessons import address_of
from curriculum.questions.listing import ANSWER, PER_PAGE, asked_rows, seen_by
from curriculum.requests import learner_for, lesson_or_404, words_for
from members.models import Membership
from program import clock
from program.access import member_required


@member_required
def lesson_questions(request: HttpRequest, module: str, lesson: str) -> HttpResponse:
    everything = words_for(request)
    found = lesson_or_404(everything, module, lesson)
    if not may_read(found, everything, learner_for(request)):
        return redirect(found.url)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (asked := asked_by(request, found, form)):
        return redirect(f"{found.url}#question-{asked.pk}")
    return all_of(request, found, form)


def asked_by(request: HttpRequest, lesson: LessonEntry, form: AskForm) -> Question | None:
    """None: the form says why not."""
    try:
        asked = ask(request.membership, lesson.ref, **form.cleaned_data, now=clock.now())  # type: ignore[attr-defined]
    except TooManyOpen:
        form.add_error(
            "words",
            _("Ten of your questions wait for an answer. Ask this one when the first is answered, or withdraw one."),
        )
        return None
    messages.success(request, _("Your question stands under the lesson. We write to you when it is answered."))
    return asked


def all_of(request: HttpRequest, lesson: LessonEntry, form: AskForm) -> HttpResponse:
    membership: Membership = request.membership  # type: ignore[attr-defined]
    page = Paginator(seen_by(membership.pk, lesson.ref), PER_PAGE).get_page(request.GET.get("page"))
    rows, may_answer = asked_rows(page.object_list, membership), membership.may(ANSWER)
    context = {"lesson": lesson, "page": page, "rows": rows, "may_answer": may_answer, "form": form}
    return render(request, "curriculum/questions/page.html", context)


@member_required
def withdraw_question(request: HttpRequest, question_id: int) -> HttpResponse:
    """Asks first; only the asker, and only while it waits."""
    mine = Question.objects.filter(membership=request.membership)  # type: ignore[attr-defined]
    question = get_object_or_404(mine, pk=question_id)
    back = address_of(question) or reverse("curriculum")
    is_waiting = question.answered_at is None and question.hidden_at is None
    if request.method != "POST" and is_waiting:
        return render(request, "curriculum/questions/withdraw.html", {"question": question, "back_url": back})
    if is_waiting and withdraw(question):
        messages.success(request, _("Your question is withdrawn."))
        return redirect(back.replace(f"#question-{question_id}", "#questions"))
    messages.info(request, _("It does not wait for an answer any more, so it stays."))
    return redirect(back)
