"""Coaches, hosts and editors answer in writing, and take down what should not stand there."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from curriculum.models import Question
from curriculum.questions.answering import answer_in_writing
from curriculum.questions.filters import StandingFilter, standing_of
from curriculum.questions.forms import WhyForm
from curriculum.questions.hiding import show_again, take_down
from curriculum.questions.lessons import address_of, lesson_asked_under
from program import clock
from program.audit.log import record
from program.audit.staff import ProgramAdmin, said_of
from program.timecode import timecode


@admin.register(Question)
class QuestionAdmin(ProgramAdmin):
    list_display = ("__str__", "asker", "under", "standing", "is_for_roundtable", "asked_at")
    list_filter = (StandingFilter, "is_for_roundtable")
    list_select_related = ("membership__user", "lesson", "own_lesson")
    search_fields = ("words", "answer", "membership__user__name", "membership__user__email")
    fields = (
        "words", "asker", "under", "asked_at", "is_for_roundtable", "standing", "at_roundtable", "answered_by",
        "answer",
    )  # fmt: skip
    change_form_template = "curriculum/questions/admin_change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        return super().get_queryset(request).select_related("membership__user", "answered_by__user")

    def get_ordering(self, request: HttpRequest) -> Any:
        """What waits first, the longest on top; then what was answered last; then what was taken down."""
        return (F("hidden_at").desc(nulls_first=True), F("answered_at").desc(nulls_first=True), "asked_at")

    def get_readonly_fields(self, request: HttpRequest, obj: Question | None = None) -> Any:
        is_hidden = obj is not None and obj.hidden_at is not None
        return self.fields if is_hidden else [name for name in self.fields if name != "answer"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """An answer that was given can be changed, not taken back."""
        form = super().get_form(request, obj, change, **kwargs)
        if "answer" in form.base_fields:
            form.base_fields["answer"].required = obj is None or obj.roundtable is None
        return form

    def save_model(self, request: HttpRequest, obj: Question, form: Any, change: bool) -> None:
        request.changed_form = form  # type: ignore[attr-defined]
        if obj.answered_at is not None:
            obj.save(update_fields=["answer"])
        elif not answer_in_writing(obj, obj.answer, by=request.membership, now=clock.now()):  # type: ignore[attr-defined]
            form.changed_data.clear()
            messages.warning(request, _("Somebody else answered it, or took it down, at the same moment."))

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        """The first answer wrote its own line."""
        form = request.changed_form  # type: ignore[attr-defined]
        if obj.answered_at is not None and form.changed_data:
            record("changed the answer to", obj, by=request.user, changes=said_of(form))

    def view_on_site(self, question: Question) -> str | None:  # type: ignore[override]
        """Where members see it."""
        return address_of(question) or None

    @admin.display(description=gettext_lazy("asked by"), ordering="membership__user__name")
    def asker(self, question: Question) -> str:
        return question.membership.display_name

    @admin.display(description=gettext_lazy("lesson"))
    def under(self, question: Question) -> str:
        lesson = lesson_asked_under(question)
        if lesson is None:
            return str(question.own_lesson or question.lesson)
        return format_html('<a href="{}">{}</a>', address_of(question), lesson.title)

    @admin.display(description=gettext_lazy("state"))
    def standing(self, question: Question) -> str:
        return standing_of(question)

    @admin.display(description=gettext_lazy("at roundtable"))
    def at_roundtable(self, question: Question) -> str:
        if question.roundtable is None:
            return "–"
        told = {"number": question.roundtable, "at": timecode(question.second or 0)}
        return _("No. %(number)s, at %(at)s") % told

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.visibility)
        return [path("<int:pk>/visibility/", view, name="curriculum_question_visibility"), *super().get_urls()]

    def visibility(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks why, then takes it down, or shows it again."""
        question = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_change_permission(request, question):
            raise PermissionDenied
        form = WhyForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            self.turn(request, question, form.cleaned_data["why"], is_hidden=request.POST.get("hide") == "yes")
            return redirect("admin:curriculum_question_change", pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "question": question,
            "form": form,
            "title": _("Show the question again") if question.hidden_at else _("Take the question down"),
        }
        return TemplateResponse(request, "curriculum/questions/admin_visibility.html", context)

    def turn(self, request: HttpRequest, question: Question, why: str, *, is_hidden: bool) -> None:
        """To what the page said; a second press finds it so, and turns nothing back."""
        if is_hidden and take_down(question, why, by=request.user, now=clock.now()):
            messages.success(request, _("The question is taken down."))
        elif not is_hidden and show_again(question, why, by=request.user):
            messages.success(request, _("Members see the question again."))
