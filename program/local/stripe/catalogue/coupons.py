"""Coupons, and the discounts that come of them."""

from decimal import Decimal
from typing import Any

from program.local.stripe.calls import call
from program.local.stripe.errors import invalid, missing
from program.local.stripe.lists import listed
from program.local.stripe.months import add
from program.local.stripe.objects import Object
from program.local.stripe.params import (
    RANGE,
    amount,
    choice,
    currency,
    fields,
    list_of,
    map_of,
    metadata,
    number,
    optional,
    text,
    whole,
)  # fmt: skip
from program.local.stripe.present import extra, look
from program.local.stripe.records import apply, clean
from program.local.stripe.store import Account
from program.local.stripe.unit import Unit

URL = "/v1/coupons"
CREATE = {
    "id": text,
    "amount_off": amount,
    "applies_to": fields({"products": list_of(text)}),
    "currency": currency,
    "currency_options": map_of(fields({"amount_off": amount}, required=("amount_off",))),
    "duration": choice("forever", "once", "repeating"),
    "duration_in_months": whole,
    "max_redemptions": whole,
    "metadata": metadata,
    "name": optional(text),
    "percent_off": number,
    "redeem_by": whole,
}


@call("POST", URL, CREATE)
def create(unit: Unit, given: Object) -> Object:
    _check(unit, given)
    percent = given.get("percent_off")
    made = unit.new(
        "coupon",
        id=given.get("id"),
        amount_off=given.get("amount_off"),
        currency=given.get("currency"),
        duration=given.get("duration", "once"),
        duration_in_months=given.get("duration_in_months"),
        max_redemptions=given.get("max_redemptions"),
        metadata=clean(given.get("metadata")),
        name=given.get("name"),
        percent_off=None if percent is None else float(percent),
        redeem_by=given.get("redeem_by"),
        times_redeemed=0,
        valid=True,
        _applies_to=given.get("applies_to"),
        _currency_options=given.get("currency_options", {}),
    )
    unit.emit("coupon.created", made)
    return made


def _check(unit: Unit, given: Object) -> None:
    if ("percent_off" in given) == ("amount_off" in given):
        raise invalid("You must pass either `percent_off` or `amount_off`, and not both.", "percent_off")
    if "amount_off" in given and "currency" not in given:
        raise missing("currency")
    if "percent_off" in given and not 0 < given["percent_off"] <= 100:
        raise invalid("Invalid percent_off: must be greater than 0 and at most 100", "percent_off")
    if (given.get("duration") == "repeating") != ("duration_in_months" in given):
        raise invalid("You must pass `duration_in_months` with, and only with, duration `repeating`.", "duration")
    if unit.account.find("coupon", given.get("id", "")):
        raise invalid("Coupon already exists.", "id", "resource_already_exists")


def _runs(coupon: Object, now: int) -> bool:
    spent = coupon["max_redemptions"] is not None and coupon["times_redeemed"] >= coupon["max_redemptions"]
    late = coupon["redeem_by"] is not None and coupon["redeem_by"] <= now
    return not spent and not late


@look("coupon")
def _shown(account: Account, shown: Object, coupon: Object) -> None:
    shown["valid"] = coupon["valid"] and _runs(coupon, 0)


@extra("coupon", "applies_to")
def applies_to(account: Account, coupon: Object) -> Any:
    return coupon["_applies_to"]


@extra("coupon", "currency_options")
def currency_options(account: Account, coupon: Object) -> Any:
    own = {coupon["currency"]: {"amount_off": coupon["amount_off"]}} if coupon["currency"] else {}
    return own | coupon["_currency_options"]


def usable(unit: Unit, coupon_id: str, param: str) -> Object:
    coupon = unit.get("coupon", coupon_id, param)
    if not _runs(coupon, unit.now):
        raise invalid(f"Coupon expired: {coupon_id}", param, "coupon_expired")
    return coupon


def off(coupon: Object, code: str, total: int) -> int:
    """What it takes off a sum; a coupon of a fixed amount in another currency takes nothing."""
    if coupon["percent_off"] is not None:
        exact = Decimal(total) * Decimal(str(coupon["percent_off"])) / 100
        return int(exact + Decimal("0.5")) if exact >= 0 else -int(-exact + Decimal("0.5"))
    if code == coupon["currency"]:
        return min(int(coupon["amount_off"]), max(total, 0))
    other = coupon["_currency_options"].get(code)
    return min(int(other["amount_off"]), max(total, 0)) if other else 0


def redeem(unit: Unit, coupon: Object, promotion_code: str | None = None, **about: Any) -> Object:
    """A discount for a customer, a subscription or a checkout."""
    with unit.changing(coupon):
        coupon["times_redeemed"] += 1
    if promotion_code:
        code = unit.get("promotion_code", promotion_code, "promotion_code")
        with unit.changing(code):
            code["times_redeemed"] += 1
    months = coupon["duration_in_months"] if coupon["duration"] == "repeating" else None
    made = unit.new("discount", **_discount(coupon, promotion_code, unit.now), **about)
    with unit.changing(made):
        del made["created"], made["livemode"]
        made["end"] = add(unit.now, "month", months) if months else None
    return made


def _discount(coupon: Object, promotion_code: str | None, now: int) -> Object:
    nobody = dict.fromkeys(("checkout_session", "customer_account", "invoice", "invoice_item", "subscription_item"))
    source = {"coupon": coupon["id"], "type": "coupon"}
    return {**nobody, "end": None, "promotion_code": promotion_code, "source": source, "start": now}


@call("GET", URL, {"created": RANGE})
def index(unit: Unit, given: Object) -> Object:
    return listed(unit, "coupon", URL, given)


@call("GET", f"{URL}/{{coupon}}")
def retrieve(unit: Unit, given: Object, coupon: str) -> Object:
    return unit.get("coupon", coupon, "coupon", status=404)


@call("POST", f"{URL}/{{coupon}}", {"metadata": metadata, "name": optional(text)})
def update(unit: Unit, given: Object, coupon: str) -> Object:
    one = unit.get("coupon", coupon, "coupon", status=404)
    with unit.changing(one, "coupon.updated"):
        apply(one, given, ("name",))
    return one


@call("DELETE", f"{URL}/{{coupon}}")
def delete(unit: Unit, given: Object, coupon: str) -> Object:
    one = unit.get("coupon", coupon, "coupon", status=404)
    with unit.changing(one):
        one["_deleted"] = True
        unit.emit("coupon.deleted", one)
    return one
