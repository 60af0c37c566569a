"""What staff narrow the list of registrations by."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from program import clock
from program.mail.models import Message
from roundtables.models import Registration
from roundtables.staff.attendance import missed


class AttendanceFilter(admin.SimpleListFilter):
    title = _("attendance")
    parameter_name = "attendance"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("there", _("Attended")), ("missed", _("Had a seat and was not there"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Registration]) -> QuerySet[Registration]:
        if self.value() == "there":
            return queryset.filter(attended_at__isnull=False)
        return missed(queryset, clock.now()) if self.value() == "missed" else queryset


class PersonFilter(admin.SimpleListFilter):
    title = _("member or guest")
    parameter_name = "person"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("member", _("Member")), ("guest", _("Guest"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Registration]) -> QuerySet[Registration]:
        if self.value() in ("member", "guest"):
            return queryset.filter(guest__isnull=self.value() == "member")
        return queryset


class ConfirmedFilter(admin.SimpleListFilter):
    title = _("confirmed")
    parameter_name = "confirmed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Confirmed")), ("no", _("Has a seat and has not confirmed"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Registration]) -> QuerySet[Registration]:
        if self.value() == "yes":
            return queryset.filter(confirmed_at__isnull=False)
        seated = queryset.filter(state=Registration.State.SEAT, confirmed_at=None)
        return seated if self.value() == "no" else queryset


class MailFilter(admin.SimpleListFilter):
    """By the state of the last mail about the seat, which the list annotates."""

    title = _("mail")
    parameter_name = "mail"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(state.value, state.label) for state in Message.State]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Registration]) -> QuerySet[Registration]:
        if self.value() in Message.State.values:
            return queryset.filter(mail_state=self.value())  # type: ignore[misc]
        return queryset
