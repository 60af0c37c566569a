"""The host's list: which questions wait for this roundtable, and at which minute each was answered."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from members.models import Membership
from program import clock
from program.audit.staff import ProgramAdmin
from roundtables.models import Roundtable
from roundtables.questions.forms import AnsweredHereForm
from roundtables.questions.source import source


def may_answer(request: HttpRequest) -> bool:
    return bool(request.user.has_perm(source().permission))  # type: ignore[union-attr]


class WithQuestions(ProgramAdmin):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.questions)
        return [path("<int:pk>/questions/", view, name="roundtables_questions"), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        context |= {"may_answer": may_answer(request)}
        return super().render_change_form(request, context, *args, **kwargs)

    def questions(self, request: HttpRequest, pk: int) -> HttpResponse:
        roundtable = get_object_or_404(Roundtable.objects.all(), pk=pk)
        if not (may_answer(request) and self.has_view_permission(request, roundtable)):
            raise PermissionDenied
        page = HostsList(roundtable, clock.now(), request.POST or None)
        if request.method == "POST" and (page.sent is None or page.sent.is_valid()):
            self.keep(request, page)
            return redirect("admin:roundtables_questions", pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Questions from the curriculum"),
            "roundtable": roundtable,
            "page": page,
        }
        return TemplateResponse(request, "roundtables/admin/questions.html", context)

    def keep(self, request: HttpRequest, page: "HostsList") -> None:
        if page.keep(request.membership):  # type: ignore[attr-defined]
            messages.success(request, _("Kept. Whoever asked is told by mail, once."))
        else:
            messages.warning(request, _("It does not wait any more: somebody answered it, or took it back."))


class HostsList:
    """A form for each question that waits, and for each that was answered here."""

    def __init__(self, roundtable: Roundtable, now: datetime, data: Any) -> None:
        self.roundtable, self.now = roundtable, now
        self.has_begun = roundtable.starts_at <= now and not roundtable.is_cancelled
        waiting = source().waiting(min(now, roundtable.ends_at))
        self.waiting = [self.form(question, data) for question in waiting]
        self.answered = [self.form(question, data) for question in source().answered_at(roundtable.number)]

    def form(self, question: Any, data: Any) -> AnsweredHereForm:
        """Bound if it is the one whose button was pressed."""
        is_sent = data is not None and data.get("question") == str(question.pk)
        return AnsweredHereForm(data if is_sent else None, roundtable=self.roundtable, question=question, now=self.now)

    @property
    def sent(self) -> AnsweredHereForm | None:
        return next((form for form in (*self.waiting, *self.answered) if form.is_bound), None)

    def keep(self, by: Membership) -> bool:
        """False: what was sent is not to be answered here, or not any more."""
        if self.sent is None or not self.has_begun:
            return False
        said, number = self.sent.cleaned_data, self.roundtable.number
        return source().answer(self.sent.question.pk, number, said["at"], said["answer"], by=by, now=self.now)
