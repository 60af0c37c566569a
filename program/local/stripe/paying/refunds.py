"""Refunds: whole or in parts, never above what is left."""

from program.local.stripe.calls import call
from program.local.stripe.currencies import ZERO_DECIMAL
from program.local.stripe.errors import invalid
from program.local.stripe.lists import listed
from program.local.stripe.objects import Object, random_text
from program.local.stripe.params import RANGE, amount, choice, metadata, text
from program.local.stripe.paying.balance import book
from program.local.stripe.records import apply, clean
from program.local.stripe.unit import Unit

URL = "/v1/refunds"
REASON = choice("duplicate", "fraudulent", "requested_by_customer")
CREATE = {"amount": amount, "charge": text, "payment_intent": text, "reason": REASON, "metadata": metadata}


@call("POST", URL, CREATE)
def create(unit: Unit, given: Object) -> Object:
    charge = _charge(unit, given)
    if charge["customer"]:
        unit.follow(unit.account.find("customer", charge["customer"]) or {})
    wanted = _allowed(charge, given.get("amount"))
    made = _refund(unit, charge, wanted, given)
    unit.emit("refund.created", made)
    with unit.changing(charge, "charge.refunded"):
        charge["amount_refunded"] += wanted
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    return made


def _charge(unit: Unit, given: Object) -> Object:
    if "charge" in given:
        return unit.get("charge", given["charge"], "charge")
    if "payment_intent" not in given:
        message = "One of the following params should be provided for this request: payment_intent or charge."
        raise invalid(message, None, "parameter_missing")
    intent = unit.get("payment_intent", given["payment_intent"], "payment_intent")
    if intent["status"] != "succeeded":
        message = f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund."
        raise invalid(message, "payment_intent")
    return unit.known(intent["latest_charge"])


def _allowed(charge: Object, wanted: int | None) -> int:
    left: int = charge["amount"] - charge["amount_refunded"]
    if not charge["paid"]:
        raise invalid(f"Charge {charge['id']} was not successful; there is nothing to refund.", "charge")
    if charge["disputed"]:
        message = f"Charge {charge['id']} has been charged back; cannot issue a refund."
        raise invalid(message, None, "charge_disputed")
    if left == 0:
        message = f"Charge {charge['id']} has already been refunded."
        raise invalid(message, None, "charge_already_refunded")
    if wanted == 0:
        raise invalid("Invalid positive integer", "amount", "parameter_invalid_integer")
    if wanted is not None and wanted > left:
        code = charge["currency"]
        message = f"Refund amount ({_money(wanted, code)}) is greater than unrefunded amount on charge"
        raise invalid(f"{message} ({_money(left, code)})", "amount")
    return left if wanted is None else wanted


def _money(minor: int, code: str) -> str:
    plain = f"{minor}" if code in ZERO_DECIMAL else f"{minor / 100:.2f}"
    return f"${plain}" if code == "usd" else f"{plain} {code.upper()}"


def _refund(unit: Unit, charge: Object, wanted: int, given: Object) -> Object:
    card = {"reference_status": "pending", "reference_type": "acquirer_reference_number", "type": "refund"}
    made = unit.new(
        "refund",
        amount=wanted,
        balance_transaction=None,
        charge=charge["id"],
        currency=charge["currency"],
        customer=charge["customer"],
        customer_account=None,
        destination_details={"card": card, "type": "card"},
        metadata=clean(given.get("metadata")),
        payment_intent=charge["payment_intent"],
        payment_method=charge["payment_method"],
        reason=given.get("reason"),
        receipt_number=f"{random_text(4)}-{random_text(4)}".upper(),
        source_transfer_reversal=None,
        status="succeeded",
        transfer_reversal=None,
    )
    with unit.changing(made):
        del made["livemode"]
        made["balance_transaction"] = book(unit, "refund", -wanted, made)["id"]
    return made


@call("GET", URL, {"charge": text, "created": RANGE, "payment_intent": text})
def index(unit: Unit, given: Object) -> Object:
    return listed(unit, "refund", URL, given)


@call("GET", f"{URL}/{{refund}}")
def retrieve(unit: Unit, given: Object, refund: str) -> Object:
    return unit.get("refund", refund, "refund", status=404)


@call("POST", f"{URL}/{{refund}}", {"metadata": metadata})
def update(unit: Unit, given: Object, refund: str) -> Object:
    one = retrieve(unit, {}, refund)
    with unit.changing(one, "refund.updated"):
        apply(one, given, ())
    return one
