"""The API of checkout sessions."""

from typing import Any

from program.local.stripe.calls import call
from program.local.stripe.catalogue.prices import new_price
from program.local.stripe.catalogue.products import new_product
from program.local.stripe.checkout.quoting import quote
from program.local.stripe.checkout.shape import CREATE, SIMPLE, URL, blank
from program.local.stripe.errors import invalid, missing
from program.local.stripe.lists import listed
from program.local.stripe.objects import Object, new_id
from program.local.stripe.params import RANGE, choice, fields, metadata, text
from program.local.stripe.records import apply_metadata, clean
from program.local.stripe.unit import Unit

DAY, HALF_HOUR = 86_400, 1800


@call("POST", URL, CREATE, required=("mode", "line_items", "success_url"))
def create(unit: Unit, given: Object) -> Object:
    _check(unit, given)
    lines = [_line(unit, one, n) for n, one in enumerate(given["line_items"])]
    prices = [unit.known(one["price"]) for one in lines]
    _fitting(given["mode"], prices)
    own_id = new_id("checkout.session")
    made = unit.new("checkout.session", id=own_id, **blank(), **_private(given, lines))
    with unit.changing(made):
        made.update({name: given[name] for name in SIMPLE if name in given}, mode=given["mode"])
        made.update(currency=given.get("currency") or prices[0]["currency"], metadata=clean(given.get("metadata")))
        made.update(expires_at=_expiry(unit, given), url=f"{unit.base_url}/c/pay/{own_id}")
        made["discounts"] = [{"coupon": None, "promotion_code": None, **one} for one in given.get("discounts", [])]
        _shape(made, given)
    quote(unit, made)
    _enough(made)
    return made


def _check(unit: Unit, given: Object) -> None:
    if not given["line_items"]:
        raise missing("line_items")
    if "customer" in given and "customer_email" in given:
        message = "You may only specify one of these parameters: customer, customer_email."
        raise invalid(message, "customer")
    if given.get("allow_promotion_codes") and given.get("discounts"):
        message = "You may only specify one of these parameters: allow_promotion_codes, discounts."
        raise invalid(message, "allow_promotion_codes")
    if "customer" in given:
        unit.get("customer", given["customer"], "customer")
    for mode, name in (("subscription", "subscription_data"), ("payment", "payment_intent_data")):
        if name in given and given["mode"] != mode:
            raise invalid(f"You can not pass `{name}` in `{given['mode']}` mode.", name)
    for name in ("success_url", "cancel_url"):
        if not given.get(name, "http://").startswith(("http://", "https://")):
            raise invalid("Not a valid URL", name, "url_invalid")


def _line(unit: Unit, given: Object, place: int) -> Object:
    param = f"line_items[{place}]"
    if "price_data" in given:
        price = _inline(unit, given["price_data"], f"{param}[price_data]")
    elif "price" in given:
        price = unit.get("price", given["price"], f"{param}[price]")
    else:
        raise missing(f"{param}[price]")
    if not price["active"]:
        raise invalid("The price specified is inactive. This field only accepts active prices.", f"{param}[price]")
    if given.get("quantity", 1) < 1:
        raise invalid(
            "This value must be greater than or equal to 1.", f"{param}[quantity]", "parameter_invalid_integer"
        )
    return {"price": price["id"], "quantity": given.get("quantity", 1), "tax_rates": given.get("tax_rates", [])}


def _inline(unit: Unit, given: Object, param: str) -> Object:
    if "product" in given:
        product = unit.get("product", given["product"], f"{param}[product]")
    elif "product_data" in given:
        product = new_product(unit, given["product_data"])
    else:
        raise missing(f"{param}[product_data]")
    return new_price(unit, {**given, "product": product["id"]})


def _fitting(mode: str, prices: list[Object]) -> None:
    recurring = [price for price in prices if price["recurring"]]
    if mode == "payment" and recurring:
        raise invalid(
            "You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use "
            "only one-time prices.",
            "mode",
        )
    if mode == "subscription" and not recurring:
        raise invalid(
            "You must provide at least one recurring price in `subscription` mode when using prices.", "mode"
        )


def _private(given: Object, lines: list[Object]) -> Object:
    creation = given.get("invoice_creation", {})
    return {
        "_due": 0,
        "_intent": None,
        "_invoice_data": creation.get("invoice_data"),
        "_line_items": [],
        "_lines": lines,
        "_method": None,
        "_payment_data": given.get("payment_intent_data", {}),
        "_subscription_data": given.get("subscription_data", {}),
    }


def _shape(made: Object, given: Object) -> None:
    payment = given["mode"] == "payment"
    if payment and made["customer"] is None:
        invoiced = given.get("invoice_creation", {}).get("enabled")
        made["customer_creation"] = "always" if invoiced else given.get("customer_creation", "if_required")
    elif made["customer"] is None:
        made["customer_creation"] = "always"
    if payment:
        enabled = given.get("invoice_creation", {}).get("enabled", False)
        data = {**_no_invoice_data(), **given.get("invoice_creation", {}).get("invoice_data", {})}
        made["invoice_creation"] = {"enabled": enabled, "invoice_data": data}
        made["payment_method_collection"] = "if_required"
    if "phone_number_collection" in given:
        made["phone_number_collection"] = given["phone_number_collection"]


def _no_invoice_data() -> Object:
    names = ("account_tax_ids", "custom_fields", "description", "footer", "issuer", "rendering_options")
    return {**dict.fromkeys(names), "metadata": {}}


def _expiry(unit: Unit, given: Object) -> int:
    wanted = given.get("expires_at", unit.now + DAY)
    if not unit.now + HALF_HOUR - 60 <= wanted <= unit.now + DAY + 60:
        raise invalid(
            "The `expires_at` timestamp must be from 30 minutes to 24 hours after the session.", "expires_at"
        )
    return int(wanted)


def _enough(made: Object) -> None:
    if made["mode"] == "payment" and 0 < made["amount_total"] < 50 and made["currency"] not in ("jpy", "krw", "clp"):
        raise invalid(
            "The Checkout Session's total amount due must add up to at least $0.50 usd", None, "amount_too_small"
        )


STATUS = choice("complete", "expired", "open")


@call(
    "GET",
    URL,
    {
        "created": RANGE,
        "customer": text,
        "customer_details": fields({"email": text}, required=("email",)),
        "payment_intent": text,
        "status": STATUS,
        "subscription": text,
    },
)
def index(unit: Unit, given: Object) -> Object:
    def by(one: Object, wanted: Any) -> bool:
        return bool((one["customer_details"] or {}).get("email") == wanted["email"])

    return listed(unit, "checkout.session", URL, given, customer_details=by)


@call("GET", f"{URL}/{{session}}")
def retrieve(unit: Unit, given: Object, session: str) -> Object:
    return unit.get("checkout.session", session, "session", status=404)


@call("POST", f"{URL}/{{session}}", {"metadata": metadata})
def update(unit: Unit, given: Object, session: str) -> Object:
    one = retrieve(unit, {}, session)
    with unit.changing(one):
        apply_metadata(one, given)
    return one
