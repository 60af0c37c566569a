"""Payment methods: cards only, and only test cards."""

from typing import Any

from program.local.stripe import cards
from program.local.stripe.calls import call
from program.local.stripe.cards import Card
from program.local.stripe.errors import StripeError, card_error, invalid
from program.local.stripe.lists import listed
from program.local.stripe.objects import Object, address
from program.local.stripe.params import ADDRESS, choice, fields, metadata, optional, text, whole
from program.local.stripe.records import apply_metadata, clean
from program.local.stripe.unit import Unit

URL = "/v1/payment_methods"
DETAILS = fields({"address": ADDRESS, "email": optional(text), "name": optional(text), "phone": optional(text)})
CARD = fields({"number": text, "exp_month": whole, "exp_year": whole, "cvc": text, "token": text})
REDISPLAY = choice("always", "limited", "unspecified")
CREATE = {
    "type": choice("card"),
    "card": CARD,
    "billing_details": DETAILS,
    "metadata": metadata,
    "allow_redisplay": REDISPLAY,
}
RENEWAL = fields({"exp_month": whole, "exp_year": whole})
YEARS = 4  # until a card made without a date expires


def new_method(unit: Unit, card: Card, details: Object | None = None, **more: Any) -> Object:
    given = details or {}
    billing = {name: given.get(name) for name in ("email", "name", "phone")} | {"tax_id": None}
    return unit.new(
        "payment_method",
        allow_redisplay=more.get("allow_redisplay", "unspecified"),
        billing_details={"address": address(given.get("address")), **billing},
        card=_card(card, unit.now, more),
        customer=None,
        customer_account=None,
        metadata=clean(more.get("metadata")),
        type="card",
        _number=card.number,
        _ready=card.asks == "never",
    )


def _card(card: Card, now: int, more: Object) -> Object:
    return {
        "brand": card.brand,
        "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"},
        "country": "US",
        "display_brand": card.brand,
        "exp_month": more.get("exp_month", 12),
        "exp_year": more.get("exp_year", 1970 + now // 31_557_600 + YEARS),
        "fingerprint": f"SANDBOX{card.number[-9:]}",
        "funding": "credit",
        "generated_from": None,
        "last4": card.last4,
        "networks": {"available": [card.brand], "preferred": None},
        "regulated_status": "unregulated",
        "three_d_secure_usage": {"supported": True},
        "wallet": None,
    }


def card_of(method: Object) -> Card:
    return cards.CARDS[method["_number"]]


def found(unit: Unit, method_id: str, param: str, *, status: int = 400) -> Object:
    """Stripe's ready-made test cards may be named wherever a payment method may."""
    if number := cards.TOKENS.get(method_id):
        return new_method(unit, cards.CARDS[number])
    return unit.get("payment_method", method_id, param, status=status)


def attach(unit: Unit, method: Object, customer: Object) -> Object:
    if method["customer"] == customer["id"]:
        return method
    if method["customer"]:
        raise invalid("The payment method you provided has already been attached to a customer.", "payment_method")
    card = card_of(method)
    if not card.attach:
        raise declined(card)
    with unit.changing(method):
        method["customer"] = customer["id"]
    unit.emit("payment_method.attached", method)
    return method


def declined(card: Card, *, keep: bool = False, **more: Any) -> StripeError:
    """With `keep` for a card that was charged: the charge that failed stays."""
    return card_error(card.code, card.message, card.decline_code, keep=keep, **more)


def owned(unit: Unit, method_id: str, customer: str, param: str) -> Object:
    method = unit.get("payment_method", method_id, param)
    if method["customer"] != customer:
        raise invalid(
            f"The customer does not have a payment method with the ID {method_id}. "
            "The payment method must be attached to the customer.",
            param,
            "resource_missing",
        )
    return method


@call("POST", URL, CREATE, required=("type",))
def create(unit: Unit, given: Object) -> Object:
    entered = dict(given.get("card", {}))
    token = cards.CARD_TOKENS.get(entered.pop("token", ""), "")
    card = cards.known(token or entered.pop("number", ""))
    if card is None:
        raise card_error("incorrect_number", "Your card number is incorrect.", param="number")
    more = {name: given[name] for name in ("metadata", "allow_redisplay") if name in given}
    return new_method(unit, card, given.get("billing_details"), **entered, **more)


@call("GET", URL, {"customer": text, "type": choice("card"), "allow_redisplay": REDISPLAY})
def index(unit: Unit, given: Object) -> Object:
    return listed(unit, "payment_method", URL, given)


@call("GET", "/v1/customers/{customer}/payment_methods", {"type": choice("card"), "allow_redisplay": REDISPLAY})
def of_customer(unit: Unit, given: Object, customer: str) -> Object:
    unit.get("customer", customer, "id", status=404)
    url = f"/v1/customers/{customer}/payment_methods"
    return listed(unit, "payment_method", url, {**given, "customer": customer})


@call("GET", f"{URL}/{{method}}")
def retrieve(unit: Unit, given: Object, method: str) -> Object:
    return found(unit, method, "payment_method", status=404)


@call("POST", f"{URL}/{{method}}", {"billing_details": DETAILS, "card": RENEWAL, "metadata": metadata})
def update(unit: Unit, given: Object, method: str) -> Object:
    one = unit.get("payment_method", method, "payment_method", status=404)
    with unit.changing(one, "payment_method.updated"):
        one["billing_details"] = one["billing_details"] | given.get("billing_details", {})
        one["card"] = one["card"] | given.get("card", {})
        apply_metadata(one, given)
    return one


@call("POST", f"{URL}/{{method}}/attach", {"customer": text}, required=("customer",))
def attached(unit: Unit, given: Object, method: str) -> Object:
    one = found(unit, method, "payment_method", status=404)
    return attach(unit, one, unit.get("customer", given["customer"], "customer"))


@call("POST", f"{URL}/{{method}}/detach")
def detach(unit: Unit, given: Object, method: str) -> Object:
    one = unit.get("payment_method", method, "payment_method", status=404)
    if not one["customer"]:
        raise invalid("The payment method you provided is not attached to a customer so detachment is impossible.")
    customer = unit.known(one["customer"])
    with unit.changing(customer, "customer.updated"):
        if customer["invoice_settings"]["default_payment_method"] == method:
            customer["invoice_settings"]["default_payment_method"] = None
    with unit.changing(one, "payment_method.detached"):
        one["customer"] = None
    return one
