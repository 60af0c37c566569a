"""What becomes of a subscription by itself: notices, ends of trials, renewals, ends."""

from program.local.stripe.agenda import due
from program.local.stripe.invoices.collecting import default_method, finalize, give_up, void
from program.local.stripe.invoices.items import put_on, take_pending
from program.local.stripe.invoices.lines import from_pending
from program.local.stripe.invoices.making import of_subscription
from program.local.stripe.objects import Object
from program.local.stripe.present import present
from program.local.stripe.settings import DAY
from program.local.stripe.subscriptions import schedules
from program.local.stripe.subscriptions.billing import period_lines, start_period
from program.local.stripe.subscriptions.discounts import spend
from program.local.stripe.subscriptions.ending import cancel_now, expire
from program.local.stripe.subscriptions.shape import items, period
from program.local.stripe.unit import Unit

HOUR = 3600
EXPIRY = 23 * HOUR
TRIAL_NOTICE = 3 * DAY


def when(subscription: Object) -> int | None:
    if subscription["ended_at"] is not None or not items(subscription):
        return None
    if subscription["status"] == "incomplete":
        return int(subscription["created"]) + EXPIRY
    moments = [subscription["cancel_at"], subscription.get("_upcoming_at"), _trial_notice(subscription)]
    moments.append((subscription["pause_collection"] or {}).get("resumes_at"))
    if subscription["status"] != "paused":
        moments.append(period(subscription)[1])
    return min((one for one in moments if one is not None), default=None)


def _trial_notice(subscription: Object) -> int | None:
    if subscription["status"] != "trialing" or subscription.get("_told_trial") == subscription["trial_end"]:
        return None
    return max(int(subscription["trial_end"]) - TRIAL_NOTICE, int(subscription["trial_start"]))


@due("subscription", when)
def advance(unit: Unit, subscription: Object) -> None:
    """One thing at a time, the one that is due."""
    now, notice = unit.now, _trial_notice(subscription)
    resumes_at = (subscription["pause_collection"] or {}).get("resumes_at")
    if subscription["status"] == "incomplete":
        expire(unit, subscription)
    elif notice is not None and notice <= now:
        with unit.changing(subscription):
            subscription["_told_trial"] = subscription["trial_end"]
        unit.emit("customer.subscription.trial_will_end", subscription)
    elif (subscription.get("_upcoming_at") or now + 1) <= now:
        _tell_upcoming(unit, subscription)
    elif resumes_at is not None and resumes_at <= now:
        with unit.changing(subscription, "customer.subscription.updated"):
            subscription["pause_collection"] = None
    elif subscription["cancel_at"] is not None and subscription["cancel_at"] <= now:
        cancel_now(unit, subscription, reason="cancellation_requested")
    else:
        renew(unit, subscription)


def upcoming(unit: Unit, subscription: Object) -> Object:
    """The invoice of the next renewal, as it would be now."""
    with unit.pretending():
        unit.now = period(subscription)[1]
        made = renew(unit, subscription)
        return present(unit.account, made or {})


def _tell_upcoming(unit: Unit, subscription: Object) -> None:
    with unit.changing(subscription):
        subscription["_upcoming_at"] = None
    if subscription["cancel_at"] is None or subscription["cancel_at"] > period(subscription)[1]:
        shown = upcoming(unit, subscription)
        if shown:
            unit.emit("invoice.upcoming", {**shown, "id": None})


def renew(unit: Unit, subscription: Object) -> Object | None:
    if subscription["schedule"]:
        schedules.turn(unit, subscription)
        if subscription["ended_at"] is not None:
            return None
    before, start = period(subscription)
    if subscription["status"] == "trialing" and not _may_go_on(unit, subscription):
        return None
    pending = take_pending(unit, subscription["customer"], subscription["id"])
    with unit.changing(subscription, "customer.subscription.updated"):
        if subscription["status"] == "trialing":
            subscription.update(status="active", billing_cycle_anchor=start)
        start_period(unit, subscription, start)
        lines = [*(from_pending(unit, one) for one in pending), *period_lines(unit, subscription)]
        about = {"period_start": before, "period_end": start, "automatically_finalizes_at": start + HOUR}
        made = of_subscription(unit, subscription, lines, "subscription_cycle", **about)
        spend(unit, subscription, made)
    put_on(unit, made["id"], pending)
    _hold(unit, subscription, made)
    return made


def _may_go_on(unit: Unit, subscription: Object) -> bool:
    """A trial without a card ends as its settings say."""
    behavior = subscription["trial_settings"]["end_behavior"]["missing_payment_method"]
    about = {"default_payment_method": None, "_subscription": subscription["id"], "customer": subscription["customer"]}
    if behavior == "create_invoice" or default_method(unit, about):
        return True
    if behavior == "cancel":
        cancel_now(unit, subscription, reason="cancellation_requested")
    else:
        with unit.changing(subscription, "customer.subscription.updated"):
            subscription["status"] = "paused"
        unit.emit("customer.subscription.paused", subscription)
    return False


def _hold(unit: Unit, subscription: Object, invoice: Object) -> None:
    """Paused collection and unpaid subscriptions make invoices that nobody collects."""
    behavior = (subscription["pause_collection"] or {}).get("behavior")
    if subscription["status"] == "unpaid" or behavior == "keep_as_draft":
        with unit.changing(invoice):
            invoice.update(auto_advance=False, automatically_finalizes_at=None)
    elif behavior:
        finalize(unit, invoice)
        if invoice["status"] == "open":
            (void if behavior == "void" else give_up)(unit, invoice)
