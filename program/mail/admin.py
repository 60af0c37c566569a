"""The outbox as staff see it: nothing is edited, and what failed may be sent again."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from program import clock
from program.audit.log import record
from program.audit.staff import ProgramAdmin
from program.mail.kinds import names_in
from program.mail.models import Message, MessageQuerySet, OptOut, Suspension, SuspensionQuerySet
from program.mail.suspending import try_again


class ReadOnlyAdmin(ProgramAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SuspendedFilter(admin.SimpleListFilter):
    title = _("suspended")
    parameter_name = "suspended"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Suspended")), ("no", _("Not suspended"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(suspended__isnull=self.value() == "no") if self.value() else queryset


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ("address", "kind", "about", "state", "due_at", "last_error", "suspended")
    list_filter = ("state", "kind", SuspendedFilter, "due_at")
    search_fields = ("address", "=about")
    search_help_text = _("An address, or what it is about, like roundtable:102.")
    ordering = ("-due_at",)
    fields = (*list_display, "sent_at", "attempts", "occurrence", "created_at")
    actions = ("resend",)

    def get_queryset(self, request: HttpRequest) -> MessageQuerySet:
        return super().get_queryset(request).with_suspension()  # type: ignore[attr-defined, no-any-return]

    @admin.display(description=_("suspended"), empty_value="–")
    def suspended(self, message: Any) -> str | None:
        """Why its address gets no bulk mail any more, whatever became of this message."""
        if message.suspended is None:
            return None
        cause = str(Suspension.Cause(message.suspended).label)
        return f"{cause}: {message.suspended_detail}" if message.suspended_detail else cause

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


@admin.register(Suspension)
class SuspensionAdmin(ReadOnlyAdmin):
    """The table is one for all programs; here stand the addresses that this program wrote to itself."""

    list_display = ("address", "cause", "detail", "since")
    list_filter = ("cause",)
    search_fields = ("address",)
    ordering = ("-since",)
    actions = ("try_again",)

    def get_queryset(self, request: HttpRequest) -> SuspensionQuerySet:
        return Suspension.objects.written_to()

    @admin.action(description=_("Try this address again"), permissions=["try_again"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[Suspension]) -> None:
        chosen = list(queryset)
        for suspension in chosen:
            try_again(suspension, by=request.user)
        said = ngettext("%d address gets mail again.", "%d addresses get mail again.", len(chosen))
        self.message_user(request, said % len(chosen), messages.SUCCESS)

    def has_try_again_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)
