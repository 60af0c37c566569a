"""The page of the schedule: when each lesson opens, and everything open to everybody in one click."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from curriculum.entries import Catalogue
from curriculum.learning.openings import OpenAlready, open_ahead, open_to_everybody, take_back
from curriculum.learning.schedule import days_of, one_a_week, save_schedule
from curriculum.learning.schedule_form import ScheduleForm
from curriculum.requests import words_for
from program import clock
from program.audit.staff import ProgramAdmin

SCHEDULE = "admin:curriculum_opening_schedule"


def may_schedule(request: HttpRequest) -> bool:
    return bool(request.user.has_perm("curriculum.change_lessonsetting"))  # type: ignore[union-attr]


class SchedulePages(ProgramAdmin):
    change_list_template = "curriculum/admin/openings.html"

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("schedule/", wrap(self.schedule), name="curriculum_opening_schedule"),
            path("everybody/", wrap(self.everybody), name="curriculum_opening_everybody"),
        ]
        return own + super().get_urls()

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return super().changelist_view(request, {**(extra_context or {}), "may_schedule": may_schedule(request)})

    def schedule(self, request: HttpRequest) -> HttpResponse:
        refuse_others(request)
        everything = words_for(request)
        form = schedule_form(request, everything)
        if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
            count = save_schedule(request.program, everything, form.days, by=request.user)  # type: ignore[attr-defined,arg-type]
            say_saved(request, count)
            return redirect(SCHEDULE)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Schedule"),
            "opts": self.opts,
            "form": form,
            "rows": form.rows(clock.now(), request.program.zone),  # type: ignore[attr-defined]
            "is_proposal": not form.is_bound and "weekly" in request.GET,
            "everybody": open_to_everybody(),
        }
        return TemplateResponse(request, "curriculum/admin/schedule.html", context)

    def everybody(self, request: HttpRequest) -> HttpResponse:
        """Opens everything to everybody, or takes that back; a second click changes nothing."""
        refuse_others(request)
        if request.method == "POST":
            close_everything(request) if request.POST.get("open") == "no" else open_everything(request)
        return redirect(SCHEDULE)


def refuse_others(request: HttpRequest) -> None:
    if not may_schedule(request):
        raise PermissionDenied


def schedule_form(request: HttpRequest, everything: Catalogue) -> ScheduleForm:
    days = one_a_week(everything) if "weekly" in request.GET else days_of(everything)
    sent = request.POST if request.method == "POST" else None
    return ScheduleForm(sent, everything=everything, days=days)


def say_saved(request: HttpRequest, count: int) -> None:
    if not count:
        messages.info(request, _("Nothing was changed."))
        return
    words = ngettext(
        "Saved: %(count)d lesson opens at another time now.",
        "Saved: %(count)d lessons open at another time now.",
        count,
    )
    messages.success(request, words % {"count": count})


def open_everything(request: HttpRequest) -> None:
    with override(request.program.language):  # type: ignore[attr-defined]  # Members read it.
        reason = _("The team opened the whole curriculum.")
    with suppress(OpenAlready):
        open_ahead(None, None, reason=reason, by=request.membership, now=clock.now())  # type: ignore[attr-defined]
    messages.success(request, _("Everything is open to everybody now, as far as their tier reaches."))


def close_everything(request: HttpRequest) -> None:
    opening = open_to_everybody()
    if opening is not None:
        take_back(opening, by=request.membership, now=clock.now())  # type: ignore[attr-defined]
    messages.success(request, _("Order and dates hold again."))
