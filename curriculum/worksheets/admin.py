"""Where coaches read worksheets, with those first that wait for feedback, and say what they think."""

from datetime import datetime
from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from curriculum.catalogue import spoken_catalogue
from curriculum.models import Worksheet, WorksheetComment, WorksheetVersion
from curriculum.worksheets.coaching import Desk, desk_of
from curriculum.worksheets.feedback import give_feedback
from curriculum.worksheets.feedback_forms import WHOLE, FeedbackForm
from program import clock
from program.audit.staff import ProgramAdmin

WAITING = Q(asked_at__isnull=False) & (Q(answered_at=None) | Q(answered_at__lt=F("asked_at")))
MAY = "coaching.give_feedback"
"""Coaches and owners have it; who writes lessons does not read what ventures make of them."""


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("waiting", _("Waiting for feedback")), ("answered", _("Feedback given"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Worksheet]) -> QuerySet[Worksheet]:
        if self.value() == "waiting":
            return queryset.filter(WAITING)
        return queryset.filter(answered_at__isnull=False).exclude(WAITING) if self.value() else queryset


@admin.register(Worksheet)
class WorksheetAdmin(ProgramAdmin):
    list_display = ("venture", "title", "asked_since", "answered_at", "saved_at", "last_comment")
    list_filter = (StateFilter,)
    search_fields = ("venture__name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Worksheet]:
        newest = WorksheetVersion.objects.filter(worksheet=OuterRef("pk")).order_by("-number").values("saved_at")[:1]
        said = WorksheetComment.objects.filter(version__worksheet=OuterRef("pk")).order_by("-written_at", "-pk")
        rows: QuerySet[Any] = (
            super().get_queryset(request).select_related("venture", "lesson", "own_lesson", "asked_by__user")
        )
        annotated = rows.annotate(
            last_saved_at=Subquery(newest),
            waits_since=Case(When(WAITING, then="asked_at")),
            last_said_by=Subquery(said.values("author__user__name")[:1]),
            last_said_at=Subquery(said.values("written_at")[:1]),
        )
        return cast("QuerySet[Worksheet]", annotated)

    def get_ordering(self, request: HttpRequest) -> tuple[Any, ...]:
        return (F("waits_since").asc(nulls_last=True), "-pk")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm(MAY))  # type: ignore[union-attr]

    has_change_permission = has_view_permission
    has_module_permission = has_view_permission  # type: ignore[assignment]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("worksheet"))
    def title(self, obj: Worksheet) -> str:
        lesson = spoken_catalogue().lesson_by_ref.get(obj.ref)
        return lesson.title if lesson else str(_("A lesson that is gone"))

    @admin.display(description=_("waiting since"), ordering="waits_since")
    def asked_since(self, obj: Any) -> datetime | None:
        return cast("datetime | None", obj.waits_since)

    @admin.display(description=_("saved"), ordering="last_saved_at")
    def saved_at(self, obj: Any) -> datetime | None:
        return cast("datetime | None", obj.last_saved_at)

    @admin.display(description=_("last comment"))
    def last_comment(self, obj: Any) -> str:
        """So that a founder's reply is seen from here."""
        if not obj.last_said_at:
            return "–"
        return f"{obj.last_said_by or ''} · {date_format(localtime(obj.last_said_at), 'DATETIME_FORMAT')}"

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Any version, beside any earlier one, and a box for each answer."""
        sheet = self.get_object(request, object_id)
        if sheet is None or not self.has_view_permission(request, sheet):
            raise Http404
        desk = desk_of(sheet, spoken_catalogue(), request.GET, request.program.currency)  # type: ignore[attr-defined]
        form = FeedbackForm(desk.names, request.POST or None)
        if request.method == "POST" and desk.version and form.is_valid():
            if request.POST.get("shown", desk.shown) == desk.shown:
                return self.send(request, desk, form)
            form.add_error(None, gettext("A founder wrote on while you read. Look again, then send."))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": desk.title,
            "sheet": sheet,
            "desk": desk,
            "form": form,
            "rows": desk.rows(form),
            "whole": form[WHOLE],
        }
        return TemplateResponse(request, "curriculum/worksheets/admin/worksheet.html", context)

    def send(self, request: HttpRequest, desk: Desk, form: FeedbackForm) -> HttpResponse:
        assert desk.version is not None
        by = request.membership  # type: ignore[attr-defined]
        count = give_feedback(desk.version, form.comments, by=by, now=clock.now())
        if count:
            said = ngettext(
                "%(count)s comment was sent. Each founder gets one mail.",
                "%(count)s comments were sent. Each founder gets one mail.",
                count,
            )
            messages.success(request, said % {"count": count})
        else:
            messages.info(request, _("This was said already; nobody is mailed twice."))
        return redirect("admin:curriculum_worksheet_change", desk.sheet.pk)
