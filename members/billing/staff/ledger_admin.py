"""The books as staff read them, and giving money back."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from members.billing.books.models import LedgerEntry, Refund
from members.billing.books.refunding import Proposal, RefundRefused, ask_refund, propose
from members.billing.staff import figures_pages
from members.billing.staff.base import Act, MoneyAdmin, Question, may, need, told
from members.billing.staff.forms import RefundForm
from program import clock
from program.audit.staff import ReadOnly
from program.money import money


def amount_of(row: Any) -> str:
    return money(row.amount, row.currency)


@admin.register(LedgerEntry)
class LedgerAdmin(ReadOnly, MoneyAdmin):
    list_display = ("happened_at", "membership", "shown_amount", "kind", "plan", "provider")
    list_filter = ("kind", "currency", "provider", "plan")
    date_hierarchy = "happened_at"
    search_fields = ("membership__user__name", "membership__user__email", "remote_id", "invoice_id", "note")
    search_help_text = _("Member, number at Stripe, or note")
    list_select_related = ("membership__user", "plan")
    ordering = ("-happened_at", "-pk")
    fields = (
        "happened_at", "kind", "shown_amount", "tax", "membership", "plan", "price", "provider", "remote_id",
        "invoice_id", "subscription", "order", "sponsorship", "of", "recorded_at", "recorded_by", "note",
    )  # fmt: skip
    csv_columns = (
        (_("number"), lambda row: row.pk),
        (_("when"), lambda row: row.happened_at.isoformat()),
        (_("kind"), lambda row: row.kind),
        (_("amount"), lambda row: row.amount),
        (_("tax in it"), lambda row: row.tax),
        (_("currency"), lambda row: row.currency),
        (_("member"), lambda row: told(row.membership)),
        (_("e-mail"), lambda row: row.membership.user.email if row.membership else ""),
        (_("plan"), lambda row: told(row.plan)),
        (_("paid by"), lambda row: row.provider),
        (_("number at Stripe"), lambda row: row.remote_id),
        (_("invoice at Stripe"), lambda row: row.invoice_id),
        (_("note"), lambda row: row.note),
    )

    @admin.display(description=_("amount"), ordering="amount")
    def shown_amount(self, entry: LedgerEntry) -> str:
        return amount_of(entry)

    def totals(self, rows: QuerySet[LedgerEntry]) -> Sequence[Any]:
        by_currency = rows.order_by("currency").values("currency")
        found = by_currency.annotate(total=Sum("amount"), count=Count("pk"))
        return [(one["count"], money(one["total"], one["currency"])) for one in found]

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("<int:pk>/refund/", wrap(self.refund), name="members_refund"),
            path("figures/", wrap(figures_pages.figures_page), name="members_figures"),
            path("figures.csv", wrap(figures_pages.figures_csv), name="members_figures_csv"),
            path("owed/", wrap(figures_pages.owed_page), name="members_owed"),
        ]
        return own + super().get_urls()

    def acts(self, request: HttpRequest, obj: LedgerEntry) -> Iterable[Act]:
        if obj.kind == LedgerEntry.Kind.PAYMENT and may(request, "add_refund"):
            yield Act(_("Give money back…"), reverse("admin:members_refund", args=[obj.pk]))
        if receipt := obj.receipts.first():
            yield Act(_("See the receipt"), reverse("admin:members_receipt_change", args=[receipt.pk]))

    def refund(self, request: HttpRequest, pk: int) -> HttpResponse:
        need(request, "add_refund")
        entry, now = self.row(pk), clock.now()
        if entry.kind != LedgerEntry.Kind.PAYMENT:
            messages.info(request, gettext("Only a payment can be given back."))
            return self.back(entry)
        proposal = propose(entry, now=now)
        form = RefundForm(request.POST or None, entry=entry, proposal=proposal)
        if request.method == "POST" and form.is_valid() and self._asked(request, entry, form):
            return self.back(entry)
        return self.ask(request, entry, form, question(entry, proposal))

    def _asked(self, request: HttpRequest, entry: LedgerEntry, form: RefundForm) -> bool:
        try:
            ask_refund(entry, **form.cleaned_data, by=request.membership, now=clock.now())  # type: ignore[attr-defined]
        except RefundRefused as refused:
            form.add_error("amount", str(refused))
            return False
        messages.success(
            request, gettext("The refund is being sent. Look at the refunds in a minute to see that it went.")
        )
        return True


def question(entry: LedgerEntry, proposal: Proposal) -> Question:
    """How the proposal was reckoned stands above the field that it fills."""
    facts = [(gettext("Paid"), amount_of(entry)), (gettext("Can be given back"), money(proposal.left, entry.currency))]
    if proposal.period:
        days = gettext("%(left)s of %(days)s days") % {"left": proposal.period.left, "days": proposal.period.days}
        facts += [
            (gettext("Not used"), days),
            (gettext("Proposed"), money(proposal.amount, entry.currency)),
        ]
    text = gettext("The money goes back the way it came, and the member is told by mail.")
    if entry.provider == "transfer":
        text = gettext(
            "Send the money from your bank first: this writes it into the books and tells the member by mail."
        )
    return Question(gettext("Give money back"), gettext("Give it back"), text, facts, is_final=True)


@admin.register(Refund)
class RefundAdmin(ReadOnly, MoneyAdmin):
    list_display = ("asked_at", "shown_amount", "entry", "state", "reason", "asked_by", "last_error")
    list_filter = ("state",)
    search_fields = ("entry__membership__user__name", "entry__membership__user__email", "reason")
    list_select_related = ("entry", "asked_by__user")
    ordering = ("-asked_at",)
    fields = (
        "entry", "shown_amount", "proposed", "reason", "ends_subscription", "state", "asked_by", "asked_at",
        "attempts", "last_error", "done_at",
    )  # fmt: skip

    @admin.display(description=_("amount"))
    def shown_amount(self, refund: Refund) -> str:
        return money(refund.amount, refund.entry.currency)
