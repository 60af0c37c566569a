"""The end of a subscription."""

from program.local.stripe.invoices.collecting import collect, finalize, void
from program.local.stripe.invoices.items import put_on, take_pending
from program.local.stripe.invoices.lines import from_pending
from program.local.stripe.invoices.making import of_subscription
from program.local.stripe.objects import Object
from program.local.stripe.subscriptions.proration import put_off, unused
from program.local.stripe.subscriptions.shape import items
from program.local.stripe.unit import Unit


def cancel_now(
    unit: Unit, subscription: Object, *, reason: str, prorate: bool = False, invoice_now: bool = False
) -> None:
    if prorate and subscription["status"] == "active":
        for part in (unused(unit, subscription, item, unit.now) for item in items(subscription)):
            if part:
                put_off(unit, subscription, part)
    with unit.changing(subscription):
        subscription.update(status="canceled", ended_at=unit.now, cancel_at_period_end=False)
        subscription["canceled_at"] = subscription["canceled_at"] or unit.now
        subscription["cancellation_details"]["reason"] = subscription["cancellation_details"]["reason"] or reason
    _leave_invoices(unit, subscription)
    if invoice_now:
        _last_invoice(unit, subscription)
    elif not prorate:
        _drop_pending(unit, subscription)
    unit.emit("customer.subscription.deleted", subscription)
    _end_schedule(unit, subscription)


def expire(unit: Unit, subscription: Object) -> None:
    """The first payment never came."""
    for invoice in unit.account.where("invoice", _subscription=subscription["id"], status="open"):
        void(unit, invoice)
    with unit.changing(subscription, "customer.subscription.updated"):
        subscription.update(status="incomplete_expired", ended_at=unit.now)


def _leave_invoices(unit: Unit, subscription: Object) -> None:
    """What is open stays open, but nobody collects it any more."""
    for status in ("draft", "open"):
        for invoice in unit.account.where("invoice", _subscription=subscription["id"], status=status):
            with unit.changing(invoice, "invoice.updated"):
                invoice.update(auto_advance=False, next_payment_attempt=None)


def _last_invoice(unit: Unit, subscription: Object) -> None:
    pending = take_pending(unit, subscription["customer"], subscription["id"])
    if not pending:
        return
    lines = [from_pending(unit, one) for one in pending]
    made = of_subscription(unit, subscription, lines, "manual")
    put_on(unit, made["id"], pending)
    finalize(unit, made)
    if made["status"] == "open":
        collect(unit, made)


def _drop_pending(unit: Unit, subscription: Object) -> None:
    for one in unit.account.where("invoiceitem", _subscription=subscription["id"], invoice=None, proration=True):
        unit.remove(one)
        unit.emit("invoiceitem.deleted", one)


def _end_schedule(unit: Unit, subscription: Object) -> None:
    schedule = unit.account.find("subscription_schedule", subscription["schedule"] or "")
    if schedule and schedule["status"] in ("active", "not_started"):
        with unit.changing(schedule):
            schedule.update(status="canceled", canceled_at=unit.now, current_phase=None)
        unit.emit("subscription_schedule.canceled", schedule)
