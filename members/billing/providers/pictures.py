"""What a payment service says about one customer right now, in our words: amounts in major units, instants in UTC."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class SubscriptionPicture:
    remote_id: str
    status: str
    price_id: str
    amount: Decimal
    currency: str
    started_at: datetime
    period_starts_at: datetime
    period_ends_at: datetime
    trial_ends_at: datetime | None = None
    ends_at: datetime | None = None
    """Set once it is cancelled, at its end or at an instant."""

    ended_at: datetime | None = None
    schedule_id: str = ""
    order_key: str = ""
    """Of our order that it came from."""


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    quantity: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class TaxLine:
    name: str
    percentage: Decimal
    is_inclusive: bool
    net: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class InvoicePicture:
    remote_id: str
    status: str
    """draft, open, paid, void, uncollectible"""

    reason: str
    """subscription_create, subscription_cycle, subscription_update, manual, …"""

    total: Decimal
    due: Decimal
    tax: Decimal
    currency: str
    created_at: datetime
    subscription_id: str = ""
    order_key: str = ""
    failed_at: datetime | None = None
    """When a payment was tried in vain, as long as it is open."""

    intents: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    taxes: tuple[TaxLine, ...] = ()
    page_url: str = ""
    """Where the customer can pay it."""


@dataclass(frozen=True, slots=True)
class RefundPicture:
    remote_id: str
    amount: Decimal
    status: str
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class DisputePicture:
    remote_id: str
    amount: Decimal
    status: str
    reason: str
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class PaymentPicture:
    """Money that came in, and what became of it."""

    remote_id: str
    intent_id: str
    amount: Decimal
    currency: str
    happened_at: datetime
    order_key: str = ""
    refunds: tuple[RefundPicture, ...] = ()
    disputes: tuple[DisputePicture, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """All of one customer."""

    subscriptions: tuple[SubscriptionPicture, ...] = ()
    invoices: tuple[InvoicePicture, ...] = ()
    payments: tuple[PaymentPicture, ...] = ()

    def invoice_of(self, payment: PaymentPicture) -> InvoicePicture | None:
        found = (invoice for invoice in self.invoices if payment.intent_id in invoice.intents)
        return next(found, None) if payment.intent_id else None


@dataclass(frozen=True, slots=True)
class Opened:
    """An order that waits for its money, and where its member pays it."""

    remote_id: str
    url: str
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How an order stands at the payment service."""

    state: str
    """open, awaiting, paid, expired, failed"""

    remote_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What changing the plan today would come to."""

    due: Decimal
    currency: str
    credit: Decimal
    lines: tuple[Line, ...] = field(default_factory=tuple)
