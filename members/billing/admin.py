"""Tiers that staff grant: added and ended, never rewritten."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from members.billing.actions import end_grant, note_scholarship
from members.billing.forms import GrantAdminForm
from members.billing.models import Grant
from program import clock
from program.audit.log import record
from program.audit.staff import ProgramAdmin


def credit(request: HttpRequest, grant: Grant) -> None:
    """Who granted it is who is signed in, whatever the form said."""
    grant.granted_by = request.membership  # type: ignore[attr-defined]


def save_grants(request: HttpRequest, formset: Any) -> None:
    """Of an inline: new rows only, each with its line in the audit log."""
    for grant in formset.save(commit=False):
        credit(request, grant)
        grant.save()
        record("granted", grant.membership, by=request.user, changes={"tier": ["", grant.tier]})
    formset.save_m2m()


class NeverRewritten:
    """A grant is a fact: it can be ended, not edited or deleted."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class GrantInline(NeverRewritten, admin.TabularInline):
    model = Grant
    fk_name = "membership"
    extra = 0
    fields = ("tier", "starts_at", "ends_at", "reason", "granted_by")
    readonly_fields = ("granted_by",)
    ordering = ("-starts_at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Grant]:
        return super().get_queryset(request).select_related("granted_by__user")


@admin.register(Grant)
class GrantAdmin(NeverRewritten, ProgramAdmin):
    form = GrantAdminForm
    list_display = ("membership", "tier", "source", "starts_at", "ends_at", "reason", "granted_by")
    list_filter = ("tier", "source")
    list_select_related = ("membership__user", "granted_by__user")
    search_fields = ("membership__user__name", "membership__user__email", "reason")
    autocomplete_fields = ("membership",)
    ordering = ("-starts_at",)
    fields = ("membership", "tier", "entitlements", "source", "starts_at", "ends_at", "reason", "granted_by")
    readonly_fields = ("granted_by",)
    actions = ("end_now",)

    def save_model(self, request: HttpRequest, obj: Grant, form: Any, change: bool) -> None:
        credit(request, obj)
        super().save_model(request, obj, form, change)
        note_scholarship(obj)

    def has_end_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("members.change_grant")  # type: ignore[union-attr]

    @admin.action(description=_("End now"), permissions=["end"])
    def end_now(self, request: HttpRequest, chosen: QuerySet[Grant]) -> None:
        now, by = clock.now(), request.membership  # type: ignore[attr-defined]
        count = sum(end_grant(grant, by=by, now=now) for grant in chosen)
        if not count:
            self.message_user(request, gettext("These have ended already."), messages.WARNING)
            return
        said = ngettext("%(count)d grant was ended.", "%(count)d grants were ended.", count)
        self.message_user(request, said % {"count": count}, messages.SUCCESS)
