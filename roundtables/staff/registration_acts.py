"""What staff do to several registrations at once: mark who came, take somebody off."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from program import clock
from program.audit.log import record
from roundtables.models import Registration
from roundtables.refusals import Refused, SeatsBusy
from roundtables.seating import seats
from roundtables.staff import attendance
from roundtables.staff.forms import TakeOffForm

BUSY = gettext_lazy("Very many people are registering right now. Nothing was saved: try again.")


class RegistrationActs(admin.ModelAdmin):
    actions = ("mark_attended", "mark_not_attended", "take_off")

    def has_manage_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("roundtables.change_registration")  # type: ignore[union-attr]

    @admin.action(description=gettext_lazy("Mark as attended"), permissions=["manage"])
    def mark_attended(self, request: HttpRequest, chosen: QuerySet[Registration]) -> None:
        self.mark(request, chosen, attended=True)

    @admin.action(description=gettext_lazy("Mark as not attended"), permissions=["manage"])
    def mark_not_attended(self, request: HttpRequest, chosen: QuerySet[Registration]) -> None:
        self.mark(request, chosen, attended=False)

    def mark(self, request: HttpRequest, chosen: QuerySet[Registration], *, attended: bool) -> None:
        count = attendance.mark(chosen, attended=attended, by=request.user, now=clock.now())
        words = ngettext("%(count)s person was marked.", "%(count)s people were marked.", count) % {"count": count}
        if count:
            self.message_user(request, words, messages.SUCCESS)
        if count < len(chosen):
            left = _("The others have no seat, are marked so already, or their roundtable has not opened its doors.")
            self.message_user(request, left, messages.WARNING)

    @admin.action(description=gettext_lazy("Take off…"), permissions=["manage"])
    def take_off(self, request: HttpRequest, chosen: QuerySet[Registration]) -> HttpResponse | None:
        """Asks why, then frees their seats for those who wait."""
        form = TakeOffForm(request.POST if "why" in request.POST else None)
        if not form.is_valid():
            return self.ask_why(request, chosen, form)
        asked, ordered = len(chosen), chosen.order_by("roundtable__ends_at", "roundtable__number", "id")
        try:
            gone = [found for found in ordered if taken_off(found, form.cleaned_data["why"], by=request.user)]
        except SeatsBusy:
            self.message_user(request, BUSY, messages.ERROR)
            return None
        words = ngettext("%(count)s person was taken off.", "%(count)s people were taken off.", len(gone))
        self.message_user(request, words % {"count": len(gone)}, messages.SUCCESS if gone else messages.WARNING)
        if len(gone) < asked:
            self.message_user(request, _("The others were off already, or it is over."), messages.WARNING)
        return None

    def ask_why(self, request: HttpRequest, chosen: QuerySet[Registration], form: TakeOffForm) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Take off"),
            "form": form,
            "chosen": chosen,
            "opts": self.opts,
            "checkbox": helpers.ACTION_CHECKBOX_NAME,
            "back": request.get_full_path(),
        }
        return TemplateResponse(request, "roundtables/admin/take_off.html", context)


def taken_off(registration: Registration, why: str, *, by: Any) -> bool:
    """Nobody is written to: staff say it in their own words."""
    try:
        seats.cancel(registration, now=clock.now(), reason=Registration.Reason.STAFF)
    except Refused:
        return False
    record("took off", registration, by=by, changes={"why": ["", why]})
    return True
