"""Discounts of a subscription."""

from program.local.stripe.catalogue import promotion_codes
from program.local.stripe.catalogue.coupons import redeem, usable
from program.local.stripe.errors import invalid
from program.local.stripe.objects import Object
from program.local.stripe.params import fields, list_of, text
from program.local.stripe.unit import Unit

DISCOUNTS = list_of(fields({"coupon": text, "promotion_code": text, "discount": text}))


def apply_discounts(unit: Unit, subscription: Object, given: list[Object], total: int) -> None:
    """Replaces all of them; `discount` keeps one that is there."""
    subscription["discounts"] = [
        _discount(unit, subscription, one, total, f"discounts[{place}]") for place, one in enumerate(given)
    ]


def _discount(unit: Unit, subscription: Object, given: Object, total: int, param: str) -> str:
    if given.get("discount") in subscription["discounts"] and given.get("discount"):
        return str(given["discount"])
    coupon, code = chosen(unit, given, subscription["customer"], subscription["currency"], total, param)
    about = {"customer": subscription["customer"], "subscription": subscription["id"]}
    return str(redeem(unit, coupon, code, **about)["id"])


def chosen(
    unit: Unit, given: Object, customer: str | None, currency: str, total: int, param: str
) -> tuple[Object, str | None]:
    if given.get("coupon"):
        return usable(unit, given["coupon"], f"{param}[coupon]"), None
    if given.get("promotion_code"):
        where = f"{param}[promotion_code]"
        code = unit.get("promotion_code", given["promotion_code"], where)
        return promotion_codes.check(unit, code, customer, currency, total, where), code["id"]
    raise invalid("You must pass a coupon, a promotion code or a discount.", param, "parameter_missing")


def spend(unit: Unit, subscription: Object, invoice: Object) -> None:
    """A coupon that works once is gone with the first invoice that it took something off."""
    used = {one["discount"] for one in invoice["total_discount_amounts"] if one["amount"]}
    left = []
    for one in subscription["discounts"]:
        coupon = unit.known(unit.known(one)["source"]["coupon"])
        if not (one in used and coupon["duration"] == "once"):
            left.append(one)
    with unit.changing(subscription):
        subscription["discounts"] = left
