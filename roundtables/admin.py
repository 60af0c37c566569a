"""Staff schedule roundtables and change one, or all that follow it. Its list and its further pages stand beside."""

from typing import Any

from django.contrib import admin, messages
from django.db import IntegrityError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from program import clock
from program.audit.log import record
from program.audit.staff import said_of
from roundtables.models import Roundtable, Series
from roundtables.questions.admin import WithQuestions
from roundtables.refusals import SeatsBusy
from roundtables.rooms.admin import WithRoom
from roundtables.schedule import actions, following
from roundtables.schedule.scheduling import next_free_date, next_number
from roundtables.seating import seats
from roundtables.staff import note_admin, notes, registration_admin, series_admin
from roundtables.staff.agenda_admin import AgendaInline, PresenterInline, agenda_minutes, said_of_lines, too_long
from roundtables.staff.attendance import with_counts
from roundtables.staff.following_admin import follow
from roundtables.staff.forms import FOLLOWING, RoundtableForm, has_following
from roundtables.staff.roundtable_list import RoundtableList, registrations_url
from roundtables.staff.roundtable_pages import RoundtablePages

__all__ = ["RoundtableAdmin", "note_admin", "registration_admin", "series_admin"]

WORDS = ("number", "series", "format", "title", "edition", "summary", "host_name")
TIME = (gettext_lazy("Time"), {"fields": ("date", "time", "minutes", "time_zone")})
TIME_AS_SEEN = (gettext_lazy("Time"), {"fields": ("starts_at", "ends_at", "time_zone", "cancel_reason")})
SEATS = (
    gettext_lazy("Seats"),
    {
        "fields": (
            "state",
            "tier",
            "takes_guests",
            "capacity",
            "offer_hours",
            "confirm_hours",
            "reminders",
            "provider",
            "room_url",
        )
    },
)
RECORDING = (
    gettext_lazy("Recording"),
    {
        "fields": ("recording_url", "recording_tier"),
        "description": gettext_lazy("Save the link first, look at it, then publish it with the button above."),
    },
)
REACH = (gettext_lazy("The rest of the series"), {"fields": ("applies_to",)})


@admin.register(Roundtable)
class RoundtableAdmin(WithRoom, WithQuestions, RoundtableList, RoundtablePages):
    form = RoundtableForm
    inlines = (AgendaInline, PresenterInline)
    change_form_template = "roundtables/admin/change_form.html"

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Roundtable | None:
        """What is about to be changed is locked first: nobody takes a seat between check and save."""
        found = super().get_object(request, object_id, from_field)
        if found is None or request.method != "POST":
            return found
        if found.series_id and request.POST.get("applies_to") == FOLLOWING:
            following.lock_series(found)
        return seats.lock(found.pk)

    def get_fieldsets(self, request: HttpRequest, obj: Roundtable | None = None) -> Any:
        may_change = obj is None or self.has_change_permission(request, obj)
        parts = [(None, {"fields": WORDS}), TIME if may_change else TIME_AS_SEEN, SEATS]
        if obj:
            parts.append(RECORDING)
        return [*parts, REACH] if obj and may_change and has_following(obj) else parts

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
                "host_name": series.host_name,
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
        before = Roundtable.objects.get(pk=obj.pk)
        actions.save_changed(obj, now=clock.now())
        if form.cleaned_data.get("applies_to") == FOLLOWING:
            follow(request, before, obj)
        return None

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if warning := too_long(form.instance, agenda_minutes(form.instance)):
            messages.warning(request, warning)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None:  # type: ignore[override]
        changes = said_of(request.changed_form) | said_of_lines(message)  # type: ignore[attr-defined]
        record("changed", obj, by=request.user, changes=changes)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except SeatsBusy:
            messages.error(request, _("Very many people are registering right now. Nothing was saved: try again."))
        except IntegrityError:
            messages.error(request, _("Somebody saved at the same moment. Nothing of yours was saved: try again."))
        return redirect(request.get_full_path())

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        roundtable: Roundtable | None = kwargs.get("obj")
        if roundtable is not None:
            context |= self.beside(request, roundtable)
        return super().render_change_form(request, context, *args, **kwargs)

    def beside(self, request: HttpRequest, roundtable: Roundtable) -> dict[str, Any]:
        """What stands round the form: how full it is, what may be done, what was written."""
        may, now = self.has_change_permission(request, roundtable), clock.now()
        return {
            "may_call_off": may and roundtable.is_open_to_change(now),
            "may_publish": may and roundtable.can_publish(now),
            "counted": with_counts(Roundtable.objects.filter(pk=roundtable.pk)).get(),
            "may_write": note_admin.may_write(request),
            "is_over": roundtable.is_past(now) and not roundtable.is_cancelled,
            "registrations_url": registrations_url(roundtable),
            "agenda_minutes": agenda_minutes(roundtable),
            "notes": notes.notes_of(roundtable),
        }

    def view_on_site(self, roundtable: Roundtable) -> str:
        return roundtable.get_absolute_url()
