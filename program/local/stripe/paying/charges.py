"""Charges: one for each time that a card was asked for money."""

from typing import Any

from program.local.stripe.calls import call
from program.local.stripe.cards import Card
from program.local.stripe.lists import listed
from program.local.stripe.objects import Object, as_list, random_text
from program.local.stripe.params import RANGE, metadata, optional, text
from program.local.stripe.paying.balance import book, usual_fee
from program.local.stripe.present import look
from program.local.stripe.records import apply
from program.local.stripe.store import Account
from program.local.stripe.unit import Unit

URL = "/v1/charges"
NOTHING = (
    "application", "application_fee", "application_fee_amount", "failure_balance_transaction", "on_behalf_of",
    "receipt_number", "review", "shipping", "source", "source_transfer", "statement_descriptor",
    "statement_descriptor_suffix", "transfer_data", "transfer_group",
)  # fmt: skip


def new_charge(unit: Unit, intent: Object, method: Object, refusal: Card | None) -> Object:
    paid = refusal is None
    made = unit.new(
        "charge",
        **dict.fromkeys(NOTHING),
        **_of_intent(intent),
        **_ending(refusal, intent["amount"]),
        billing_details=method["billing_details"],
        calculated_statement_descriptor="SANDBOX",
        fraud_details={},
        payment_method=method["id"],
        payment_method_details={"card": _details(method, intent["amount"]), "type": "card"},
        receipt_url=f"{unit.base_url}/receipts/{intent['id']}" if paid else None,
    )
    if paid:
        with unit.changing(made):
            booked = book(unit, "charge", made["amount"], made, fee=usual_fee(made["amount"]))
            made["balance_transaction"] = booked["id"]
    unit.emit("charge.succeeded" if paid else "charge.failed", made)
    return made


def _of_intent(intent: Object) -> Object:
    same = ("amount", "currency", "customer", "description", "receipt_email")
    return {name: intent[name] for name in same} | {
        "metadata": dict(intent["metadata"]),
        "payment_intent": intent["id"],
    }


def _ending(refusal: Card | None, amount: int) -> Object:
    paid = refusal is None
    return {
        "amount_captured": amount if paid else 0,
        "amount_refunded": 0,
        "balance_transaction": None,
        "captured": paid,
        "disputed": False,
        "failure_code": refusal.code if refusal else None,
        "failure_message": refusal.message if refusal else None,
        "outcome": _outcome(refusal),
        "paid": paid,
        "refunded": False,
        "status": "succeeded" if paid else "failed",
    }


def _outcome(refusal: Card | None) -> Object:
    blank: Object = dict.fromkeys(("advice_code", "network_advice_code", "network_decline_code", "reason"))
    if refusal is None:
        said = {"network_status": "approved_by_network", "seller_message": "Payment complete.", "type": "authorized"}
    else:
        message = "The bank did not return any further details with this decline."
        said = {"network_status": "declined_by_network", "seller_message": message, "type": "issuer_declined"}
        blank["reason"] = refusal.decline_code or refusal.code
    return {**blank, **said, "risk_level": "normal", "risk_score": 20}


def _details(method: Object, amount: int) -> Object:
    card = method["card"]
    same = ("brand", "checks", "country", "exp_month", "exp_year", "fingerprint", "funding", "last4", "wallet")
    off = {name: {"status": "unavailable"} for name in ("incremental_authorization", "multicapture")}
    none: Object = dict.fromkeys(("installments", "mandate", "three_d_secure", "transaction_link_id"))
    return {
        **{name: card[name] for name in same},
        **none,
        **off,
        "amount_authorized": amount,
        "authorization_code": random_text(6).upper(),
        "extended_authorization": {"status": "disabled"},
        "network": card["brand"],
        "network_token": {"used": False},
        "network_transaction_id": random_text(15).upper(),
        "overcapture": {"maximum_amount_capturable": amount, "status": "unavailable"},
        "regulated_status": card["regulated_status"],
    }


def refunds_of(account: Account, charge: Object) -> list[Any]:
    return account.where("refund", charge=charge["id"])[::-1]


@look("charge")
def _shown(account: Account, shown: Object, charge: Object) -> None:
    found = refunds_of(account, charge) if charge["amount_refunded"] else []
    shown["refunds"] = as_list([dict(one) for one in found], f"{URL}/{charge['id']}/refunds")


@call("GET", URL, {"created": RANGE, "customer": text, "payment_intent": text})
def index(unit: Unit, given: Object) -> Object:
    return listed(unit, "charge", URL, given)


@call("GET", f"{URL}/{{charge}}")
def retrieve(unit: Unit, given: Object, charge: str) -> Object:
    return unit.get("charge", charge, "id", status=404)


@call("POST", f"{URL}/{{charge}}", {"description": optional(text), "metadata": metadata, "receipt_email": text})
def update(unit: Unit, given: Object, charge: str) -> Object:
    one = retrieve(unit, {}, charge)
    with unit.changing(one, "charge.updated"):
        apply(one, given, ("description", "receipt_email"))
    return one
