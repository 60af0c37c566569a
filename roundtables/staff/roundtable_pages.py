"""What staff do from a roundtable's page, each on a page of its own: call off, publish, print the list, write."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from program import clock
from program.audit.log import record
from program.audit.staff import ProgramAdmin
from roundtables import notices
from roundtables.models import Note, Roundtable
from roundtables.schedule import actions
from roundtables.staff import note_admin
from roundtables.staff.forms import CallOffForm
from roundtables.staff.people_list import csv_of, lines_of


class RoundtablePages(ProgramAdmin):
    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("<int:pk>/call-off/", wrap(self.call_off), name="roundtables_call_off"),
            path("<int:pk>/publish/", wrap(self.publish), name="roundtables_publish"),
            path("<int:pk>/list/", wrap(self.people_list), name="roundtables_list"),
            path("<int:pk>/list.csv", wrap(self.people_csv), name="roundtables_list_csv"),
            path("<int:pk>/note/", wrap(self.note), name="roundtables_note"),
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

    def people_list(self, request: HttpRequest, pk: int) -> HttpResponse:
        roundtable = self._listed(request, pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("List of the registered"),
            "roundtable": roundtable,
            "lines": lines_of(roundtable),
        }
        return TemplateResponse(request, "roundtables/admin/people_list.html", context)

    def people_csv(self, request: HttpRequest, pk: int) -> HttpResponse:
        roundtable = self._listed(request, pk)
        lines = lines_of(roundtable)
        record("exported the list of", roundtable, by=request.user, changes={"people": ["", len(lines)]})
        name = f"roundtable-{roundtable.number}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
        return HttpResponse(csv_of(lines), content_type="text/csv; charset=utf-8", headers=headers)

    def note(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Also for one that was cancelled: there may be something to say."""
        roundtable = get_object_or_404(Roundtable.objects.all(), pk=pk)
        if not note_admin.may_write(request):
            raise PermissionDenied
        return note_admin.write(request, Note(roundtable=roundtable), self.admin_site.each_context(request))

    def _listed(self, request: HttpRequest, pk: int) -> Roundtable:
        roundtable = get_object_or_404(Roundtable.objects.all(), pk=pk)
        if not request.user.has_perm("roundtables.view_registration"):  # type: ignore[union-attr]
            raise PermissionDenied
        return roundtable

    def _changeable(self, request: HttpRequest, pk: int) -> Roundtable | None:
        roundtable = get_object_or_404(Roundtable.objects.all(), pk=pk)
        return roundtable if self.has_change_permission(request, roundtable) else None

    def _back(self, pk: int) -> HttpResponse:
        return redirect("admin:roundtables_roundtable_change", pk)

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


def people_told(count: int) -> str:
    words = ngettext("%(count)s person is told by mail.", "%(count)s people are told by mail.", count)
    return words % {"count": count}
