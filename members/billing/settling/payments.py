"""Money that came in and went back, as entries of the ledger: each fact once, whatever is heard how often."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from members.billing.books.models import LedgerEntry
from members.billing.books.receipts import issue_credit_note, issue_receipt
from members.billing.paying.orders import Customer, Order, Provider
from members.billing.paying.subscription import Subscription
from members.billing.providers.pictures import InvoicePicture, PaymentPicture, Picture
from members.billing.settling.differences import Differences

Kind = LedgerEntry.Kind
MONEY_IS_GONE = ("needs_response", "under_review", "lost", "won")
"""States of a dispute in which the bank has taken the money; a mere inquiry (warning_…) takes nothing."""


def settle_payments(
    customer: Customer, picture: Picture, *, now: datetime, differences: Differences
) -> list[LedgerEntry]:
    """Returns what is new in the books."""
    known = {
        (entry.kind, entry.remote_id): entry
        for entry in LedgerEntry.objects.filter(account=customer.account, customer=customer)
    }
    new: list[LedgerEntry] = []
    for payment in sorted(picture.payments, key=lambda one: one.happened_at):
        invoice = picture.invoice_of(payment)
        first = known.get((Kind.PAYMENT, payment.remote_id))
        if first is None:
            first = _enter_payment(customer, payment, invoice, now=now)
            new.append(first)
        new += [_enter_back(first, *back) for back in _gone_back(payment) if (back[0], back[1]) not in known]
    for entry in new:
        differences.note(f"{entry.remote_id} {entry.kind}", "", entry.amount)
    return new


def _enter_payment(
    customer: Customer, payment: PaymentPicture, invoice: InvoicePicture | None, *, now: datetime
) -> LedgerEntry:
    subscription = _subscription_of(customer, invoice)
    order = _order_of(payment, invoice)
    price = subscription.price if subscription else order.price if order else None
    entry = LedgerEntry.objects.create(
        kind=Kind.PAYMENT,
        amount=payment.amount,
        tax=min(invoice.tax, payment.amount) if invoice else 0,
        currency=payment.currency,
        provider=Provider.STRIPE,
        account=customer.account,
        remote_id=payment.remote_id,
        invoice_id=invoice.remote_id if invoice else "",
        membership_id=customer.membership_id,
        customer=customer,
        plan_id=price.version.plan_id if price else None,
        price=price,
        subscription=subscription,
        order=order,
        happened_at=payment.happened_at,
    )
    issue_receipt(entry, invoice, now=now)
    return entry


def _subscription_of(customer: Customer, invoice: InvoicePicture | None) -> Subscription | None:
    if invoice is None or not invoice.subscription_id:
        return None
    rows = Subscription.objects.select_related("price__version")
    return rows.filter(account=customer.account, remote_id=invoice.subscription_id).first()


def _order_of(payment: PaymentPicture, invoice: InvoicePicture | None) -> Order | None:
    key = payment.order_key or (invoice.order_key if invoice else "")
    return Order.objects.select_related("price__version").filter(key=key).first() if key else None


def _gone_back(payment: PaymentPicture) -> Iterator[tuple[str, str, Decimal, datetime]]:
    for refund in payment.refunds:
        if refund.status in ("succeeded", "pending"):
            yield Kind.REFUND, refund.remote_id, -refund.amount, refund.happened_at
    for dispute in payment.disputes:
        if dispute.status in MONEY_IS_GONE:
            yield Kind.DISPUTE, dispute.remote_id, -dispute.amount, dispute.happened_at
        if dispute.status == "won":
            yield Kind.DISPUTE_WON, dispute.remote_id, dispute.amount, dispute.happened_at


def _enter_back(first: LedgerEntry, kind: str, remote_id: str, amount: Decimal, happened_at: datetime) -> LedgerEntry:
    entry = LedgerEntry.objects.create(
        kind=kind,
        amount=amount,
        currency=first.currency,
        provider=first.provider,
        account=first.account,
        remote_id=remote_id,
        invoice_id=first.invoice_id,
        membership_id=first.membership_id,
        customer_id=first.customer_id,
        plan_id=first.plan_id,
        subscription_id=first.subscription_id,
        order_id=first.order_id,
        of=first,
        happened_at=happened_at,
    )
    if kind == Kind.REFUND:
        issue_credit_note(entry)
    return entry
