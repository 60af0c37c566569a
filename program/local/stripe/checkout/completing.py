"""A customer pays: what the page sends becomes customer, card, payment, subscription."""

from dataclasses import dataclass

from program.local.stripe.cards import Card
from program.local.stripe.checkout.quoting import begin_subscription, payment_invoice, quote
from program.local.stripe.customers.customers import new_customer
from program.local.stripe.customers.methods import attach, card_of, declined, new_method
from program.local.stripe.errors import invalid
from program.local.stripe.invoices import collecting
from program.local.stripe.objects import Object, address
from program.local.stripe.paying.attempts import attempt
from program.local.stripe.paying.intents import new_intent
from program.local.stripe.paying.setups import set_up
from program.local.stripe.unit import Unit


@dataclass(frozen=True)
class Buyer:
    email: str
    name: str = ""
    country: str = "US"

    @property
    def details(self) -> Object:
        where = address({"country": self.country})
        return {"address": where, "email": self.email, "name": self.name or None, "phone": None}


def submit(unit: Unit, session: Object, buyer: Buyer, card: Card | None) -> str:
    """`paid`, or `3ds` when the customer has to pass 3-D Secure first; a declined card is an error that keeps."""
    _open(session)
    follow(unit, session)
    quote(unit, session)
    with unit.changing(session):
        session["_buyer"] = vars(buyer)
    if card is None:
        if session["_due"] or session["payment_method_collection"] == "always":
            raise invalid("A card is needed.", "card")
        finish(unit, session, None, None)
        return "paid"
    method = new_method(unit, card, buyer.details)
    with unit.changing(session):
        session["_method"] = method["id"]
    return charge(unit, session, authenticated=False)


def charge(unit: Unit, session: Object, *, authenticated: bool) -> str:
    """Again after 3-D Secure, with the same card."""
    _open(session)
    follow(unit, session)
    method = unit.known(session["_method"])
    card = card_of(method)
    known = card.asks == "never" or authenticated
    if not session["_due"]:
        return _keep(unit, session, method) if known else "3ds"
    intent = intent_of(unit, session)
    if known and not card.code:
        customer = _customer(unit, session, method)
        with unit.changing(intent):
            intent["customer"] = customer["id"] if customer else None
    outcome = attempt(unit, intent, method, authenticated=authenticated, return_url=session["success_url"])
    if outcome == "failed":
        error = intent["last_payment_error"]
        raise declined(Card("", code=error["code"], decline_code=error.get("decline_code")), keep=True)
    if outcome == "requires_action":
        return "3ds"
    finish(unit, session, intent, method)
    return "paid"


def _keep(unit: Unit, session: Object, method: Object) -> str:
    """Nothing is due now, but the card is kept for what comes."""
    set_up(unit, method, _customer(unit, session, method))
    finish(unit, session, None, method)
    return "paid"


def follow(unit: Unit, session: Object) -> None:
    """A customer on a test clock buys in its time."""
    if session["customer"]:
        unit.follow(unit.known(session["customer"]))


def _open(session: Object) -> None:
    if session["status"] != "open":
        raise invalid(f"This checkout is {session['status']}.", "session")


def intent_of(unit: Unit, session: Object) -> Object:
    """One for all attempts, so that money is taken once at most."""
    found = unit.account.find("payment_intent", session["_intent"] or "")
    if found and found["amount"] != session["_due"]:
        with unit.changing(found):
            found["amount"] = session["_due"]
    if found:
        return found
    data = session["_payment_data"]
    subscribes = session["mode"] == "subscription"
    use = "off_session" if subscribes else data.get("setup_future_usage")
    more = {"description": "Subscription creation" if subscribes else None, **data, "setup_future_usage": use}
    made = new_intent(unit, session["_due"], session["currency"], session["customer"], **more)
    with unit.changing(session), unit.changing(made):
        session["_intent"] = made["id"]
        made["_session"] = session["id"]
        if not subscribes:
            session["payment_intent"] = made["id"]
    return made


def _customer(unit: Unit, session: Object, method: Object | None) -> Object:
    if session["customer"]:
        return unit.known(session["customer"])
    kept = method and unit.account.find("customer", method["customer"] or "")
    if kept or session["customer_creation"] != "always":
        return kept or {}
    buyer = Buyer(**session["_buyer"])
    return new_customer(
        unit, {"email": buyer.email, "name": buyer.name or None, "address": {"country": buyer.country}}
    )


def finish(unit: Unit, session: Object, intent: Object | None, method: Object | None, *, paid: bool = True) -> None:
    customer = _buyer_of(unit, session, intent, method)
    if (
        customer
        and method
        and (session["mode"] == "subscription" or session["_payment_data"].get("setup_future_usage"))
    ):
        attach(unit, method, customer)
    with unit.changing(session):
        session["customer"] = customer["id"] if customer else None
        _fulfil(unit, session, customer, intent, method)
        buyer = Buyer(**session["_buyer"])
        more: Object = {"business_name": None, "individual_name": None, "tax_exempt": "none", "tax_ids": []}
        session["customer_details"] = buyer.details | more
        settled = "no_payment_required" if session["amount_total"] == 0 else "paid"
        session.update(payment_status=settled if paid else "unpaid", status="complete", url=None)
    unit.emit("checkout.session.completed", session)


def _buyer_of(unit: Unit, session: Object, intent: Object | None, method: Object | None) -> Object | None:
    if intent and intent["customer"]:
        return unit.known(intent["customer"])
    return _customer(unit, session, method) or None


def _fulfil(
    unit: Unit, session: Object, customer: Object | None, intent: Object | None, method: Object | None
) -> None:
    if session["mode"] == "subscription":
        made = begin_subscription(unit, session, customer or {}, method, intent)
        session.update(subscription=made["id"], invoice=made["latest_invoice"])
    elif session["invoice_creation"]["enabled"] and customer and method:
        invoice = payment_invoice(unit, session, customer)
        collecting.finalize(unit, invoice, intent=intent)
        if invoice["status"] == "open":
            collecting.settle(unit, invoice)
        session["invoice"] = invoice["id"]
