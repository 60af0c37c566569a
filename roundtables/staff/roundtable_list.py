"""The list of roundtables as staff see it: when, in which state, how many seats, who waits, who was there."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from program import clock
from program.audit.staff import ProgramAdmin
from roundtables.models import Roundtable
from roundtables.staff.attendance import with_counts


class RoundtableList(ProgramAdmin):
    list_display = ("__str__", "starts", "phase_name", "seats", "waiting", "attendance", "recording")
    list_display_links = ("__str__",)
    list_filter = ("state", "series", "format")
    search_fields = ("title", "host_name")
    ordering = ("-number",)
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Roundtable]:
        return with_counts(super().get_queryset(request))

    @admin.display(description=gettext_lazy("starts"), ordering="starts_at")
    def starts(self, roundtable: Roundtable) -> str:
        return clock.local_time(roundtable.starts_at, roundtable.zone, style="short")

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def phase_name(self, roundtable: Roundtable) -> str:
        return str(roundtable.phase_label)

    @admin.display(description=gettext_lazy("seats"), ordering="seats_taken")
    def seats(self, roundtable: Roundtable) -> SafeString:
        words = f"{roundtable.seats_taken} / {roundtable.capacity}"
        return format_html('<a href="{}">{}</a>', registrations_url(roundtable), words)

    @admin.display(description=gettext_lazy("waiting"), ordering="waiting_count")
    def waiting(self, roundtable: Any) -> int:
        return int(roundtable.waiting_count)

    @admin.display(description=gettext_lazy("there / missed"), ordering="attended_count")
    def attendance(self, roundtable: Any) -> str:
        """Nothing before it is over."""
        is_over = roundtable.is_past(clock.now()) and not roundtable.is_cancelled
        return f"{roundtable.attended_count} / {roundtable.missed_count}" if is_over else ""

    @admin.display(description=gettext_lazy("recording"))
    def recording(self, roundtable: Roundtable) -> str:
        if roundtable.is_recorded:
            return _("Published")
        return _("Link saved, not published") if roundtable.recording_url else ""


def registrations_url(roundtable: Roundtable) -> str:
    return f"{reverse('admin:roundtables_registration_changelist')}?roundtable__id__exact={roundtable.pk}"
