"""Asking a card for what a payment intent wants."""

from typing import Any, Literal

from program.local.stripe.cards import MESSAGES, Card
from program.local.stripe.customers.methods import card_of
from program.local.stripe.objects import Object
from program.local.stripe.paying.charges import new_charge
from program.local.stripe.present import present
from program.local.stripe.unit import Unit

UNPROVEN = "We are unable to authenticate your payment method. Please choose a different payment method and try again."

type Outcome = Literal["succeeded", "failed", "requires_action"]


def attempt(
    unit: Unit, intent: Object, method: Object, *, authenticated: bool = False, return_url: str | None = None
) -> Outcome:
    card = _forced(unit, intent) or card_of(method)
    if card.code:
        return _decline(unit, intent, method, card)
    if _asks(card, method) and not authenticated:
        return _ask(unit, intent, method, return_url)
    if authenticated:
        with unit.changing(method):
            method["_ready"] = True
    return _take(unit, intent, method, card)


def refuse_authentication(unit: Unit, intent: Object) -> None:
    """The customer failed 3-D Secure."""
    with unit.changing(intent, "payment_intent.payment_failed"):
        method = unit.known(intent["payment_method"])
        error = {"code": "payment_intent_authentication_failure", "message": UNPROVEN, "type": "invalid_request_error"}
        intent["last_payment_error"] = {**error, "payment_method": _seen(unit, method)}
        intent.update(status="requires_payment_method", next_action=None, payment_method=None)


def _forced(unit: Unit, intent: Object) -> Card | None:
    """The control API said that the next payments of this customer fail."""
    customer = unit.account.find("customer", intent["customer"] or "")
    if not customer or not customer.get("_fail_next"):
        return None
    with unit.changing(customer):
        customer["_fail_next"]["times"] -= 1
        code = customer["_fail_next"]["code"]
        if customer["_fail_next"]["times"] <= 0:
            customer["_fail_next"] = None
    plain = code in MESSAGES and code not in ("card_declined", "insufficient_funds")
    return Card("", code=code if plain else "card_declined", decline_code=None if plain else code)


def _asks(card: Card, method: Object) -> bool:
    return card.asks == "always" or (card.asks == "once" and not method["_ready"])


def _take(unit: Unit, intent: Object, method: Object, card: Card) -> Outcome:
    charge = new_charge(unit, intent, method, None)
    with unit.changing(intent):
        intent.update(
            amount_received=intent["amount"],
            last_payment_error=None,
            latest_charge=charge["id"],
            next_action=None,
            payment_method=method["id"],
            status="succeeded",
        )
    unit.emit("payment_intent.succeeded", intent)
    if card.disputed:
        from program.local.stripe.paying.disputes import open_dispute  # disputes look back at charges

        open_dispute(unit, charge)
    return "succeeded"


def _decline(unit: Unit, intent: Object, method: Object, card: Card) -> Outcome:
    charge = new_charge(unit, intent, method, card)
    with unit.changing(intent):
        intent.update(latest_charge=charge["id"], next_action=None, payment_method=None)
        intent.update(last_payment_error=_error(unit, charge, method, card), status="requires_payment_method")
    unit.emit("payment_intent.payment_failed", intent)
    return "failed"


def _error(unit: Unit, charge: Object, method: Object, card: Card) -> Object:
    error: Object = {"charge": charge["id"], "code": card.code, "message": card.message, "type": "card_error"}
    error["doc_url"] = f"https://stripe.com/docs/error-codes/{card.code.replace('_', '-')}"
    if card.decline_code:
        error["decline_code"] = card.decline_code
    return {**error, "payment_method": _seen(unit, method)}


def _seen(unit: Unit, method: Object) -> Any:
    return present(unit.account, method)


def _ask(unit: Unit, intent: Object, method: Object, return_url: str | None) -> Outcome:
    with unit.changing(intent):
        url = f"{unit.base_url}/3ds/{intent['id']}"
        intent["next_action"] = {"redirect_to_url": {"return_url": return_url, "url": url}, "type": "redirect_to_url"}
        intent.update(payment_method=method["id"], status="requires_action")
    unit.emit("payment_intent.requires_action", intent)
    return "requires_action"
