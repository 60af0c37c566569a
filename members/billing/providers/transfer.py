"""Bank transfers: our own page says where the money goes, and staff say when it came."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.urls import reverse

from members.billing.books.models import Refund
from members.billing.paying.orders import Customer, Order
from members.billing.paying.setup import BillingSettings
from members.billing.paying.subscription import Subscription
from members.billing.plans.models import Price
from members.billing.providers.interface import Refused
from members.billing.providers.pictures import Change, Opened, Picture, Standing

STANDING = {"open": "open", "awaiting": "open", "paid": "paid"}


class TransferProvider:
    """Nothing renews by itself: who wants to stay pays again."""

    def open(self, order: Order, *, success_url: str, cancel_url: str) -> Opened:
        settings = BillingSettings.objects.first()
        days = settings.transfer_days if settings else 14
        url = reverse("premium_transfer", args=[order.key])
        return Opened("", url, order.created_at + timedelta(days=days))

    def standing(self, order: Order) -> Standing:
        return Standing(STANDING.get(order.state, "expired"))

    def close(self, order: Order) -> None:
        """Only staff take money in; there is nothing to tell anybody else."""

    def picture(self, customer: Customer) -> Picture:
        return Picture()

    def portal_url(self, customer: Customer, *, return_url: str) -> str:
        return ""

    def cancel(self, subscription: Subscription) -> None:
        """It ends by itself."""

    def resume(self, subscription: Subscription) -> None:
        """It ends by itself, until it is paid again."""

    def end(self, subscription: Subscription) -> None:
        """Its grant ends; nobody else has to know."""

    def preview_change(self, subscription: Subscription, price: Price, *, now: datetime) -> Change:
        raise Refused("Paid by bank transfer: choose the new plan when this one ends.", "by_transfer")

    def change_now(self, subscription: Subscription, price: Price, *, now: datetime) -> None:
        raise Refused("Paid by bank transfer: choose the new plan when this one ends.", "by_transfer")

    def change_at_renewal(self, subscription: Subscription, price: Price) -> None:
        raise Refused("Paid by bank transfer: choose the new plan when this one ends.", "by_transfer")

    def keep(self, subscription: Subscription) -> None:
        """No change is planned."""

    def refund(self, refund: Refund, *, amount: Decimal) -> str:
        """Staff send the money back from their bank; the books say so."""
        return f"transfer-{refund.pk}"
