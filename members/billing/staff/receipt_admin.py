"""Receipts: to read, to take along, and to declare void; none is ever changed or taken out."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from members.billing.books.models import Receipt
from members.billing.books.receipts import void_receipt
from members.billing.pages.receipts import shown
from members.billing.staff.base import Act, MoneyAdmin, Question, may, need, told
from members.billing.staff.forms import ReasonForm
from program import clock
from program.audit.staff import ReadOnly
from program.money import money


@admin.register(Receipt)
class ReceiptAdmin(ReadOnly, MoneyAdmin):
    change_form_template = "admin/members/receipt.html"
    list_display = ("full_number", "membership", "shown_total", "issued_at", "kind", "shown_tax", "voided_at")
    list_display_links = ("full_number",)
    list_filter = ("kind", "currency", ("voided_at", admin.EmptyFieldListFilter))
    date_hierarchy = "issued_at"
    search_fields = ("=number", "membership__user__name", "membership__user__email", "buyer")
    search_help_text = _("Number without its letters, member, or buyer")
    list_select_related = ("membership__user",)
    ordering = ("-number",)
    fields = ("entry", "membership")
    csv_columns = (
        (_("number"), lambda row: row.full_number),
        (_("issued"), lambda row: row.issued_at.isoformat()),
        (_("kind"), lambda row: row.kind),
        (_("buyer"), lambda row: row.buyer.replace("\n", ", ")),
        (_("without tax"), lambda row: row.net),
        (_("tax"), lambda row: row.tax),
        (_("total"), lambda row: row.total),
        (_("currency"), lambda row: row.currency),
        (_("void since"), lambda row: told(row.voided_at and row.voided_at.isoformat())),
        (_("why void"), lambda row: row.void_reason),
    )

    @admin.display(description=_("number"), ordering="number")
    def full_number(self, receipt: Receipt) -> str:
        return receipt.full_number

    @admin.display(description=_("total"), ordering="total")
    def shown_total(self, receipt: Receipt) -> str:
        return money(receipt.total, receipt.currency)

    @admin.display(description=_("tax"))
    def shown_tax(self, receipt: Receipt) -> str:
        return money(receipt.tax, receipt.currency) if receipt.tax else ""

    def totals(self, rows: QuerySet[Receipt]) -> Sequence[Any]:
        standing = rows.filter(voided_at=None).order_by("currency").values("currency")
        found = standing.annotate(sum=Sum("total"), count=Count("pk"))
        return [(one["count"], money(one["sum"], one["currency"])) for one in found]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.void)
        return [path("<int:pk>/void/", view, name="members_receipt_void"), *super().get_urls()]

    def acts(self, request: HttpRequest, obj: Receipt) -> Iterable[Act]:
        if obj.voided_at is None and may(request, "change_receipt"):
            yield Act(_("Declare void…"), reverse("admin:members_receipt_void", args=[obj.pk]))
        yield Act(_("To the ledger entry"), reverse("admin:members_ledgerentry_change", args=[obj.entry_id]))

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        context |= shown(kwargs["obj"])
        return super().render_change_form(request, context, *args, **kwargs)

    def void(self, request: HttpRequest, pk: int) -> HttpResponse:
        need(request, "change_receipt")
        receipt = self.row(pk)
        form = ReasonForm(request.POST or None)
        if receipt.voided_at is not None:
            return self.back(receipt)
        if request.method == "POST" and form.is_valid():
            void_receipt(receipt, form.cleaned_data["reason"], by=request.membership, now=clock.now())  # type: ignore[attr-defined]
            messages.success(request, gettext("The receipt is void. Its number stays taken."))
            return self.back(receipt)
        text = gettext("The receipt stays, marked as void, and its number is not given again. No money moves.")
        facts = [(gettext("Receipt"), receipt.full_number), (gettext("Total"), money(receipt.total, receipt.currency))]
        asked = Question(gettext("Declare a receipt void"), gettext("Declare void"), text, facts, is_final=True)
        return self.ask(request, receipt, form, asked)
