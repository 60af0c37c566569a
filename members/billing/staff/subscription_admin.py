"""What renews by itself, as it was when we last looked; and looking again."""

from collections.abc import Iterable

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from members.billing.hearing.looking_after import compare_now
from members.billing.paying.subscription import Subscription
from members.billing.providers.interface import ProviderError
from members.billing.staff.base import Act, MoneyAdmin, Question, may, need, told
from program import clock
from program.audit.staff import ReadOnly
from program.money import money


@admin.register(Subscription)
class SubscriptionAdmin(ReadOnly, MoneyAdmin):
    list_display = ("membership", "plan", "shown_price", "status", "started_at", "period_ends_at", "ends_at")
    list_filter = ("status", "plan", "provider", ("past_due_since", admin.EmptyFieldListFilter))
    search_fields = ("membership__user__name", "membership__user__email", "remote_id")
    search_help_text = _("Member, or number at Stripe")
    list_select_related = ("membership__user", "plan", "price")
    ordering = ("-started_at",)
    fields = (
        "membership", "plan", "shown_price", "provider", "status", "started_at", "period_starts_at", "period_ends_at",
        "trial_ends_at", "past_due_since", "ends_at", "ended_at", "remote_id", "settled_at",
    )  # fmt: skip
    csv_columns = (
        (_("member"), lambda row: str(row.membership)),
        (_("e-mail"), lambda row: row.membership.user.email),
        (_("plan"), lambda row: row.plan.name),
        (_("price"), lambda row: row.price.amount),
        (_("currency"), lambda row: row.price.currency),
        (_("state"), lambda row: row.status),
        (_("since"), lambda row: row.started_at.isoformat()),
        (_("paid until"), lambda row: row.period_ends_at.isoformat()),
        (_("ends"), lambda row: told(row.ends_at and row.ends_at.isoformat())),
        (_("ended"), lambda row: told(row.ended_at and row.ended_at.isoformat())),
        (_("number at Stripe"), lambda row: row.remote_id),
    )

    @admin.display(description=_("price"), ordering="price__amount")
    def shown_price(self, subscription: Subscription) -> str:
        return money(subscription.price.amount, subscription.price.currency)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.look)
        return [path("<int:pk>/ask/", view, name="members_subscription_ask"), *super().get_urls()]

    def acts(self, request: HttpRequest, obj: Subscription) -> Iterable[Act]:
        ledger = reverse("admin:members_ledgerentry_changelist")
        yield Act(_("Its payments"), f"{ledger}?subscription__id__exact={obj.pk}")
        if obj.customer_id and may(request, "change_subscription"):
            yield Act(_("Ask Stripe how it stands"), reverse("admin:members_subscription_ask", args=[obj.pk]))

    def look(self, request: HttpRequest, pk: int) -> HttpResponse:
        need(request, "change_subscription")
        subscription = self.row(pk)
        if subscription.customer_id is None:
            messages.info(request, gettext("It is paid by bank transfer: Stripe knows nothing of it."))
            return self.back(subscription)
        if request.method != "POST":
            text = gettext("Whatever Stripe knows of this member is taken over: access, books, mails.")
            return self.ask(request, subscription, None, Question(gettext("Ask Stripe"), gettext("Ask now"), text))
        try:
            differs = compare_now(subscription.customer_id, now=clock.now())
            said = (
                gettext("It differed, and was put right: see the findings.")
                if differs
                else gettext("All is as Stripe says.")
            )
            messages.success(request, said)
        except ProviderError as error:
            messages.error(request, gettext("Stripe did not answer: %(error)s") % {"error": error})
        return self.back(subscription)
