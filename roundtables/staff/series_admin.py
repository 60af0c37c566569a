"""Series and formats: what roundtables have in common, and what kind they are of."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from program import clock
from program.audit.staff import ProgramAdmin
from roundtables.models import Format, Series
from roundtables.refusals import SeatsBusy
from roundtables.schedule import actions
from roundtables.staff.forms import SeriesForm
from roundtables.staff.season_admin import season_page


@admin.register(Format)
class FormatAdmin(ProgramAdmin):
    list_display = ("name", "slug", "what", "position")
    search_fields = ("name",)
    ordering = ("position", "name")
    fields = ("name", "slug", "what", "position")
    prepopulated_fields = {"slug": ("name",)}


@admin.register(Series)
class SeriesAdmin(ProgramAdmin):
    form = SeriesForm
    list_display = ("name", "repeats", "weekday_name", "local_time", "time_zone", "capacity")
    search_fields = ("name",)
    ordering = ("name",)
    fieldsets = (
        (None, {"fields": ("name", "format", "host_name")}),
        (gettext_lazy("Time"), {"fields": ("repeats", "weekday", "local_time", "duration_minutes", "time_zone")}),
        (gettext_lazy("Seats"), {"fields": ("capacity", "reminders")}),
    )
    change_form_template = "roundtables/admin/series_form.html"

    @admin.display(description=gettext_lazy("weekday"), ordering="weekday")
    def weekday_name(self, series: Series) -> str:
        return str(dict(SeriesForm.base_fields["weekday"].choices)[series.weekday])  # type: ignore[attr-defined]

    def save_model(self, request: HttpRequest, obj: Series, form: Any, change: bool) -> None:
        request.changed_form = form  # type: ignore[attr-defined]
        actions.save_series(obj, now=clock.now())

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except SeatsBusy:
            messages.error(request, _("Very many people are registering right now. Nothing was saved: try again."))
            return redirect(request.get_full_path())

    def get_urls(self) -> list[URLPattern]:
        own = path("<int:pk>/season/", self.admin_site.admin_view(self.season), name="roundtables_season")
        return [own, *super().get_urls()]

    def season(self, request: HttpRequest, pk: int) -> HttpResponse:
        return season_page(request, pk, context={**self.admin_site.each_context(request), "opts": self.opts})
