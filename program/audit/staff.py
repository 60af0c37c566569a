"""The base of every admin page: scoped, audited, and never writing Django's own log.

Rows come from scoped managers, so a stranger's id is a 404; the audit log replaces
django_admin_log, which knows no programs.
"""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from program.audit.log import record
from program.audit.models import Entry


class ReadOnly:
    """Facts: the staff see them, and nobody writes them by hand."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


def said_of(form: Any) -> dict[str, list[str]]:
    """Before and after of each changed field, as text."""
    before, after = form.initial, form.cleaned_data
    return {name: [str(before.get(name, "")), str(after.get(name, ""))] for name in form.changed_data}


class ProgramAdmin(admin.ModelAdmin):
    list_per_page = 50
    show_full_result_count = False

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> None:  # type: ignore[override]
        record("added", obj, by=request.user)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None:  # type: ignore[override]
        form = getattr(request, "changed_form", None)
        record("changed", obj, by=request.user, changes=said_of(form) if form else {})

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:  # type: ignore[override]
        for obj in queryset:
            record("deleted", obj, by=request.user)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        request.changed_form = form  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        entries = Entry.objects.filter(model=obj._meta.label_lower, object_id=object_id).select_related("actor")
        context = {
            **self.admin_site.each_context(request),
            "title": str(obj),
            "entries": entries.order_by("-at")[:200],
            "object": obj,
            "opts": self.opts,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/audit_history.html", context)
