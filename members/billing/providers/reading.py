"""Stripe's objects as pictures in our words."""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from members.billing.plans.taxes import TaxRule
from members.billing.providers.minor import from_minor
from members.billing.providers.pictures import (
    DisputePicture,
    InvoicePicture,
    Line,
    PaymentPicture,
    RefundPicture,
    SubscriptionPicture,
    TaxLine,
)

ORDER = "order"
"""Where an object of Stripe's remembers our order."""


def instant(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def when(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def id_of(one: Any) -> str:
    """Of a reference, whether it was expanded or not."""
    return "" if one is None else one if isinstance(one, str) else str(one.id)


def order_key(one: Any) -> str:
    metadata = getattr(one, "metadata", None)
    return str(getattr(metadata, ORDER, "") or "") if metadata else ""


def subscription_picture(one: Any) -> SubscriptionPicture:
    item = one["items"].data[0]
    currency = str(one.currency).upper()
    period_end = when(item.current_period_end)
    return SubscriptionPicture(
        remote_id=one.id,
        status=one.status,
        price_id=item.price.id,
        amount=from_minor(item.price.unit_amount, currency),
        currency=currency,
        started_at=when(one.start_date),
        period_starts_at=when(item.current_period_start),
        period_ends_at=period_end,
        trial_ends_at=instant(one.trial_end),
        ends_at=instant(one.cancel_at) or (period_end if one.cancel_at_period_end else None),
        ended_at=instant(one.ended_at),
        schedule_id=id_of(one.schedule),
        order_key=order_key(one),
    )


def invoice_picture(one: Any) -> InvoicePicture:
    currency = str(one.currency).upper()
    parent = one.parent and one.parent.subscription_details
    tries = one.status == "open" and one.attempt_count > 0
    taxes = one.total_taxes or []
    return InvoicePicture(
        remote_id=one.id,
        status=str(one.status),
        reason=str(one.billing_reason or ""),
        total=from_minor(one.total, currency),
        due=from_minor(one.amount_remaining, currency),
        tax=from_minor(sum(tax.amount for tax in taxes), currency),
        currency=currency,
        created_at=when(one.created),
        subscription_id=id_of(parent.subscription) if parent else "",
        order_key=order_key(one) or (order_key(parent) if parent else ""),
        failed_at=instant(one.status_transitions.finalized_at or one.created) if tries else None,
        intents=tuple(id_of(paid.payment.payment_intent) for paid in one.payments.data if paid.status == "paid"),
        lines=tuple(
            Line(str(line.description or ""), line.quantity or 1, from_minor(line.amount, currency))
            for line in one.lines.data
        ),
        taxes=tuple(tax_lines(taxes, currency)),
        page_url=str(one.hosted_invoice_url or ""),
    )


def tax_lines(taxes: Iterable[Any], currency: str) -> Iterable[TaxLine]:
    """Stripe says the number of a rate; its name stands in the rule it was made from."""
    found = list(taxes)
    ids = [id_of(tax.tax_rate_details.tax_rate) for tax in found if tax.tax_rate_details]
    rules = {rule.remote_id: rule for rule in TaxRule.objects.filter(remote_id__in=ids)} if ids else {}
    for tax in found:
        rule = rules.get(id_of(tax.tax_rate_details.tax_rate)) if tax.tax_rate_details else None
        yield TaxLine(
            name=rule.name if rule else "",
            percentage=rule.percentage if rule else Decimal(0),
            is_inclusive=tax.tax_behavior == "inclusive",
            net=from_minor(tax.taxable_amount or 0, currency),
            amount=from_minor(tax.amount, currency),
        )


def payment_picture(one: Any, disputes: Iterable[Any] = ()) -> PaymentPicture:
    currency = str(one.currency).upper()
    refunds = one.refunds.data if one.refunds else []
    return PaymentPicture(
        remote_id=one.id,
        intent_id=id_of(one.payment_intent),
        amount=from_minor(one.amount_captured, currency),
        currency=currency,
        happened_at=when(one.created),
        order_key=order_key(one),
        refunds=tuple(
            RefundPicture(back.id, from_minor(back.amount, currency), str(back.status), when(back.created))
            for back in refunds
        ),
        disputes=tuple(
            DisputePicture(two.id, from_minor(two.amount, currency), two.status, two.reason, when(two.created))
            for two in disputes
        ),
    )
