"""What customers do in the Billing Portal."""

from collections.abc import Callable

from program.local.stripe.api import Answer
from program.local.stripe.customers.methods import new_method
from program.local.stripe.errors import StripeError, invalid
from program.local.stripe.objects import Object
from program.local.stripe.pages import cards, portal
from program.local.stripe.pages.layout import redirect
from program.local.stripe.pages.routes import Form, holder, view
from program.local.stripe.paying.setups import set_up
from program.local.stripe.sandbox import Sandbox
from program.local.stripe.subscriptions.ending import cancel_now
from program.local.stripe.subscriptions.shape import items
from program.local.stripe.subscriptions.updating import update
from program.local.stripe.unit import Unit

type Act = Callable[[Unit, Object, Object, Form], str]


@view("POST", "/p/session/{session}")
def act(sandbox: Sandbox, sent: Form, session: str) -> Answer:
    account = holder(sandbox, "billing_portal.session", session)
    one = account.kinds["billing_portal.session"][session]
    wanted = ACTS.get(sent.get("act", ""))
    if wanted is None:
        return portal.show(sandbox, sent, session)
    try:
        with sandbox.changing(account) as unit:
            customer = unit.known(one["customer"])
            unit.follow(customer)
            config = unit.known(one["configuration"])
            done = wanted(unit, config, customer, sent)
    except StripeError as error:
        return portal.show(sandbox, sent, session, str(error))
    after = (one["flow"] or {}).get("after_completion") or {}
    if after.get("type") == "redirect" and after.get("redirect"):
        return redirect(after["redirect"]["return_url"])
    return portal.show(sandbox, sent, session, "", done)


def _own(unit: Unit, customer: Object, sent: Form) -> Object:
    one = unit.get("subscription", sent.get("subscription", ""), "subscription")
    if one["customer"] != customer["id"] or one["ended_at"] is not None:
        raise invalid("There is no such subscription.", "subscription")
    return one


def cancel(unit: Unit, config: Object, customer: Object, sent: Form) -> str:
    feature, one = config["features"]["subscription_cancel"], _own(unit, customer, sent)
    if not feature["enabled"]:
        raise invalid("This portal does not let you cancel.", "act")
    if feature["mode"] == "immediately":
        prorate = feature["proration_behavior"] != "none"
        cancel_now(unit, one, reason="cancellation_requested", prorate=prorate)
        return "Your subscription has ended."
    update(unit, one, {"cancel_at_period_end": True})
    return "Your subscription ends with its period."


def resume(unit: Unit, config: Object, customer: Object, sent: Form) -> str:
    update(unit, _own(unit, customer, sent), {"cancel_at_period_end": False})
    return "Your subscription goes on."


def change(unit: Unit, config: Object, customer: Object, sent: Form) -> str:
    one = _own(unit, customer, sent)
    allowed = {price["id"] for price in portal.offered(unit.account, config, one)}
    if sent.get("price") not in allowed:
        raise invalid("This portal does not offer that plan.", "price")
    behavior = config["features"]["subscription_update"]["proration_behavior"]
    wanted = [{"id": items(one)[0]["id"], "price": sent["price"]}]
    update(unit, one, {"items": wanted, "proration_behavior": behavior, "payment_behavior": "error_if_incomplete"})
    return "Your plan has changed."


def card(unit: Unit, config: Object, customer: Object, sent: Form) -> str:
    """The portal asks the bank itself: 3-D Secure counts as passed here."""
    method = new_method(unit, cards.entered(sent), {"email": customer["email"], "name": customer["name"]})
    set_up(unit, method, customer)
    with unit.changing(customer, "customer.updated"):
        customer["invoice_settings"] = {**customer["invoice_settings"], "default_payment_method": method["id"]}
    for one in unit.account.where("subscription", customer=customer["id"]):
        if one["ended_at"] is None and one["default_payment_method"]:
            update(unit, one, {"default_payment_method": method["id"]})
    return "Your card has changed."


ACTS: dict[str, Act] = {"cancel": cancel, "resume": resume, "change": change, "card": card}
