"""A checkout that nobody finished ends after a day at most."""

from program.local.stripe.agenda import due
from program.local.stripe.calls import call
from program.local.stripe.checkout.shape import URL
from program.local.stripe.errors import invalid
from program.local.stripe.objects import Object
from program.local.stripe.paying.intents import OPEN, cancel_intent
from program.local.stripe.unit import Unit


@call("POST", f"{URL}/{{session}}/expire")
def expire(unit: Unit, given: Object, session: str) -> Object:
    one = unit.get("checkout.session", session, "session", status=404)
    if one["status"] != "open":
        message = 'Only Checkout Sessions with a status in ["open"] can be expired.'
        message += f" This Checkout Session has a status of `{one['status']}`."
        raise invalid(message)
    end(unit, one)
    return one


def when(session: Object) -> int | None:
    return int(session["expires_at"]) if session["status"] == "open" and "expires_at" in session else None


@due("checkout.session", when)
def end(unit: Unit, session: Object) -> None:
    intent = unit.account.find("payment_intent", session["_intent"] or "")
    if intent and intent["status"] in OPEN:
        cancel_intent(unit, intent, "abandoned")
    with unit.changing(session):
        session.update(status="expired", url=None)
    unit.emit("checkout.session.expired", session)
