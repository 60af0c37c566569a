"""Who registered, and what became of the mail about it. Read only: members register and cancel themselves."""

from typing import Any

from django.contrib import admin
from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from program import clock
from program.audit.staff import ProgramAdmin
from program.mail.models import Message
from roundtables import notices
from roundtables.models import Registration

ABOUT_THE_SEAT = (notices.CONFIRMATION, notices.WAITING, notices.PROMOTED)


@admin.register(Registration)
class RegistrationAdmin(ProgramAdmin):
    list_display = ("person", "email", "roundtable", "state", "registered", "attended", "mail")
    list_filter = ("state",)
    search_fields = ("membership__user__name", "membership__user__email", "guest__name", "guest__email")
    list_select_related = ("membership__user", "guest", "roundtable")
    ordering = ("-roundtable", "id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Registration]:
        """With the state of the last mail about the seat, found by the key that makes a message unique."""
        said = Message.objects.filter(
            kind__in=ABOUT_THE_SEAT,
            address=Coalesce(OuterRef("membership__user__email"), OuterRef("guest__email")),
            about=Concat(Value("roundtable:"), Cast(OuterRef("roundtable__number"), CharField())),
            occurrence=Cast(OuterRef("pk"), CharField()),
        )
        rows: QuerySet[Registration] = super().get_queryset(request)
        return rows.annotate(mail_state=Subquery(said.order_by("-id").values("state")[:1]))

    def get_list_display(self, request: HttpRequest) -> Any:
        """The list of one roundtable does not repeat its name."""
        is_of_one = "roundtable__id__exact" in request.GET
        return [name for name in self.list_display if not (is_of_one and name == "roundtable")]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("person"), ordering="membership__user__name")
    def person(self, registration: Registration) -> str:
        return registration.person.display_name

    @admin.display(description=gettext_lazy("e-mail"), ordering="membership__user__email")
    def email(self, registration: Registration) -> str:
        return registration.address

    @admin.display(description=gettext_lazy("registered"), ordering="queued_at")
    def registered(self, registration: Registration) -> str:
        return clock.local_time(registration.queued_at, registration.roundtable.zone, style="short")

    @admin.display(description=gettext_lazy("attended"), boolean=True, ordering="attended_at")
    def attended(self, registration: Registration) -> bool | None:
        """Unknown until it is over."""
        is_over = registration.roundtable.is_past(clock.now())
        return True if registration.attended_at else False if is_over else None

    @admin.display(description=gettext_lazy("mail"))
    def mail(self, registration: Any) -> str:
        state = registration.mail_state
        return str(Message.State(state).label) if state else "—"
