"""Who registered, how it stands with each, and what became of the mail about it. Staff mark who came, or take
somebody off; everything else members and guests do themselves."""

from typing import Any

from django.contrib import admin
from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from program import clock
from program.audit.staff import ProgramAdmin
from program.mail.models import Message
from roundtables import notices
from roundtables.models import Registration
from roundtables.staff.registration_acts import RegistrationActs
from roundtables.staff.registration_filters import AttendanceFilter, ConfirmedFilter, MailFilter, PersonFilter

ABOUT_THE_SEAT = (
    notices.CONFIRMATION, notices.WAITING, notices.PROMOTED, notices.OFFERED, notices.OFFER_OVER, notices.PASSED_ON,
    notices.RELEASED, notices.CALLED_OFF,
)  # fmt: skip


@admin.register(Registration)
class RegistrationAdmin(RegistrationActs, ProgramAdmin):
    list_display = ("person", "email", "number", "standing", "registered", "attended", "mail")
    list_filter = ("state", PersonFilter, ConfirmedFilter, AttendanceFilter, MailFilter, "reason")
    search_fields = ("membership__user__name", "membership__user__email", "guest__name", "guest__email")
    search_help_text = gettext_lazy("Name or e-mail")
    list_select_related = ("membership__user", "guest", "roundtable")
    ordering = ("-roundtable", "id")
    fields = (
        "person", "email", "roundtable", "standing", "registered", "confirmed", "attended", "mail", "reason",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Registration]:
        """With the place in the list, and the last mail about the seat, found by the key that makes it unique."""
        said = Message.objects.filter(
            kind__in=ABOUT_THE_SEAT,
            address=Coalesce(OuterRef("membership__user__email"), OuterRef("guest__email")),
            about=Concat(Value("roundtable:"), Cast(OuterRef("roundtable__number"), CharField())),
            occurrence=Cast(OuterRef("pk"), CharField()),
        )
        last = said.order_by("-due_at", "-id").values("state")[:1]
        return Registration.objects.with_place().annotate(mail_state=Subquery(last))

    def get_list_display(self, request: HttpRequest) -> Any:
        """The list of one roundtable does not repeat its number."""
        is_of_one = "roundtable__id__exact" in request.GET
        return [name for name in self.list_display if not (is_of_one and name == "number")]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("person"), ordering="membership__user__name")
    def person(self, registration: Registration) -> str:
        name = registration.person.display_name
        return format_html("{} <small>{}</small>", name, _("Guest")) if registration.guest else name

    @admin.display(description=gettext_lazy("e-mail"), ordering="membership__user__email")
    def email(self, registration: Registration) -> str:
        return registration.address

    @admin.display(description=gettext_lazy("No."), ordering="roundtable__number")
    def number(self, registration: Registration) -> int:
        return registration.roundtable.number

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def standing(self, registration: Any) -> str:
        """With the place in the list, the end of the offer, that they said they come, or why it ended."""
        more = self.more_about(registration)
        state = registration.get_state_display()
        return format_html("{} <small>{}</small>", state, more) if more else state

    def more_about(self, registration: Any) -> str:
        if registration.is_offered:
            return _("until %(when)s") % {"when": local(registration, registration.offer_until)}
        if registration.place:
            return _("no. %(place)s in the list") % {"place": registration.place}
        if registration.has_seat and registration.confirmed_at:
            return _("confirmed")
        return str(registration.get_reason_display()) if registration.reason else ""

    @admin.display(description=gettext_lazy("registered"), ordering="queued_at")
    def registered(self, registration: Registration) -> str:
        return local(registration, registration.queued_at)

    @admin.display(description=gettext_lazy("confirmed"), ordering="confirmed_at")
    def confirmed(self, registration: Registration) -> str:
        return local(registration, registration.confirmed_at)

    @admin.display(description=gettext_lazy("attended"), boolean=True, ordering="attended_at")
    def attended(self, registration: Registration) -> bool | None:
        """Unknown until it is over; who had no seat did not miss it."""
        if registration.attended_at:
            return True
        is_over = registration.roundtable.is_past(clock.now()) and not registration.roundtable.is_cancelled
        return False if is_over and registration.has_seat else None

    @admin.display(description=gettext_lazy("mail"))
    def mail(self, registration: Any) -> str:
        state = registration.mail_state
        return str(Message.State(state).label) if state else "—"


def local(registration: Registration, at: Any) -> str:
    return clock.local_time(at, registration.roundtable.zone, style="short") if at else "—"
