"""The API of subscription schedules."""

from typing import Any

from program.local.stripe.calls import call
from program.local.stripe.errors import invalid, missing
from program.local.stripe.lists import listed
from program.local.stripe.months import add
from program.local.stripe.objects import Object
from program.local.stripe.params import RANGE, choice, either, fields, list_of, metadata, text, whole
from program.local.stripe.present import look
from program.local.stripe.records import apply, clean
from program.local.stripe.store import Account
from program.local.stripe.subscriptions import ending, schedules
from program.local.stripe.subscriptions.shape import items, period
from program.local.stripe.unit import Unit

URL = "/v1/subscription_schedules"
INTERVAL = choice("day", "week", "month", "year")
ITEM = fields({"price": text, "quantity": whole, "metadata": metadata}, required=("price",))
PRORATION = choice("always_invoice", "create_prorations", "none")
PHASE = fields(
    {
        "items": list_of(ITEM),
        "start_date": either("now", whole),
        "end_date": whole,
        "duration": fields({"interval": INTERVAL, "interval_count": whole}, required=("interval",)),
        "proration_behavior": PRORATION,
        "metadata": metadata,
        "trial_end": whole,
    },
    required=("items",),
)
END = choice("cancel", "release")
UPDATE = {"phases": list_of(PHASE), "end_behavior": END, "metadata": metadata, "proration_behavior": PRORATION}
CREATE = {
    "customer": text,
    "end_behavior": END,
    "from_subscription": text,
    "metadata": metadata,
    "phases": list_of(PHASE),
    "start_date": either("now", whole),
}
PHASE_NOTHING = (
    "application_fee_percent", "billing_cycle_anchor", "billing_thresholds", "collection_method",
    "default_payment_method", "description", "invoice_settings", "on_behalf_of", "transfer_data", "trial_end",
)  # fmt: skip


@call("POST", URL, CREATE)
def create(unit: Unit, given: Object) -> Object:
    if "from_subscription" in given:
        return _from_subscription(unit, given)
    if "customer" not in given:
        raise missing("customer")
    customer = unit.get("customer", given["customer"], "customer")
    unit.follow(customer)
    start = given.get("start_date", "now")
    phases = _phases(unit, given.get("phases", []), unit.now if start == "now" else start)
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
    wanted = [{"price": item["price"], "quantity": item["quantity"]} for item in items(subscription)]
    phases = _phases(unit, [{"items": wanted, "start_date": start, "end_date": end}], start)
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
        "invoice_settings": {"account_tax_ids": None, "days_until_due": None, "issuer": {"type": "self"}},
    }


def _phases(unit: Unit, given: list[Object], start: int) -> list[Object]:
    if not given:
        raise missing("phases")
    made = []
    for place, one in enumerate(given):
        made.append(_phase(unit, one, start, f"phases[{place}]"))
        start = made[-1]["end_date"]
    return made


def _phase(unit: Unit, given: Object, start: int, param: str) -> Object:
    prices = [unit.get("price", one["price"], f"{param}[items][{n}][price]") for n, one in enumerate(given["items"])]
    said = given.get("start_date", start)
    if said not in ("now", start):
        raise invalid("The start date of a phase must be the end date of the one before it.", f"{param}[start_date]")
    end = _end(given, start, prices[0])
    if end <= start:
        raise invalid("The end date of a phase must be after its start date.", f"{param}[end_date]")
    return {
        **dict.fromkeys(PHASE_NOTHING),
        "add_invoice_items": [],
        "currency": prices[0]["currency"],
        "default_tax_rates": [],
        "discounts": [],
        "end_date": end,
        "items": [_item(one) for one in given["items"]],
        "metadata": clean(given.get("metadata")),
        "proration_behavior": given.get("proration_behavior", "create_prorations"),
        "start_date": start,
        "trial_end": given.get("trial_end"),
    }


def _end(given: Object, start: int, price: Object) -> int:
    if "end_date" in given:
        return int(given["end_date"])
    lasts = given.get("duration") or price["recurring"]
    return add(start, lasts["interval"], lasts.get("interval_count", 1))


def _item(given: Object) -> Object:
    made: Object = {"billing_thresholds": None, "discounts": [], "metadata": clean(given.get("metadata"))}
    return {**made, "price": given["price"], "quantity": given.get("quantity", 1), "tax_rates": []}


@look("subscription_schedule")
def _shown(account: Account, shown: Object, schedule: Object) -> None:
    for phase in shown["phases"]:
        for item in phase["items"]:
            item["plan"] = item["price"]


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
    return _phases(unit, given, current["start_date"])


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
