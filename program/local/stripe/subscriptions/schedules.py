"""Subscription schedules: phases, one after the other."""

from program.local.stripe.agenda import due
from program.local.stripe.objects import Object
from program.local.stripe.subscriptions.billing import cost
from program.local.stripe.subscriptions.changing import change_items
from program.local.stripe.subscriptions.creating import create
from program.local.stripe.subscriptions.discounts import apply_discounts
from program.local.stripe.subscriptions.ending import cancel_now
from program.local.stripe.subscriptions.shape import items
from program.local.stripe.subscriptions.updating import update
from program.local.stripe.unit import Unit


def when(schedule: Object) -> int | None:
    if schedule["status"] == "not_started":
        return int(schedule["phases"][0]["start_date"])
    if schedule["status"] == "active":
        return int(schedule["phases"][schedule["_phase"]]["end_date"])
    return None


@due("subscription_schedule", when)
def advance(unit: Unit, schedule: Object) -> None:
    if schedule["status"] == "not_started":
        begin(unit, schedule)
    else:
        turn(unit, unit.known(schedule["subscription"]))


def begin(unit: Unit, schedule: Object) -> None:
    phase = schedule["phases"][0]
    given = {"items": _wanted(phase), "metadata": phase["metadata"], "payment_behavior": "allow_incomplete"}
    if phase["trial_end"]:
        given["trial_end"] = phase["trial_end"]
    customer = unit.known(schedule["customer"])
    if not customer["invoice_settings"]["default_payment_method"]:
        given["payment_behavior"] = "default_incomplete"
    made = create(unit, customer, given)
    with unit.changing(made):
        made["schedule"] = schedule["id"]
    with unit.changing(schedule, "subscription_schedule.updated"):
        schedule.update(status="active", subscription=made["id"], _phase=0, current_phase=_current(phase))


def turn(unit: Unit, subscription: Object) -> None:
    """Enters the phase that is due; after the last one the schedule lets go or ends the subscription."""
    schedule = unit.account.find("subscription_schedule", subscription["schedule"] or "")
    if schedule is None or schedule["status"] != "active":
        return
    while schedule["phases"][schedule["_phase"]]["end_date"] <= unit.now:
        if schedule["_phase"] + 1 >= len(schedule["phases"]):
            _finish(unit, schedule, subscription)
            return
        phase = schedule["phases"][schedule["_phase"] + 1]
        with unit.changing(schedule, "subscription_schedule.updated"):
            schedule.update(_phase=schedule["_phase"] + 1, current_phase=_current(phase))
        _enter(unit, subscription, phase)


def _enter(unit: Unit, subscription: Object, phase: Object) -> None:
    """At the end of a period the renewal bills the new price; otherwise it is prorated."""
    wanted = _wanted(phase)
    old = items(subscription)
    for one, item in zip(wanted, old, strict=False):
        one["id"] = item["id"]
    wanted += [{"id": item["id"], "deleted": True} for item in old[len(wanted) :]]
    at_end = old[0]["current_period_end"] <= unit.now
    if at_end:
        with unit.changing(subscription, "customer.subscription.updated"):
            _replace(unit, subscription, wanted)
            apply_discounts(unit, subscription, phase["discounts"], cost(unit, subscription, items(subscription)[0]))
    else:
        given = {"items": wanted, "proration_behavior": phase["proration_behavior"], "discounts": phase["discounts"]}
        update(unit, subscription, given)


def _replace(unit: Unit, subscription: Object, wanted: list[Object]) -> None:
    change = change_items(unit, subscription, wanted, unit.now)
    if change.restart:
        subscription["billing_cycle_anchor"] = unit.now


def _wanted(phase: Object) -> list[Object]:
    """As the phase says, and nothing of what was there before: also no taxes, if it names none."""
    return [{name: one[name] for name in ("price", "quantity", "tax_rates")} for one in phase["items"]]


def _current(phase: Object) -> Object:
    return {"start_date": phase["start_date"], "end_date": phase["end_date"]}


def _finish(unit: Unit, schedule: Object, subscription: Object) -> None:
    if schedule["end_behavior"] == "cancel":
        with unit.changing(schedule):
            schedule.update(status="completed", completed_at=unit.now, current_phase=None)
        unit.emit("subscription_schedule.completed", schedule)
        cancel_now(unit, subscription, reason="cancellation_requested")
    else:
        release(unit, schedule)


def release(unit: Unit, schedule: Object) -> None:
    """The subscription goes on by itself."""
    subscription = unit.account.find("subscription", schedule["subscription"] or "")
    with unit.changing(schedule):
        schedule.update(status="released", released_at=unit.now, released_subscription=schedule["subscription"])
        schedule.update(subscription=None, current_phase=None)
    unit.emit("subscription_schedule.released", schedule)
    if subscription:
        with unit.changing(subscription, "customer.subscription.updated"):
            subscription["schedule"] = None
