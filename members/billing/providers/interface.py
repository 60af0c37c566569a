"""What a payment service has to be able to do. Views and actions know nothing else of it."""

from datetime import datetime
from decimal import Decimal
from typing import Protocol

from members.billing.books.models import Refund
from members.billing.paying.orders import Customer, Order
from members.billing.paying.subscription import Subscription
from members.billing.plans.models import Price
from members.billing.providers.pictures import Change, Opened, Picture, Standing


class ProviderError(Exception):
    """The payment service did not do it. The message is for staff and logs."""


class Unavailable(ProviderError):
    """It does not answer, or not now: the same may be asked again, with the same key."""


class Refused(ProviderError):
    """It answered no, and will again."""

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code


class PaymentProvider(Protocol):
    """Each call may raise Unavailable or Refused; each that changes something may be repeated without harm."""

    def open(self, order: Order, *, success_url: str, cancel_url: str) -> Opened:
        """Where the member pays: a page of the service, or one of ours. Needs the order's row committed."""

    def standing(self, order: Order) -> Standing: ...

    def close(self, order: Order) -> None:
        """Nobody can pay it any more. Refused when it was paid meanwhile."""

    def picture(self, customer: Customer) -> Picture: ...

    def portal_url(self, customer: Customer, *, return_url: str) -> str:
        """Cards, invoices: empty when the service has no such page."""

    def cancel(self, subscription: Subscription) -> None:
        """At the end of what is paid."""

    def resume(self, subscription: Subscription) -> None: ...

    def end(self, subscription: Subscription) -> None:
        """Now, without giving anything back by itself."""

    def preview_change(self, subscription: Subscription, price: Price, *, now: datetime) -> Change: ...

    def change_now(self, subscription: Subscription, price: Price, *, now: datetime) -> None:
        """Charges the difference at once; Refused leaves all as it was. `now` is the one the preview told."""

    def change_at_renewal(self, subscription: Subscription, price: Price) -> None: ...

    def keep(self, subscription: Subscription) -> None:
        """Takes a change at renewal back."""

    def refund(self, refund: Refund, *, amount: Decimal) -> str:
        """Returns its number at the service."""
