"""Phases of a schedule, each from the end of the one before."""

from program.local.stripe.errors import invalid, missing
from program.local.stripe.months import add
from program.local.stripe.objects import Object
from program.local.stripe.params import Spec, choice, either, fields, list_of, metadata, text, whole
from program.local.stripe.records import clean
from program.local.stripe.subscriptions.discounts import DISCOUNTS
from program.local.stripe.unit import Unit

INTERVAL = choice("day", "week", "month", "year")
ITEM = fields(
    {"price": text, "quantity": whole, "metadata": metadata, "tax_rates": list_of(text)}, required=("price",)
)
PRORATION = choice("always_invoice", "create_prorations", "none")
_PHASE: Spec = {
    "items": list_of(ITEM),
    "discounts": DISCOUNTS,
    "end_date": whole,
    "duration": fields({"interval": INTERVAL, "interval_count": whole}, required=("interval",)),
    "proration_behavior": PRORATION,
    "metadata": metadata,
    "trial_end": whole,
}
PHASE = fields(_PHASE, required=("items",))
CHANGED_PHASE = fields({**_PHASE, "start_date": either("now", whole)}, required=("items",))
PHASE_NOTHING = (
    "application_fee_percent", "billing_cycle_anchor", "billing_thresholds", "collection_method",
    "default_payment_method", "description", "invoice_settings", "on_behalf_of", "transfer_data", "trial_end",
)  # fmt: skip


def phases_of(unit: Unit, given: list[Object], start: int) -> list[Object]:
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
    end, discounts = _end(given, start, prices[0]), given.get("discounts", [])
    if end <= start:
        raise invalid("The end date of a phase must be after its start date.", f"{param}[end_date]")
    return {
        **dict.fromkeys(PHASE_NOTHING),
        "add_invoice_items": [],
        "currency": prices[0]["currency"],
        "default_tax_rates": [],
        "discounts": [{**dict.fromkeys(("coupon", "discount", "promotion_code")), **one} for one in discounts],
        "end_date": end,
        "items": [_item(unit, one) for one in given["items"]],
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


def _item(unit: Unit, given: Object) -> Object:
    made: Object = {"billing_thresholds": None, "discounts": [], "metadata": clean(given.get("metadata"))}
    rates = [unit.get("tax_rate", rate, "phases[items][tax_rates]")["id"] for rate in given.get("tax_rates", [])]
    return {**made, "price": given["price"], "quantity": given.get("quantity", 1), "tax_rates": rates}
