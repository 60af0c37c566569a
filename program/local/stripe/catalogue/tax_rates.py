"""Tax rates: a percentage, in the price or on top of it."""

from program.local.stripe.calls import call
from program.local.stripe.errors import invalid
from program.local.stripe.lists import listed
from program.local.stripe.objects import Object
from program.local.stripe.params import RANGE, flag, metadata, number, optional, text
from program.local.stripe.records import apply, clean
from program.local.stripe.unit import Unit

URL = "/v1/tax_rates"
UPDATE = {
    "active": flag,
    "country": optional(text),
    "description": optional(text),
    "display_name": text,
    "jurisdiction": optional(text),
    "metadata": metadata,
    "state": optional(text),
    "tax_type": text,
}
CREATE = UPDATE | {"inclusive": flag, "percentage": number}
PLAIN = ("country", "description", "jurisdiction", "state", "tax_type")


@call("POST", URL, CREATE, required=("display_name", "inclusive", "percentage"))
def create(unit: Unit, given: Object) -> Object:
    if not 0 <= given["percentage"] <= 100:
        raise invalid("Invalid percentage: must be between 0 and 100", "percentage")
    made = unit.new(
        "tax_rate",
        active=given.get("active", True),
        display_name=given["display_name"],
        effective_percentage=None,
        flat_amount=None,
        inclusive=given["inclusive"],
        jurisdiction_level=None,
        metadata=clean(given.get("metadata")),
        percentage=float(given["percentage"]),
        rate_type="percentage",
        **{name: given.get(name) for name in PLAIN},
    )
    unit.emit("tax_rate.created", made)
    return made


@call("GET", URL, {"active": flag, "created": RANGE, "inclusive": flag})
def index(unit: Unit, given: Object) -> Object:
    return listed(unit, "tax_rate", URL, given)


@call("GET", f"{URL}/{{rate}}")
def retrieve(unit: Unit, given: Object, rate: str) -> Object:
    return unit.get("tax_rate", rate, "tax_rate", status=404)


@call("POST", f"{URL}/{{rate}}", UPDATE)
def update(unit: Unit, given: Object, rate: str) -> Object:
    one = retrieve(unit, {}, rate)
    with unit.changing(one, "tax_rate.updated"):
        apply(one, given, (*PLAIN, "active", "display_name"))
    return one
