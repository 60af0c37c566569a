"""Orders: where each stands, and the money that came by bank transfer."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from members.billing.books.arriving import ArrivalRefused, cancel_order, money_arrived
from members.billing.paying.following import look_after
from members.billing.paying.orders import Order, Provider
from members.billing.providers.interface import ProviderError
from members.billing.staff.base import Act, MoneyAdmin, Question, may, need, told
from members.billing.staff.forms import ArrivedForm
from program import clock
from program.audit.staff import ReadOnly
from program.money import money


@admin.register(Order)
class OrderAdmin(ReadOnly, MoneyAdmin):
    list_display = ("reference", "membership", "shown_amount", "state", "kind", "plan", "provider", "created_at")
    list_filter = ("state", "provider", "kind")
    date_hierarchy = "created_at"
    search_fields = ("reference", "membership__user__name", "membership__user__email", "remote_id")
    search_help_text = _("Reference, member, or number at Stripe")
    list_select_related = ("membership__user", "price__version__plan", "coupon")
    ordering = ("-created_at",)
    fields = (
        "reference", "membership", "kind", "plan", "shown_amount", "quantity", "coupon", "provider", "country",
        "trial_days", "state", "created_at", "expires_at", "paid_at", "remote_id", "subscription",
    )  # fmt: skip
    csv_columns = (
        (_("reference"), lambda row: row.reference),
        (_("begun"), lambda row: row.created_at.isoformat()),
        (_("member"), lambda row: str(row.membership)),
        (_("e-mail"), lambda row: row.membership.user.email),
        (_("kind"), lambda row: row.kind),
        (_("plan"), lambda row: row.price.version.plan.name),
        (_("amount"), lambda row: row.amount),
        (_("currency"), lambda row: row.price.currency),
        (_("paid by"), lambda row: row.provider),
        (_("state"), lambda row: row.state),
        (_("paid"), lambda row: told(row.paid_at and row.paid_at.isoformat())),
    )

    @admin.display(description=_("plan"))
    def plan(self, order: Order) -> str:
        return order.price.version.plan.name

    @admin.display(description=_("amount"))
    def shown_amount(self, order: Order) -> str:
        return money(order.amount, order.price.currency)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("<int:pk>/arrived/", wrap(self.arrived), name="members_order_arrived"),
            path("<int:pk>/cancel/", wrap(self.cancel), name="members_order_cancel"),
            path("<int:pk>/ask/", wrap(self.look), name="members_order_ask"),
        ]
        return own + super().get_urls()

    def acts(self, request: HttpRequest, obj: Order) -> Iterable[Act]:
        if not may(request, "change_order"):
            return
        if obj.provider == Provider.STRIPE and obj.is_pending and obj.remote_id:
            yield Act(_("Ask Stripe how it stands"), reverse("admin:members_order_ask", args=[obj.pk]))
        if obj.provider == Provider.TRANSFER and obj.state != Order.State.PAID:
            yield Act(_("The money arrived…"), reverse("admin:members_order_arrived", args=[obj.pk]))
        if obj.provider == Provider.TRANSFER and obj.is_pending:
            yield Act(_("Cancel the order…"), reverse("admin:members_order_cancel", args=[obj.pk]))

    def arrived(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Also for an order that expired: the money is there, whatever day it is."""
        need(request, "change_order")
        order, now = self.row(pk), clock.now()
        form = ArrivedForm(request.POST or None, order=order, now=now)
        if order.state == Order.State.PAID:
            messages.info(request, gettext("This order is paid."))
            return self.back(order)
        if request.method == "POST" and form.is_valid() and self._took(request, order, form):
            return self.back(order)
        text = gettext("Access opens at once; the receipt and a welcome go out by mail.")
        asked = Question(gettext("The money arrived"), gettext("Take it in"), text, facts_of(order))
        return self.ask(request, order, form, asked)

    def _took(self, request: HttpRequest, order: Order, form: ArrivedForm) -> bool:
        now = clock.now()
        try:
            money_arrived(order, amount=form.cleaned_data["amount"], at=form.at(now), by=request.membership, now=now)  # type: ignore[attr-defined]
        except ArrivalRefused as refused:
            form.add_error(None, str(refused))
            return False
        messages.success(request, gettext("Taken in. The member has access, and is told by mail."))
        return True

    def cancel(self, request: HttpRequest, pk: int) -> HttpResponse:
        need(request, "change_order")
        order = self.row(pk)
        if request.method == "POST":
            if cancel_order(order, by=request.membership):  # type: ignore[attr-defined]
                messages.success(request, gettext("The order is cancelled."))
            else:
                messages.info(request, gettext("This order was paid or closed meanwhile. Nothing was changed."))
            return self.back(order)
        text = gettext("Nobody will be able to pay it any more. The member can order again.")
        asked = Question(gettext("Cancel an order"), gettext("Cancel the order"), text, facts_of(order), is_final=True)
        return self.ask(request, order, None, asked)

    def look(self, request: HttpRequest, pk: int) -> HttpResponse:
        need(request, "change_order")
        order = self.row(pk)
        if request.method != "POST":
            text = gettext("Whatever Stripe knows of this order and its member is taken over: access, books, mails.")
            return self.ask(
                request, order, None, Question(gettext("Ask Stripe"), gettext("Ask now"), text, facts_of(order))
            )
        try:
            state = look_after(order, now=clock.now()).get_state_display()
            messages.success(request, gettext("Asked: it stands at “%(state)s”.") % {"state": state})
        except ProviderError as error:
            messages.error(request, gettext("Stripe did not answer: %(error)s") % {"error": error})
        return self.back(order)


def facts_of(order: Order) -> list[tuple[str, Any]]:
    return [
        (gettext("Reference"), order.reference),
        (gettext("Member"), str(order.membership)),
        (gettext("Plan"), order.price.version.plan.name),
        (gettext("To be paid"), money(order.amount, order.price.currency)),
    ]
