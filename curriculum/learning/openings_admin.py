"""Who opened what to whom, and why: added and taken back, never rewritten."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from curriculum.learning.facts_admin import PEOPLE
from curriculum.learning.openings import OpenAlready, open_ahead, take_back
from curriculum.learning.schedule_admin import SchedulePages, may_schedule
from curriculum.models import Opening
from program import clock

ALREADY = _("This is open already: the opening stands in the list.")


class OpeningForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        same = Opening.objects.filter(membership=told.get("membership"), module=told.get("module"), closed_at=None)
        if not self.errors and same.exists():
            raise forms.ValidationError(ALREADY)
        return told

    def clean_reason(self) -> str:
        return " ".join(str(self.cleaned_data["reason"]).split())


class StandingFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", _("Open")), ("closed", _("Taken back"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Opening]) -> QuerySet[Opening]:
        return queryset.filter(closed_at__isnull=self.value() == "open") if self.value() else queryset


@admin.register(Opening)
class OpeningAdmin(SchedulePages):
    form = OpeningForm
    list_display = ("whom", "what", "reason", "opened_by", "opened_at", "closed_at")
    list_filter = (StandingFilter, "module")
    list_select_related = ("membership__user", "module", "opened_by__user")
    search_fields = (*PEOPLE, "reason")
    autocomplete_fields = ("membership",)
    ordering = ("-opened_at",)
    actions = ("take_back_openings",)

    def get_fields(self, request: HttpRequest, obj: Opening | None = None) -> Any:
        asked = ("membership", "module", "reason")
        return asked if obj is None else (*asked, "opened_by", "opened_at", "closed_at")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """A coach opens for one member; only who keeps the schedule opens for everybody."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        if "membership" in form.base_fields and not may_schedule(request):
            form.base_fields["membership"].required = True
            form.base_fields["membership"].help_text = ""
        return form

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_close_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("curriculum.change_opening")  # type: ignore[union-attr]

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except OpenAlready:  # While this form was being looked at.
            messages.error(request, ALREADY)
        return redirect("admin:curriculum_opening_changelist")

    def save_model(self, request: HttpRequest, obj: Opening, form: Any, change: bool) -> None:
        """Who opened it is who is signed in."""
        by = request.membership  # type: ignore[attr-defined]
        obj.pk = open_ahead(obj.membership, obj.module, reason=obj.reason, by=by, now=clock.now()).pk

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        """Whoever opens ahead is in the log already."""

    @admin.display(description=_("member"), ordering="membership__user__name")
    def whom(self, opening: Opening) -> str:
        return opening.membership.display_name if opening.membership else gettext("Everybody")

    @admin.display(description=_("opened"), ordering="module")
    def what(self, opening: Opening) -> str:
        return str(opening.module or gettext("Everything"))

    @admin.action(description=_("Take back"), permissions=["close"])
    def take_back_openings(self, request: HttpRequest, chosen: QuerySet[Opening]) -> None:
        """What is open to everybody is taken back by those who may open it to everybody."""
        mine = chosen if may_schedule(request) else chosen.exclude(membership=None)
        by, now = request.membership, clock.now()  # type: ignore[attr-defined]
        count = sum(take_back(opening, by=by, now=now) for opening in mine)
        if not count:
            self.message_user(request, gettext("None of these can be taken back by you now."), messages.WARNING)
            return
        words = ngettext("%(count)d opening was taken back.", "%(count)d openings were taken back.", count)
        self.message_user(request, words % {"count": count}, messages.SUCCESS)
