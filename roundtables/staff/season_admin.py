"""The page on which a season is scheduled: the dates are asked for by address, the roundtables made by a form."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from program import clock
from roundtables.models import Roundtable, Series
from roundtables.schedule.season import Overtaken, schedule_season, season_days
from roundtables.staff.season_forms import OVERTAKEN, SeasonDatesForm, SeasonForm


def season_page(request: HttpRequest, pk: int, *, context: dict[str, Any]) -> HttpResponse:
    series = get_object_or_404(Series.objects.all(), pk=pk)
    if not request.user.has_perm("roundtables.add_roundtable"):  # type: ignore[union-attr]
        raise PermissionDenied
    asked = SeasonDatesForm(request.GET if "first" in request.GET else None, series=series)
    form = season_form(request, series, asked) if asked.is_valid() else None
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            return scheduled(request, series, form)
        except Overtaken:
            form = season_form(request, series, asked)
            form.add_error(None, OVERTAKEN)
    city = series.time_zone.rpartition("/")[2].replace("_", " ")
    told = {"series": series, "city": city, "title": _("Schedule a season"), "asked": asked, "form": form}
    return TemplateResponse(request, "roundtables/admin/season.html", {**context, **told})


def season_form(request: HttpRequest, series: Series, asked: SeasonDatesForm) -> SeasonForm:
    days = season_days(series, asked.cleaned_data["first"], asked.cleaned_data["count"], now=clock.now())
    return SeasonForm(request.POST or None, series=series, days=days)


def scheduled(request: HttpRequest, series: Series, form: SeasonForm) -> HttpResponse:
    told = form.cleaned_data
    made = schedule_season(
        series,
        form.titles,
        state=told["state"],
        first_number=told["first_number"],
        copies_agenda=told.get("copies_agenda", False),
        by=request.user,
        now=clock.now(),
    )
    messages.success(request, numbered(made))
    return redirect(f"{reverse('admin:roundtables_roundtable_changelist')}?series__id__exact={series.pk}")


def numbered(made: list[Roundtable]) -> str:
    words = ngettext(
        "%(count)s roundtable was scheduled: no. %(first)s.",
        "%(count)s roundtables were scheduled: no. %(first)s to %(last)s.",
        len(made),
    )
    return words % {"count": len(made), "first": made[0].number, "last": made[-1].number}
