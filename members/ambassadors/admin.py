from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from members.ambassadors.actions import revoke
from members.ambassadors.invite_codes import new_code
from members.ambassadors.models import Attribution, InviteLink
from program import clock
from program.audit.staff import ProgramAdmin


class InviteLinkStaffForm(forms.ModelForm):
    def clean_uses_allowed(self) -> int | None:
        allowed: int | None = self.cleaned_data["uses_allowed"]
        if allowed is not None and allowed < self.instance.uses:
            raise ValidationError(_("It was used %(uses)d times already."), params={"uses": self.instance.uses})
        return allowed


@admin.register(InviteLink)
class InviteLinkAdmin(ProgramAdmin):
    form = InviteLinkStaffForm
    list_display = ("code", "ambassador", "campaign", "uses", "expires_at", "revoked_at")
    list_filter = (("revoked_at", admin.EmptyFieldListFilter),)
    list_select_related = ("ambassador__user",)
    search_fields = ("code", "campaign", "ambassador__user__name", "ambassador__user__email")
    autocomplete_fields = ("ambassador",)
    ordering = ("-created_at",)
    fields = ("code", "ambassador", "campaign", "uses_allowed", "expires_at", "uses", "revoked_at", "created_at")
    readonly_fields = ("code", "uses", "revoked_at", "created_at")
    actions = ("revoke_links",)

    def save_model(self, request: HttpRequest, obj: InviteLink, form: Any, change: bool) -> None:
        obj.code = obj.code or new_code()
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: InviteLink | None = None) -> bool:  # type: ignore[override]
        """People came by it: it is revoked, and stays."""
        return False

    @admin.action(description=_("Revoke"), permissions=["change"])
    def revoke_links(self, request: HttpRequest, chosen: QuerySet[InviteLink]) -> None:
        now, by = clock.now(), request.membership  # type: ignore[attr-defined]
        count = sum(revoke(link, by=by, now=now) for link in chosen)
        said = ngettext("%(count)d link was revoked.", "%(count)d links were revoked.", count)
        self.message_user(request, said % {"count": count}, messages.SUCCESS)


@admin.register(Attribution)
class AttributionAdmin(ProgramAdmin):
    """Read only: who came by which link."""

    list_display = ("membership", "first_link", "last_link", "last_touch_at", "joined_at")
    list_select_related = ("membership__user", "first_link", "last_link")
    search_fields = ("membership__user__name", "membership__user__email", "last_link__code", "last_link__campaign")
    ordering = ("-joined_at",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Attribution | None = None) -> bool:  # type: ignore[override]
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Attribution | None = None) -> bool:  # type: ignore[override]
        return False
