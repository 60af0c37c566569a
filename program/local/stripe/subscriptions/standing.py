"""Paid and unpaid invoices move the status of their subscription."""

from collections.abc import Callable

from program.local.stripe.invoices.collecting import FAILED, PAID, schedule_retry
from program.local.stripe.objects import Object
from program.local.stripe.settings import setting
from program.local.stripe.subscriptions.ending import cancel_now
from program.local.stripe.unit import Unit

LATE = ("past_due", "unpaid")


def paid(unit: Unit, invoice: Object) -> None:
    subscription = unit.account.find("subscription", invoice["_subscription"] or "")
    if subscription is None or subscription["latest_invoice"] != invoice["id"]:
        return
    if subscription["status"] in ("incomplete", *LATE):
        with unit.changing(subscription, "customer.subscription.updated"):
            subscription["status"] = "active"
    elif subscription["status"] == "paused" and invoice["billing_reason"] == "subscription_update":
        wake(unit, subscription)


def wake(unit: Unit, subscription: Object) -> None:
    with unit.changing(subscription, "customer.subscription.updated"):
        subscription["status"] = "active"
    unit.emit("customer.subscription.resumed", subscription)


def failed(unit: Unit, invoice: Object, by_hand: bool) -> Callable[[], None]:
    subscription = unit.account.find("subscription", invoice["_subscription"] or "")
    if subscription is None or subscription["status"] not in ("active", "trialing", *LATE):
        return lambda: None
    again = True if by_hand else schedule_retry(unit, invoice)
    return lambda: _late(unit, subscription, again)


def _late(unit: Unit, subscription: Object, again: bool) -> None:
    with unit.changing(subscription, "customer.subscription.updated"):
        if subscription["status"] not in LATE:
            subscription["status"] = "past_due"
    if not again:
        _exhausted(unit, subscription)


def _exhausted(unit: Unit, subscription: Object) -> None:
    wanted = setting(unit.account, "after_retries")
    if wanted == "cancel":
        cancel_now(unit, subscription, reason="payment_failed")
    elif wanted == "unpaid":
        with unit.changing(subscription, "customer.subscription.updated"):
            subscription["status"] = "unpaid"


PAID.append(paid)
FAILED.append(failed)
