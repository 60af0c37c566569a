"""Payments that arrive later, such as a bank debit: the session completes first and is paid, or not, afterwards."""

from program.local.stripe.cards import CARDS
from program.local.stripe.checkout import completing
from program.local.stripe.checkout.completing import Buyer
from program.local.stripe.checkout.quoting import quote
from program.local.stripe.customers.methods import new_method
from program.local.stripe.errors import invalid
from program.local.stripe.objects import Object
from program.local.stripe.paying.attempts import attempt
from program.local.stripe.unit import Unit


def promise(unit: Unit, session: Object, buyer: Buyer) -> None:
    if session["mode"] != "payment" or session["status"] != "open":
        raise invalid("Only an open checkout in payment mode can be paid later.", "session")
    quote(unit, session)
    method = new_method(unit, CARDS["4242424242424242"], buyer.details)
    with unit.changing(session):
        session.update(_buyer=vars(buyer), _method=method["id"])
    intent = completing.intent_of(unit, session)
    with unit.changing(intent):
        intent.update(status="processing", payment_method=method["id"])
    unit.emit("payment_intent.processing", intent)
    completing.finish(unit, session, intent, None, paid=False)


def arrive(unit: Unit, session: Object, *, paid: bool) -> Object:
    """The money comes, or it does not."""
    intent = unit.account.find("payment_intent", session["_intent"] or "")
    if session["payment_status"] != "unpaid" or session["status"] != "complete" or intent is None:
        raise invalid("This checkout waits for no payment.", "session")
    if paid:
        attempt(unit, intent, unit.known(session["_method"]))
        with unit.changing(session):
            session["payment_status"] = "paid"
        unit.emit("checkout.session.async_payment_succeeded", session)
    else:
        with unit.changing(intent, "payment_intent.payment_failed"):
            intent.update(status="requires_payment_method", payment_method=None)
        unit.emit("checkout.session.async_payment_failed", session)
    return session
