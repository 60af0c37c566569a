"""Receipts and credit notes. Their numbers are given under a lock, in the transaction that needs them: no gaps."""

from contextlib import AbstractContextManager
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from members.accounts.models import Membership
from members.billing.books.models import LedgerEntry, Receipt, ReceiptCounter
from members.billing.paying.setup import BillingSettings
from members.billing.providers.pictures import InvoicePicture
from program.audit.log import record


def next_number() -> int:
    """The counter stays locked until the transaction ends: whoever comes second waits, a rollback takes nothing."""
    ReceiptCounter.objects.bulk_create([ReceiptCounter()], ignore_conflicts=True)
    counter = ReceiptCounter.objects.select_for_update().get()
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def issue_receipt(entry: LedgerEntry, invoice: InvoicePicture | None, *, now: datetime) -> Receipt:
    """For money that came in. The lines and taxes are those of the payment service's invoice, where there is one."""
    with in_words_of(entry):
        lines = lines_of(entry, invoice)
    taxes, kind = taxes_of(invoice), Receipt.Kind.RECEIPT
    return _write(entry, kind=kind, lines=lines, taxes=taxes, tax=entry.tax, issued_at=now)


def in_words_of(entry: LedgerEntry) -> AbstractContextManager[Any]:
    """Whoever is served at the moment: a paper speaks its member's language, else its program's."""
    member = entry.membership
    return translation.override((member.language if member else "") or entry.program.language)


def issue_credit_note(entry: LedgerEntry) -> Receipt:
    """For money that went back; it names the receipt it takes from, and shares its tax in proportion."""
    first = entry.of
    refers_to = Receipt.objects.filter(entry=first).first() if first else None
    share = entry.amount / first.amount if first and first.amount else Decimal(0)
    tax = (first.tax * share).quantize(Decimal("0.01")) if first else Decimal(0)
    named = refers_to.full_number if refers_to else ""
    with in_words_of(entry):
        text = _("Refund for receipt %(number)s") % {"number": named} if named else _("Refund")
    return _write(
        entry,
        kind=Receipt.Kind.CREDIT_NOTE,
        refers_to=refers_to,
        lines=[_line(text, entry.amount)],
        taxes=[],
        tax=tax,
        issued_at=entry.recorded_at,
    )


def _write(entry: LedgerEntry, *, tax: Decimal, **fields: Any) -> Receipt:
    settings = BillingSettings.objects.first()
    membership = entry.membership
    return Receipt.objects.create(
        number=next_number(),
        prefix=settings.receipt_prefix if settings else "",
        seller=(settings.seller if settings else "") or str(entry.program),
        buyer=f"{membership.user.name}\n{membership.user.email}" if membership else "",
        language=membership.language if membership else "",
        entry=entry,
        membership=membership,
        net=entry.amount - tax,
        tax=tax,
        total=entry.amount,
        currency=entry.currency,
        **fields,
    )


def lines_of(entry: LedgerEntry, invoice: InvoicePicture | None) -> list[dict[str, Any]]:
    """In our words, not the payment service's: what was bought, what was taken off for what was not used."""
    name = entry.plan.name if entry.plan else entry.note or _("Membership")
    if invoice is None or not invoice.lines:
        return [_line(name, entry.amount)]
    unused = _("Paid before and not used")
    lines = [_line(name if one.amount >= 0 else unused, one.amount, one.quantity) for one in invoice.lines]
    added = sum((tax.amount for tax in invoice.taxes if not tax.is_inclusive), Decimal(0))
    less = entry.amount - added - sum(one.amount for one in invoice.lines)
    return [*lines, _line(_("Reduction"), less)] if less < 0 else lines


def _line(text: str, amount: Decimal, quantity: int = 1) -> dict[str, Any]:
    return {"text": text, "quantity": quantity, "amount": str(amount)}


def taxes_of(invoice: InvoicePicture | None) -> list[dict[str, Any]]:
    return [
        {
            "name": tax.name,
            "percentage": str(tax.percentage),
            "is_inclusive": tax.is_inclusive,
            "net": str(tax.net),
            "amount": str(tax.amount),
        }
        for tax in (invoice.taxes if invoice else ())
    ]


def void_receipt(receipt: Receipt, reason: str, *, by: Membership, now: datetime) -> bool:
    """It keeps its number and its words. False: it was void already."""
    standing = Receipt.objects.filter(pk=receipt.pk, voided_at=None)
    if not standing.update(voided_at=now, void_reason=reason):
        return False
    record("voided", receipt, by=by.user, changes={"reason": ["", reason]})
    return True
