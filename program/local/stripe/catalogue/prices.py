"""Prices: one-off and recurring, in one currency and in others by `currency_options`."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from program.local.stripe.calls import call
from program.local.stripe.currencies import largest
from program.local.stripe.errors import invalid, missing
from program.local.stripe.lists import listed
from program.local.stripe.objects import Object
from program.local.stripe.params import (
    RANGE,
    amount,
    choice,
    currency,
    fields,
    flag,
    list_of,
    map_of,
    metadata,
    number,
    optional,
    text,
    whole,
)  # fmt: skip
from program.local.stripe.present import extra
from program.local.stripe.records import apply, clean
from program.local.stripe.store import Account
from program.local.stripe.unit import Unit

URL = "/v1/prices"
TAX = choice("exclusive", "inclusive", "unspecified")
INTERVAL = choice("day", "week", "month", "year")
RECURRING = fields(
    {"interval": INTERVAL, "interval_count": whole, "usage_type": choice("licensed"), "trial_period_days": whole},
    required=("interval",),
)
OPTIONS = map_of(fields({"unit_amount": amount, "unit_amount_decimal": number, "tax_behavior": TAX}))
INLINE = {
    "currency": currency,
    "unit_amount": amount,
    "unit_amount_decimal": number,
    "recurring": fields({"interval": INTERVAL, "interval_count": whole}, required=("interval",)),
    "tax_behavior": TAX,
}
UPDATE = {
    "active": flag,
    "currency_options": OPTIONS,
    "lookup_key": optional(text),
    "metadata": metadata,
    "nickname": optional(text),
    "tax_behavior": TAX,
    "transfer_lookup_key": flag,
}
CREATE = {
    **UPDATE,
    **INLINE,
    "recurring": RECURRING,
    "billing_scheme": choice("per_unit"),
    "product": text,
    "product_data": fields({"name": text, "metadata": metadata, "id": text, "active": flag}, required=("name",)),
}
MAX_INTERVALS = {"day": 1095, "week": 156, "month": 36, "year": 3}


def new_price(unit: Unit, given: Object) -> Object:
    recurring = _recurring(given.get("recurring"))
    made = unit.new(
        "price",
        active=given.get("active", True),
        billing_scheme="per_unit",
        currency=given["currency"],
        custom_unit_amount=None,
        lookup_key=given.get("lookup_key"),
        metadata=clean(given.get("metadata")),
        nickname=given.get("nickname"),
        product=given["product"],
        recurring=recurring,
        tax_behavior=given.get("tax_behavior", "unspecified"),
        tiers_mode=None,
        transform_quantity=None,
        type="recurring" if recurring else "one_time",
        **_amounts(given, given["currency"]),
        _currency_options=_options(given.get("currency_options")),
    )
    unit.emit("price.created", made)
    return made


def _amounts(given: Object, code: str) -> Object:
    if given.get("unit_amount", 0) > largest(code):
        raise invalid(f"Amount must be no more than {largest(code)} {code}", "unit_amount", "amount_too_large")
    if "unit_amount" in given:
        return {"unit_amount": given["unit_amount"], "unit_amount_decimal": str(given["unit_amount"])}
    if "unit_amount_decimal" not in given:
        raise invalid(
            "Prices require an `unit_amount` or `unit_amount_decimal` parameter to be set.", None, "parameter_missing"
        )
    exact: Decimal = given["unit_amount_decimal"]
    return {"unit_amount": int(exact) if exact == int(exact) else None, "unit_amount_decimal": str(exact)}


def _recurring(given: Object | None) -> Object | None:
    if not given:
        return None
    made: Object = {"interval_count": 1, "meter": None, "trial_period_days": None, "usage_type": "licensed"} | given
    if not 1 <= made["interval_count"] <= MAX_INTERVALS[made["interval"]]:
        raise invalid("Recurring prices have a maximum interval of three years.", "recurring[interval_count]")
    return made


def _options(given: Object | None) -> Object:
    blank = {"custom_unit_amount": None, "tax_behavior": "unspecified"}
    return {code.lower(): {**blank, **each, **_amounts(each, code.lower())} for code, each in (given or {}).items()}


@extra("price", "currency_options")
def currency_options(account: Account, price: Object) -> Object:
    own = {"unit_amount": price["unit_amount"], "unit_amount_decimal": price["unit_amount_decimal"]}
    own |= {"custom_unit_amount": None, "tax_behavior": price["tax_behavior"]}
    return {price["currency"]: own, **price["_currency_options"]}


def amount_in(price: Object, code: str, quantity: int, param: str = "currency") -> int:
    """What so many cost in a currency; half a minor unit is rounded up. A currency without a price is an error."""
    if code == price["currency"]:
        exact = price["unit_amount_decimal"]
    elif code in price["_currency_options"]:
        exact = price["_currency_options"][code]["unit_amount_decimal"]
    else:
        raise invalid(f"The price specified only supports `{price['currency']}`. This doesn't match `{code}`.", param)
    return int((Decimal(exact) * quantity).to_integral_value(ROUND_HALF_UP))


@call("POST", URL, CREATE, required=("currency",))
def create(unit: Unit, given: Object) -> Object:
    from program.local.stripe.catalogue.products import new_product  # products make default prices

    if "product_data" in given:
        given["product"] = new_product(unit, given["product_data"])["id"]
    elif "product" not in given:
        raise missing("product")
    unit.get("product", given["product"], "product")
    _claim(unit, given)
    return new_price(unit, given)


def _claim(unit: Unit, given: Object, by: Object | None = None) -> None:
    """A lookup key names one price at most."""
    key = given.get("lookup_key")
    for other in unit.account.where("price", lookup_key=key) if key else []:
        if other is by:
            continue
        if not given.get("transfer_lookup_key"):
            raise invalid(f"A price (`{other['id']}`) already uses that lookup key.", "lookup_key")
        with unit.changing(other, "price.updated"):
            other["lookup_key"] = None


@call(
    "GET",
    URL,
    {
        "active": flag,
        "created": RANGE,
        "currency": currency,
        "lookup_keys": list_of(text),
        "product": text,
        "recurring": fields({"interval": INTERVAL}),
        "type": choice("one_time", "recurring"),
    },
)
def index(unit: Unit, given: Object) -> Object:
    def recurs(price: Object, wanted: Any) -> bool:
        return bool((price["recurring"] or {}).items() >= wanted.items())

    keyed = {"lookup_keys": lambda price, wanted: price["lookup_key"] in wanted}
    return listed(unit, "price", URL, given, recurring=recurs, **keyed)


@call("GET", f"{URL}/{{price}}")
def retrieve(unit: Unit, given: Object, price: str) -> Object:
    return unit.get("price", price, "price", status=404)


@call("POST", f"{URL}/{{price}}", UPDATE)
def update(unit: Unit, given: Object, price: str) -> Object:
    one = unit.get("price", price, "price", status=404)
    _claim(unit, given, by=one)
    with unit.changing(one, "price.updated"):
        apply(one, given, ("active", "lookup_key", "nickname", "tax_behavior"))
        one["_currency_options"] = one["_currency_options"] | _options(given.get("currency_options"))
    return one
