"""Completed modules: found by name or code; a badge is revoked with a reason, or given back."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from curriculum.learning.facts_admin import PEOPLE
from curriculum.learning.revoking import give_back, revoke
from curriculum.models import Completion
from program import clock
from program.audit.staff import ProgramAdmin, ReadOnly


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label=_("Why?"),
        max_length=200,
        help_text=_("For the team: the public page says that it was revoked, and when, but not why."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )


class ValidFilter(admin.SimpleListFilter):
    title = _("badge")
    parameter_name = "badge"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("valid", _("Valid")), ("revoked", _("Revoked"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Completion]) -> QuerySet[Completion]:
        return queryset.filter(revoked_at__isnull=self.value() == "valid") if self.value() else queryset


@admin.register(Completion)
class CompletionAdmin(ReadOnly, ProgramAdmin):
    list_display = ("name", "module", "completed_at", "page", "revoked_at")
    list_filter = (ValidFilter, "module")
    list_select_related = ("membership__user", "module")
    search_fields = ("name", "code", *PEOPLE)
    search_help_text = _("Name, e-mail or code")
    ordering = ("-completed_at",)
    fields = ("membership", "name", "module", "lessons", "completed_at", "page", "revoked_at", "revoked_because")
    actions = ("revoke_badges", "give_back_badges")

    @admin.display(description=_("public page"))
    def page(self, completion: Completion) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("badge", args=[completion.code]), completion.code)

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("curriculum.change_completion")  # type: ignore[union-attr]

    @admin.action(description=_("Revoke the badge…"), permissions=["revoke"])
    def revoke_badges(self, request: HttpRequest, chosen: QuerySet[Completion]) -> HttpResponse | None:
        """Asks why, and whether it is meant."""
        form = RevokeForm(request.POST if "reason" in request.POST else None)
        if not form.is_valid():
            return self.ask_why(request, chosen, form)
        now, by = clock.now(), request.membership  # type: ignore[attr-defined]
        count = sum(revoke(found, reason=form.cleaned_data["reason"], by=by, now=now) for found in chosen)
        words = ngettext("%(count)d badge was revoked.", "%(count)d badges were revoked.", count)
        self.message_user(request, words % {"count": count}, messages.SUCCESS)
        return None

    def ask_why(self, request: HttpRequest, chosen: QuerySet[Completion], form: RevokeForm) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Revoke badges"),
            "form": form,
            "chosen": chosen.select_related("module"),
            "opts": self.opts,
            "checkbox": helpers.ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "curriculum/admin/revoke.html", context)

    @admin.action(description=_("Give the badge back"), permissions=["revoke"])
    def give_back_badges(self, request: HttpRequest, chosen: QuerySet[Completion]) -> None:
        count = sum(give_back(found, by=request.membership) for found in chosen)  # type: ignore[attr-defined]
        if not count:
            self.message_user(request, gettext("None of these was revoked."), messages.WARNING)
            return
        words = ngettext("%(count)d badge was given back.", "%(count)d badges were given back.", count)
        self.message_user(request, words % {"count": count}, messages.SUCCESS)
