"""Payment intents."""

from typing import Any

from program.local.stripe.calls import call
from program.local.stripe.currencies import ZERO_DECIMAL, largest
from program.local.stripe.customers import methods
from program.local.stripe.errors import invalid
from program.local.stripe.lists import listed
from program.local.stripe.objects import Object, new_id, random_text
from program.local.stripe.params import (
    RANGE,
    amount,
    choice,
    currency,
    fields,
    flag,
    metadata,
    optional,
    text,
)  # fmt: skip
from program.local.stripe.paying.attempts import attempt
from program.local.stripe.present import present
from program.local.stripe.records import apply, clean
from program.local.stripe.unit import Unit

URL = "/v1/payment_intents"
UPDATE = {
    "amount": amount,
    "currency": currency,
    "customer": text,
    "description": optional(text),
    "metadata": metadata,
    "payment_method": text,
    "receipt_email": optional(text),
    "setup_future_usage": optional(choice("off_session", "on_session")),
}
CREATE = UPDATE | {
    "automatic_payment_methods": fields({"enabled": flag, "allow_redirects": choice("always", "never")}),
    "confirm": flag,
    "off_session": flag,
    "return_url": text,
    "error_on_requires_action": flag,
}
CONFIRM = {"payment_method": text, "return_url": text, "off_session": flag, "error_on_requires_action": flag}
NOTHING = (
    "application", "application_fee_amount", "automatic_payment_methods", "canceled_at", "cancellation_reason",
    "customer_account", "excluded_payment_method_types", "last_payment_error", "latest_charge", "managed_payments",
    "next_action", "on_behalf_of", "payment_method_configuration_details", "processing", "review", "shipping",
    "source", "statement_descriptor", "statement_descriptor_suffix", "transfer_data", "transfer_group",
)  # fmt: skip
MINIMUM = 50
OPEN = ("requires_payment_method", "requires_confirmation", "requires_action")


def new_intent(unit: Unit, wanted: int, code: str, customer: str | None, **more: Any) -> Object:
    _check_amount(wanted, code)
    own_id = new_id("payment_intent")
    made = unit.new(
        "payment_intent",
        id=own_id,
        **dict.fromkeys(NOTHING),
        amount=wanted,
        amount_capturable=0,
        amount_details={"tip": {}},
        amount_received=0,
        capture_method="automatic_async",
        client_secret=f"{own_id}_secret_{random_text(25)}",
        confirmation_method="automatic",
        currency=code,
        customer=customer,
        description=more.get("description"),
        metadata=clean(more.get("metadata")),
        payment_method=more.get("payment_method"),
        payment_method_options={"card": {"installments": None, "request_three_d_secure": "automatic"}},
        payment_method_types=["card"],
        receipt_email=more.get("receipt_email"),
        setup_future_usage=more.get("setup_future_usage"),
        status="requires_confirmation" if more.get("payment_method") else "requires_payment_method",
        _invoice=more.get("invoice"),
    )
    unit.emit("payment_intent.created", made)
    return made


def _check_amount(wanted: int, code: str) -> None:
    if wanted < (MINIMUM if code not in ZERO_DECIMAL else 1):
        raise invalid("Amount must be at least $0.50 usd", "amount", "amount_too_small")
    if wanted > largest(code):
        raise invalid(f"Amount must be no more than {largest(code)} {code}", "amount", "amount_too_large")


@call("POST", URL, CREATE, required=("amount", "currency"))
def create(unit: Unit, given: Object) -> Object:
    if given.get("customer"):
        unit.follow(unit.get("customer", given["customer"], "customer"))
    if given.get("payment_method"):
        given["payment_method"] = methods.found(unit, given["payment_method"], "payment_method")["id"]
    named = {name: value for name, value in given.items() if name not in ("amount", "currency", "customer")}
    made = new_intent(unit, given["amount"], given["currency"], given.get("customer"), **named)
    if "automatic_payment_methods" in given:
        with unit.changing(made):
            made["automatic_payment_methods"] = {"allow_redirects": "always", **given["automatic_payment_methods"]}
    return _confirmed(unit, made, given) if given.get("confirm") else made


def _confirmed(unit: Unit, intent: Object, given: Object) -> Object:
    if intent["status"] not in OPEN:
        raise unexpected(unit, intent, "confirm")
    wanted = given.get("payment_method") or intent["payment_method"]
    if not wanted:
        raise invalid(
            "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the "
            "PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a "
            "payment method or ConfirmationToken.",
            None,
            "payment_intent_unexpected_state",
        )
    method = methods.found(unit, wanted, "payment_method")
    outcome = attempt(unit, intent, method, return_url=given.get("return_url"))
    if outcome == "failed":
        raise methods.declined(methods.card_of(method), keep=True, payment_intent=present(unit.account, intent))
    if outcome == "succeeded" and intent["setup_future_usage"] and intent["customer"]:
        methods.attach(unit, method, unit.known(intent["customer"]))
    return intent


def unexpected(unit: Unit, intent: Object, verb: str) -> Exception:
    error = invalid(
        f"You cannot {verb} this PaymentIntent because it has a status of {intent['status']}.",
        None,
        "payment_intent_unexpected_state",
    )
    error.error["payment_intent"] = present(unit.account, intent)
    return error


@call("GET", URL, {"created": RANGE, "customer": text})
def index(unit: Unit, given: Object) -> Object:
    return listed(unit, "payment_intent", URL, given)


@call("GET", f"{URL}/{{intent}}", {"client_secret": text})
def retrieve(unit: Unit, given: Object, intent: str) -> Object:
    return unit.get("payment_intent", intent, "intent", status=404)


@call("POST", f"{URL}/{{intent}}", UPDATE)
def update(unit: Unit, given: Object, intent: str) -> Object:
    one = retrieve(unit, {}, intent)
    if one["status"] not in OPEN and given.keys() - {"metadata", "description", "receipt_email"}:
        raise unexpected(unit, one, "update")
    with unit.changing(one):
        apply(one, given, UPDATE.keys() - {"metadata"})
    return one


@call("POST", f"{URL}/{{intent}}/confirm", CONFIRM)
def confirm(unit: Unit, given: Object, intent: str) -> Object:
    return _confirmed(unit, retrieve(unit, {}, intent), given)


REASONS = choice("abandoned", "duplicate", "fraudulent", "requested_by_customer")


@call("POST", f"{URL}/{{intent}}/cancel", {"cancellation_reason": REASONS})
def cancel(unit: Unit, given: Object, intent: str) -> Object:
    one = retrieve(unit, {}, intent)
    if one["status"] not in OPEN:
        raise unexpected(unit, one, "cancel")
    cancel_intent(unit, one, given.get("cancellation_reason"))
    return one


def cancel_intent(unit: Unit, intent: Object, reason: str | None) -> None:
    with unit.changing(intent):
        intent.update(status="canceled", canceled_at=unit.now, cancellation_reason=reason, next_action=None)
    unit.emit("payment_intent.canceled", intent)
