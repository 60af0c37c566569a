"""Staff schedule roundtables, see who comes, call one off, publish its recording."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from program import clock
from program.audit.staff import ProgramAdmin
from roundtables import actions, notices, registration_admin, seats
from roundtables.forms import CallOffForm, RoundtableForm, SeriesForm
from roundtables.models import Registration, Roundtable, Series
from roundtables.refusals import SeatsBusy
from roundtables.rooms.admin import WithRoom
from roundtables.scheduling import next_free_date, next_number

__all__ = ["RoundtableAdmin", "SeriesAdmin", "registration_admin"]

TIME = (gettext_lazy("Time"), {"fields": ("date", "time", "minutes", "time_zone")})
TIME_AS_SEEN = (gettext_lazy("Time"), {"fields": ("starts_at", "ends_at", "time_zone", "cancel_reason")})
SEATS = (gettext_lazy("Seats"), {"fields": ("state", "tier", "capacity", "provider", "room_url")})
RECORDING = (
    gettext_lazy("Recording"),
    {
        "fields": ("recording_url", "recording_tier"),
        "description": gettext_lazy("Save the link first, look at it, then publish it with the button above."),
    },
)


@admin.register(Series)
class SeriesAdmin(ProgramAdmin):
    form = SeriesForm
    list_display = ("name", "weekday_name", "local_time", "time_zone", "capacity")

    @admin.display(description=gettext_lazy("weekday"))
    def weekday_name(self, series: Series) -> str:
        return str(dict(SeriesForm.base_fields["weekday"].choices)[series.weekday])  # type: ignore[attr-defined]


@admin.register(Roundtable)
class RoundtableAdmin(WithRoom, ProgramAdmin):
    form = RoundtableForm
    list_display = ("__str__", "starts", "phase_name", "seats", "waiting", "recording")
    list_display_links = ("__str__",)
    list_filter = ("state", "series")
    search_fields = ("title", "host_name")
    ordering = ("-number",)
    actions = None
    change_form_template = "roundtables/admin/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Roundtable]:
        waiting = Registration.objects.filter(roundtable=OuterRef("pk"), state=Registration.State.WAITING)
        counted = waiting.order_by().values("roundtable").annotate(n=Count("*")).values("n")
        rows: QuerySet[Roundtable] = super().get_queryset(request)
        return rows.annotate(waiting_count=Coalesce(Subquery(counted), 0))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Roundtable | None:
        """What is about to be changed is locked first: nobody takes a seat between check and save."""
        found = super().get_object(request, object_id, from_field)
        return seats.lock(found.pk) if found and request.method == "POST" else found

    def get_fieldsets(self, request: HttpRequest, obj: Roundtable | None = None) -> Any:
        words = ("number", "series", "format", "edition", "title", "summary", "host_name")
        time = TIME if obj is None or self.has_change_permission(request, obj) else TIME_AS_SEEN
        return [(None, {"fields": words}), time, SEATS, *([RECORDING] if obj else [])]

    def get_readonly_fields(self, request: HttpRequest, obj: Roundtable | None = None) -> Any:
        """The number is part of the address: it stays once people may have it."""
        return ["number"] if obj and obj.state != Roundtable.State.DRAFT else []

    def has_change_permission(self, request: HttpRequest, obj: Roundtable | None = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.is_cancelled)

    def has_delete_permission(self, request: HttpRequest, obj: Roundtable | None = None) -> bool:
        is_draft = obj is not None and obj.state == Roundtable.State.DRAFT
        return super().has_delete_permission(request, obj) and is_draft

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The next number, on the next free date of the series."""
        series = Series.objects.order_by("pk").first()
        initial: dict[str, Any] = {"number": next_number(), "time_zone": request.program.time_zone}  # type: ignore[attr-defined]
        if series:
            initial |= {
                "series": series.pk,
                "format": series.format_id,
                "date": next_free_date(series, clock.now()),
                "time": series.local_time,
                "minutes": series.duration_minutes,
                "time_zone": series.time_zone,
                "capacity": series.capacity,
            }
        return initial | super().get_changeform_initial_data(request)

    def save_model(self, request: HttpRequest, obj: Roundtable, form: Any, change: bool) -> None:
        if not change:
            return super().save_model(request, obj, form, change)
        request.changed_form = form  # type: ignore[attr-defined]
        actions.save_changed(obj, now=clock.now())
        return None

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except SeatsBusy:
            messages.error(request, _("Very many people are registering right now. Nothing was saved: try again."))
            return redirect(request.get_full_path())

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        roundtable: Roundtable | None = kwargs.get("obj")
        may = roundtable is not None and self.has_change_permission(request, roundtable)
        context |= {
            "may_call_off": may and roundtable.is_open_to_change(clock.now()),  # type: ignore[union-attr]
            "may_publish": may and roundtable.can_publish(clock.now()),  # type: ignore[union-attr]
            "registrations_url": registrations_url(roundtable) if roundtable else "",
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def view_on_site(self, roundtable: Roundtable) -> str:
        return roundtable.get_absolute_url()

    def get_urls(self) -> list[URLPattern]:
        own = [
            path("<int:pk>/call-off/", self.admin_site.admin_view(self.call_off), name="roundtables_call_off"),
            path("<int:pk>/publish/", self.admin_site.admin_view(self.publish), name="roundtables_publish"),
        ]
        return own + super().get_urls()

    def call_off(self, request: HttpRequest, pk: int) -> HttpResponse:
        roundtable = self._changeable(request, pk)
        if roundtable is None or not roundtable.is_open_to_change(clock.now()):
            return self._back(pk)
        form = CallOffForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            told = actions.call_off(roundtable, form.cleaned_data["reason"], by=request.user, now=clock.now())
            messages.success(request, _("Cancelled.") + " " + people_told(told))
            return self._back(pk)
        return self._ask(request, roundtable, "roundtables/admin/call_off.html", form=form)

    def publish(self, request: HttpRequest, pk: int) -> HttpResponse:
        roundtable = self._changeable(request, pk)
        if roundtable is None or not roundtable.can_publish(clock.now()):
            return self._back(pk)
        if request.method == "POST":
            told = actions.publish_recording(roundtable, by=request.user, now=clock.now())
            messages.success(request, _("The recording is published.") + " " + people_told(told))
            return self._back(pk)
        return self._ask(request, roundtable, "roundtables/admin/publish.html")

    def _changeable(self, request: HttpRequest, pk: int) -> Roundtable | None:
        roundtable = get_object_or_404(Roundtable.objects.all(), pk=pk)
        return roundtable if self.has_change_permission(request, roundtable) else None

    def _back(self, pk: int) -> HttpResponse:
        return redirect(reverse("admin:roundtables_roundtable_change", args=[pk]))

    def _ask(self, request: HttpRequest, roundtable: Roundtable, template: str, **more: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "roundtable": roundtable,
            "title": str(roundtable),
            "people": len(notices.registrants(roundtable)),
            "form": "",
            **more,
        }
        return TemplateResponse(request, template, context)

    @admin.display(description=gettext_lazy("starts"), ordering="starts_at")
    def starts(self, roundtable: Roundtable) -> str:
        return clock.local_time(roundtable.starts_at, roundtable.zone, style="short")

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def phase_name(self, roundtable: Roundtable) -> str:
        return str(roundtable.phase_label)

    @admin.display(description=gettext_lazy("seats"))
    def seats(self, roundtable: Roundtable) -> SafeString:
        words = f"{roundtable.seats_taken} / {roundtable.capacity}"
        return format_html('<a href="{}">{}</a>', registrations_url(roundtable), words)

    @admin.display(description=gettext_lazy("waiting"))
    def waiting(self, roundtable: Any) -> int:
        return int(roundtable.waiting_count)

    @admin.display(description=gettext_lazy("recording"))
    def recording(self, roundtable: Roundtable) -> str:
        if roundtable.is_recorded:
            return _("Published")
        return _("Link saved, not published") if roundtable.recording_url else ""


def registrations_url(roundtable: Roundtable) -> str:
    return f"{reverse('admin:roundtables_registration_changelist')}?roundtable__id__exact={roundtable.pk}"


def people_told(count: int) -> str:
    words = ngettext("%(count)s person is told by mail.", "%(count)s people are told by mail.", count)
    return words % {"count": count}
