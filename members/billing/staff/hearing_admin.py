"""What Stripe told us, what differed, and what somebody has to look at."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timesince
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from members.billing.hearing.models import Event, Finding
from members.billing.settling.findings import close_finding
from members.billing.staff.base import Act, MoneyAdmin, Question, may, need
from members.billing.staff.forms import NoteForm
from program import clock
from program.audit.staff import ReadOnly

OPEN = Q(repaired_at=None, closed_at=None)


class OpenFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "open"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, Any]]:
        return [("yes", _("To be looked at")), ("no", _("Done"))]

    def queryset(self, request: HttpRequest, rows: QuerySet[Finding]) -> QuerySet[Finding]:
        if self.value() == "yes":
            return rows.filter(OPEN)
        return rows.exclude(OPEN) if self.value() == "no" else rows


@admin.register(Finding)
class FindingAdmin(ReadOnly, MoneyAdmin):
    list_display = ("kind", "subject", "who", "age", "found_at", "repaired_at", "closed_at", "note")
    list_filter = (OpenFilter, "kind")
    search_fields = ("subject", "note", "customer__membership__user__email", "order__membership__user__email")
    search_help_text = _("Number, note, or the member's e-mail")
    list_select_related = ("customer__membership__user", "order__membership__user")
    fields = (
        "kind", "subject", "who", "what", "order", "found_at", "repaired_at", "closed_at", "closed_by", "note",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Finding]:
        """Who paid and has no access stands first, as long as nobody helped them."""
        urgent = When(OPEN & Q(kind=Finding.Kind.PAID_WITHOUT_ACCESS), then=Value(0))
        rank = Case(urgent, When(OPEN, then=Value(1)), default=Value(2), output_field=IntegerField())
        return Finding.objects.annotate(rank=rank).order_by("rank", "-found_at", "-pk")

    @admin.display(description=_("member"))
    def who(self, finding: Finding) -> str:
        known = finding.order or finding.customer
        return str(known.membership) if known else ""

    @admin.display(description=_("open for"))
    def age(self, finding: Finding) -> str:
        if finding.repaired_at or finding.closed_at:
            return ""
        return timesince.timesince(finding.found_at, clock.now(), depth=1)

    @admin.display(description=_("what differed"))
    def what(self, finding: Finding) -> SafeString:
        lines = [(name, *(words or ["", ""])[:2]) for name, words in sorted(finding.said.items())]
        return format_html_join("", "<p><b>{}</b>: {} → {}</p>", lines)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.close)
        return [path("<int:pk>/close/", view, name="members_finding_close"), *super().get_urls()]

    def acts(self, request: HttpRequest, obj: Finding) -> Iterable[Act]:
        if obj.order_id:
            yield Act(_("To the order"), reverse("admin:members_order_change", args=[obj.order_id]))
        if not (obj.closed_at or obj.repaired_at) and may(request, "change_finding"):
            yield Act(_("Close…"), reverse("admin:members_finding_close", args=[obj.pk]))

    def close(self, request: HttpRequest, pk: int) -> HttpResponse:
        need(request, "change_finding")
        finding = self.row(pk)
        form = NoteForm(request.POST or None)
        if finding.closed_at or finding.repaired_at:
            return self.back(finding)
        if request.method == "POST" and form.is_valid():
            close_finding(finding, form.cleaned_data["note"], by=request.membership, now=clock.now())  # type: ignore[attr-defined]
            messages.success(request, gettext("Closed."))
            return self.back(finding)
        facts = [(finding.get_kind_display(), finding.subject), (gettext("Member"), self.who(finding))]
        text = gettext("Closing changes nothing else: say what you did, for whoever reads it later.")
        return self.ask(request, finding, form, Question(gettext("Close a finding"), gettext("Close"), text, facts))


@admin.register(Event)
class EventAdmin(ReadOnly, MoneyAdmin):
    list_display = ("received_at", "type", "state", "object_id", "attempts", "is_late", "happened_at", "last_error")
    list_filter = ("state", "is_late", "type")
    date_hierarchy = "received_at"
    search_fields = ("remote_id", "object_id", "customer_id", "type")
    search_help_text = _("Number of the event, of what it is about, or of the customer at Stripe")
    ordering = ("-received_at",)
    fields = (
        "remote_id", "type", "state", "object_id", "customer_id", "happened_at", "received_at", "done_at",
        "attempts", "is_late", "last_error",
    )  # fmt: skip
