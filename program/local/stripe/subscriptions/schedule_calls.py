"""The API of subscription schedules."""

from typing import Any

from program.local.stripe.calls import call
from program.local.stripe.errors import invalid, missing
from program.local.stripe.lists import listed
from program.local.stripe.objects import Object
from program.local.stripe.params import RANGE, choice, either, list_of, metadata, text, whole
from program.local.stripe.present import look
from program.local.stripe.records import apply, clean
from program.local.stripe.store import Account
from program.local.stripe.subscriptions import ending, schedules
from program.local.stripe.subscriptions.phases import CHANGED_PHASE, PHASE, PRORATION, phases_of
from program.local.stripe.subscriptions.shape import invoice_settings, items, period, rates_shown
from program.local.stripe.unit import Unit

URL = "/v1/subscription_schedules"
END = choice("cancel", "release")
UPDATE = {"phases": list_of(CHANGED_PHASE), "end_behavior": END, "metadata": metadata, "proration_behavior": PRORATION}
CREATE = {
    "customer": text,
    "end_behavior": END,
    "from_subscription": text,
    "metadata": metadata,
    "phases": list_of(PHASE),
    "start_date": either("now", whole),
}


@call("POST", URL, CREATE)
def create(unit: Unit, given: Object) -> Object:
    if "from_subscription" in given:
        return _from_subscription(unit, given)
    if "customer" not in given:
        raise missing("customer")
    customer = unit.get("customer", given["customer"], "customer")
    unit.follow(customer)
    start = given.get("start_date", "now")
    phases = phases_of(unit, given.get("phases", []), unit.now if start == "now" else start)
    made = _new(unit, customer, given, phases)
    if phases[0]["start_date"] <= unit.now:
        schedules.begin(unit, made)
    return made


def _from_subscription(unit: Unit, given: Object) -> Object:
    subscription = unit.get("subscription", given["from_subscription"], "from_subscription")
    unit.follow(subscription)
    if subscription["schedule"]:
        message = "You cannot migrate a subscription that is already attached to a schedule"
        raise invalid(f"{message}: `{subscription['schedule']}`.", "from_subscription")
    start, end = period(subscription)
    wanted = [{name: item[name] for name in ("price", "quantity", "tax_rates")} for item in items(subscription)]
    discounts = [{"discount": one} for one in subscription["discounts"]]
    first = {"items": wanted, "discounts": discounts, "start_date": start, "end_date": end}
    phases = phases_of(unit, [first], start)
    made = _new(unit, unit.known(subscription["customer"]), given, phases)
    with unit.changing(made):
        now = {"start_date": start, "end_date": end}
        made.update(status="active", subscription=subscription["id"], _phase=0, current_phase=now)
    with unit.changing(subscription, "customer.subscription.updated"):
        subscription["schedule"] = made["id"]
    return made


def _new(unit: Unit, customer: Object, given: Object, phases: list[Object]) -> Object:
    moments = ("canceled_at", "completed_at", "released_at", "released_subscription", "subscription", "current_phase")
    made = unit.new(
        "subscription_schedule",
        **dict.fromkeys(moments),
        application=None,
        billing_mode={"flexible": {"proration_discounts": "included"}, "type": "flexible"},
        customer=customer["id"],
        customer_account=None,
        default_settings=_settings(),
        end_behavior=given.get("end_behavior", "release"),
        metadata=clean(given.get("metadata")),
        phases=phases,
        status="not_started",
        test_clock=customer["test_clock"],
        _phase=0,
    )
    unit.emit("subscription_schedule.created", made)
    return made


def _settings() -> Object:
    nothing = (
        "application_fee_percent", "billing_thresholds", "default_payment_method", "description", "on_behalf_of",
        "transfer_data",
    )  # fmt: skip
    return {
        **dict.fromkeys(nothing),
        "automatic_tax": {"disabled_reason": None, "enabled": False, "liability": None},
        "billing_cycle_anchor": "automatic",
        "collection_method": "charge_automatically",
        "invoice_settings": {**invoice_settings(), "days_until_due": None},
    }


@look("subscription_schedule")
def _shown(account: Account, shown: Object, schedule: Object) -> None:
    for phase in shown["phases"]:
        for item in phase["items"]:
            item["plan"] = item["price"]
            item["tax_rates"] = rates_shown(account, item["tax_rates"])


@call("GET", URL, {"customer": text, "created": RANGE})
def index(unit: Unit, given: Object) -> Object:
    return listed(unit, "subscription_schedule", URL, given)


@call("GET", f"{URL}/{{schedule}}")
def retrieve(unit: Unit, given: Object, schedule: str) -> Object:
    found = unit.get("subscription_schedule", schedule, "schedule", status=404)
    unit.follow(found)
    return found


@call("POST", f"{URL}/{{schedule}}", UPDATE)
def update(unit: Unit, given: Object, schedule: str) -> Object:
    one = _running(unit, schedule, "update")
    with unit.changing(one, "subscription_schedule.updated"):
        apply(one, given, ("end_behavior",))
        if "phases" in given:
            one["phases"] = _again(unit, one, given["phases"])
    return one


def _again(unit: Unit, one: Object, given: list[Object]) -> list[Object]:
    """The list has to begin with the phase that runs."""
    current = one["phases"][one["_phase"]]
    start: Any = given[0].get("start_date", current["start_date"]) if given else None
    if one["status"] == "active" and start not in (current["start_date"], "now"):
        raise invalid("You can not modify the start date of the current phase.", "phases[0][start_date]")
    one["_phase"] = 0
    return phases_of(unit, given, current["start_date"])


def _running(unit: Unit, schedule: str, verb: str) -> Object:
    one = retrieve(unit, {}, schedule)
    if one["status"] not in ("active", "not_started"):
        raise invalid(f"You cannot {verb} a subscription schedule that is currently in the `{one['status']}` status.")
    return one


@call("POST", f"{URL}/{{schedule}}/release")
def release(unit: Unit, given: Object, schedule: str) -> Object:
    one = _running(unit, schedule, "release")
    schedules.release(unit, one)
    return one


@call("POST", f"{URL}/{{schedule}}/cancel")
def cancel(unit: Unit, given: Object, schedule: str) -> Object:
    one = _running(unit, schedule, "cancel")
    subscription = unit.account.find("subscription", one["subscription"] or "")
    if subscription:
        ending.cancel_now(unit, subscription, reason="cancellation_requested")
    else:
        with unit.changing(one):
            one.update(status="canceled", canceled_at=unit.now)
        unit.emit("subscription_schedule.canceled", one)
    return one
