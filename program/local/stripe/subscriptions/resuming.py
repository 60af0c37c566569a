"""A paused subscription goes on."""

from program.local.stripe.invoices import collecting
from program.local.stripe.invoices.making import of_subscription
from program.local.stripe.objects import Object
from program.local.stripe.subscriptions.billing import period_lines, start_period
from program.local.stripe.subscriptions.standing import wake
from program.local.stripe.unit import Unit


def resume_now(unit: Unit, subscription: Object) -> Object:
    """A new period begins, and is paid before the subscription is active again."""
    with unit.changing(subscription):
        subscription["billing_cycle_anchor"] = unit.now
        start_period(unit, subscription, unit.now)
        invoice = of_subscription(unit, subscription, period_lines(unit, subscription), "subscription_update")
    collecting.finalize(unit, invoice)
    if invoice["status"] == "open":
        collecting.collect(unit, invoice)
    elif subscription["status"] == "paused":
        wake(unit, subscription)
    return subscription
