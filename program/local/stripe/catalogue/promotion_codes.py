"""Promotion codes: words that customers type for a coupon."""

from program.local.stripe.calls import call
from program.local.stripe.catalogue.coupons import usable
from program.local.stripe.errors import invalid
from program.local.stripe.lists import listed
from program.local.stripe.objects import Object, random_text
from program.local.stripe.params import RANGE, amount, choice, currency, fields, flag, metadata, text, whole
from program.local.stripe.records import apply, clean
from program.local.stripe.unit import Unit

URL = "/v1/promotion_codes"
RESTRICTIONS = fields({"first_time_transaction": flag, "minimum_amount": amount, "minimum_amount_currency": currency})
CREATE = {
    "active": flag,
    "code": text,
    "customer": text,
    "expires_at": whole,
    "max_redemptions": whole,
    "metadata": metadata,
    "promotion": fields({"coupon": text, "type": choice("coupon")}, required=("type",)),
    "restrictions": RESTRICTIONS,
}


@call("POST", URL, CREATE, required=("promotion",))
def create(unit: Unit, given: Object) -> Object:
    coupon = unit.get("coupon", given["promotion"].get("coupon", ""), "promotion[coupon]")
    code = given.get("code") or random_text(8).upper()
    if given.get("customer"):
        unit.get("customer", given["customer"], "customer")
    if any(other["active"] for other in _named(unit, code)):
        raise invalid(f"An active promotion code with `code: {code}` already exists.", "code")
    blank = {"first_time_transaction": False, "minimum_amount": None, "minimum_amount_currency": None}
    made = unit.new(
        "promotion_code",
        active=given.get("active", True),
        code=code,
        customer=given.get("customer"),
        customer_account=None,
        expires_at=given.get("expires_at"),
        max_redemptions=given.get("max_redemptions"),
        metadata=clean(given.get("metadata")),
        promotion={"coupon": coupon["id"], "type": "coupon"},
        restrictions=blank | given.get("restrictions", {}),
        times_redeemed=0,
    )
    unit.emit("promotion_code.created", made)
    return made


def _named(unit: Unit, code: str) -> list[Object]:
    return [one for one in unit.account.all("promotion_code") if one["code"].lower() == code.lower()]


def check(unit: Unit, one: Object, customer: str | None, code: str, total: int, param: str) -> Object:
    """The coupon of a code that this customer may use for such an order."""
    spent = one["max_redemptions"] is not None and one["times_redeemed"] >= one["max_redemptions"]
    late = one["expires_at"] is not None and one["expires_at"] <= unit.now
    if not one["active"] or spent or late:
        raise invalid("This promotion code is invalid or has expired.", param, "promotion_code_expired")
    rules = one["restrictions"]
    if one["customer"] and one["customer"] != customer:
        raise invalid("This promotion code cannot be redeemed by this customer.", param)
    if rules["minimum_amount"] and (rules["minimum_amount_currency"] != code or total < rules["minimum_amount"]):
        raise invalid("This promotion code cannot be redeemed: the order is below its minimum.", param)
    if rules["first_time_transaction"] and customer and unit.account.where("charge", customer=customer, paid=True):
        raise invalid("This promotion code cannot be redeemed: the customer has bought before.", param)
    return usable(unit, one["promotion"]["coupon"], param)


def typed(unit: Unit, code: str) -> Object | None:
    """What a customer typed; capitals do not matter."""
    return next((one for one in _named(unit, code.strip()) if one["active"]), None)


@call("GET", URL, {"active": flag, "code": text, "coupon": text, "created": RANGE, "customer": text})
def index(unit: Unit, given: Object) -> Object:
    return listed(
        unit,
        "promotion_code",
        URL,
        given,
        code=lambda one, wanted: one["code"].lower() == wanted.lower(),
        coupon=lambda one, wanted: one["promotion"]["coupon"] == wanted,
    )


@call("GET", f"{URL}/{{code}}")
def retrieve(unit: Unit, given: Object, code: str) -> Object:
    return unit.get("promotion_code", code, "promotion_code", status=404)


@call("POST", f"{URL}/{{code}}", {"active": flag, "metadata": metadata})
def update(unit: Unit, given: Object, code: str) -> Object:
    one = retrieve(unit, {}, code)
    with unit.changing(one, "promotion_code.updated"):
        apply(one, given, ("active",))
    return one
