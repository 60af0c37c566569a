"""The outbox as staff see it: nothing is edited, and what failed may be sent again."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from program import clock
from program.audit.log import record
from program.audit.staff import ProgramAdmin
from program.mail.kinds import names_in
from program.mail.models import Message, MessageQuerySet, OptOut


class ReadOnlyAdmin(ProgramAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ("address", "kind", "about", "state", "due_at", "last_error")
    list_filter = ("state", "kind", "due_at")
    search_fields = ("address", "=about")
    search_help_text = _("An address, or what it is about, like roundtable:102.")
    ordering = ("-due_at",)
    fields = (*list_display, "sent_at", "attempts", "occurrence", "created_at")
    actions = ("resend",)

    @admin.action(description=_("Send again what failed"), permissions=["resend"])
    def resend(self, request: HttpRequest, queryset: MessageQuerySet) -> None:
        """Codes are not sent again: they were emptied, and would be too old."""
        failed = queryset.filter(state=Message.State.FAILED).exclude(kind__in=names_in("account"))
        chosen = list(failed)
        failed.update(state=Message.State.DUE, due_at=clock.now(), attempts=0, last_error="")
        for message in chosen:
            record("resent", message, by=request.user)
        said = ngettext("%d message will be sent again.", "%d messages will be sent again.", len(chosen))
        self.message_user(request, said % len(chosen), messages.SUCCESS if chosen else messages.WARNING)

    def has_resend_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)


@admin.register(OptOut)
class OptOutAdmin(ReadOnlyAdmin):
    list_display = ("address", "category", "created_at")
    list_filter = ("category",)
    search_fields = ("address",)
    ordering = ("-created_at",)
