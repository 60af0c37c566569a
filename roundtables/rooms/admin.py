"""Owners set the conferencing services up; staff see on a roundtable's page what became of its meeting."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from program import clock
from program.audit.log import record
from program.audit.staff import ProgramAdmin, said_of
from program.mail.links import absolute
from roundtables.rooms import keeping
from roundtables.rooms.forms import FORMS, ChooseServiceForm
from roundtables.rooms.leading import chosen
from roundtables.rooms.meeting import Meeting
from roundtables.rooms.service import RoomService
from roundtables.schedule.roundtable import Roundtable

REPLACED = ["…", "replaced"]


def is_owner(request: HttpRequest) -> bool:
    """Whoever may change the program's own settings: these hold keys to its accounts elsewhere."""
    return bool(request.user.has_perm("program.change_program"))  # type: ignore[union-attr]


@admin.register(RoomService)
class RoomServiceAdmin(ProgramAdmin):
    list_display = ("__str__", "is_default")
    ordering = ("provider",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_owner(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_owner(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_owner(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_owner(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_owner(request)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        kwargs["form"] = FORMS[obj.provider] if obj else ChooseServiceForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return [(None, {"fields": ("provider",)})]
        told = ""
        if obj.provider == RoomService.Provider.ZOOM:
            address = absolute(request.program, reverse("zoom_webhook"))  # type: ignore[attr-defined]
            told = _("Address for Zoom's event subscriptions: %(address)s") % {"address": address}
        fields = ("is_default", *FORMS[obj.provider].declared_fields)  # type: ignore[attr-defined]
        return [(None, {"fields": fields, "description": told})]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """There are no more services to add than two, and choosing one leads to its questions anyway."""
        context |= {"show_save_and_add_another": False, "show_save_and_continue": kwargs.get("obj") is not None}
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: RoomService, form: Any, change: bool) -> None:
        """There is one default; what failed for want of these settings is tried anew."""
        if obj.is_default:
            RoomService.objects.exclude(pk=obj.pk).update(is_default=False)
        super().save_model(request, obj, form, change)
        keeping.keep_all_up(now=clock.now())

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None:  # type: ignore[override]
        """That a secret was replaced, never by what."""
        form = request.changed_form  # type: ignore[attr-defined]
        changes = {name: REPLACED if name in form.SECRETS else said for name, said in said_of(form).items()}
        record("changed", obj, by=request.user, changes=changes)

    def response_add(self, request: HttpRequest, obj: RoomService, post_url_continue: Any = None) -> HttpResponse:
        return redirect(reverse("admin:roundtables_roomservice_change", args=[obj.pk]))


@dataclass(frozen=True)
class RoomState:
    """Where people of a roundtable will be led, as staff see it."""

    service: str
    meeting: Meeting | None
    is_set_up: bool


def room_state(roundtable: Roundtable) -> RoomState | None:
    """None for the rooms that need no care: links, and Jitsi's, once it is set up."""
    services = list(RoomService.objects.all())
    name = chosen(roundtable, services)
    meeting = Meeting.objects.filter(roundtable=roundtable).first()
    is_set_up = name == Roundtable.Provider.LINK or any(service.provider == name for service in services)
    if is_set_up and meeting is None and name not in keeping.KEEPERS:
        return None
    service = meeting.provider if meeting and meeting.exists else name
    return RoomState(str(Roundtable.Provider(service).label), meeting, is_set_up)


class WithRoom(admin.ModelAdmin):
    """What a roundtable's admin page says about its room, and a button to ask the provider again."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.meeting_again)
        return [path("<int:pk>/meeting/", view, name="roundtables_meeting_again"), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        roundtable = kwargs.get("obj")
        context |= {
            "room": room_state(roundtable) if roundtable else None,
            "may_ask_again": self.has_change_permission(request),
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def meeting_again(self, request: HttpRequest, pk: int) -> HttpResponse:
        roundtable = get_object_or_404(Roundtable.objects.all(), pk=pk)
        if request.method == "POST" and self.has_change_permission(request):
            keeping.try_again(roundtable, now=clock.now())
            record("asked again for the room of", roundtable, by=request.user)
            messages.success(request, gettext_lazy("Asked again. Look here in a minute."))
        return redirect(reverse("admin:roundtables_roundtable_change", args=[pk]))
