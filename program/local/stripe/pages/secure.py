"""3-D Secure: the bank asks whether it is really you."""

from program.local.stripe.api import Answer
from program.local.stripe.checkout import completing
from program.local.stripe.customers.methods import attach
from program.local.stripe.errors import StripeError
from program.local.stripe.invoices.collecting import concluded
from program.local.stripe.objects import Object
from program.local.stripe.pages import checkout
from program.local.stripe.pages.layout import gone, page, redirect
from program.local.stripe.pages.routes import Form, holder, view
from program.local.stripe.paying.attempts import UNPROVEN, Outcome, attempt, refuse_authentication
from program.local.stripe.sandbox import Sandbox
from program.local.stripe.store import Account
from program.local.stripe.subscriptions.billing import money
from program.local.stripe.unit import Unit

BODY = """<section class="sheet narrow"><h1>3-D Secure</h1>
<p>Your bank asks whether it is you who pays {sum}. Nothing has been taken yet.</p>
<form method="post" action="{action}"><div class="row even">
<button name="answer" value="yes">Authorise</button>
<button name="answer" value="no" class="bad">Fail</button></div></form>
<p><a href="{away}">Walk away</a></p></section>"""


def _page(amount: str, action: str, away: str) -> Answer:
    return page("3-D Secure", BODY.format(sum=amount, action=action, away=away))


@view("GET", "/c/pay/{session}/3ds")
def ask(sandbox: Sandbox, sent: Form, session: str) -> Answer:
    one = holder(sandbox, "checkout.session", session).kinds["checkout.session"][session]
    if one["status"] != "open" or not one["_method"]:
        return redirect(f"/c/pay/{session}")
    return _page(money(one["_due"], one["currency"]), f"/c/pay/{session}/3ds", f"/c/pay/{session}")


@view("POST", "/c/pay/{session}/3ds")
def answered(sandbox: Sandbox, sent: Form, session: str) -> Answer:
    account = holder(sandbox, "checkout.session", session)
    one = account.kinds["checkout.session"][session]
    if one["status"] != "open" or not one["_method"]:
        return redirect(f"/c/pay/{session}")
    try:
        with sandbox.changing(account) as unit:
            if sent.get("answer") != "yes":
                if (intent := account.find("payment_intent", one["_intent"] or "")) and intent["payment_method"]:
                    refuse_authentication(unit, intent)
                return checkout.show(sandbox, sent, session, UNPROVEN)
            completing.charge(unit, one, authenticated=True)
    except StripeError as error:
        return checkout.show(sandbox, sent, session, str(error))
    return redirect(checkout.success(one))


@view("GET", "/3ds/{intent}")
def ask_intent(sandbox: Sandbox, sent: Form, intent: str) -> Answer:
    one = holder(sandbox, "payment_intent", intent).kinds["payment_intent"][intent]
    if one.get("_session"):
        return redirect(f"/c/pay/{one['_session']}/3ds")
    if one["status"] != "requires_action":
        return gone("This payment asks for nothing.", status=200)
    return _page(money(one["amount"], one["currency"]), f"/3ds/{intent}", _after(one))


def _after(intent: Object) -> str:
    back = ((intent["next_action"] or {}).get("redirect_to_url") or {}).get("return_url")
    return str(back or "/")


@view("POST", "/3ds/{intent}")
def answered_intent(sandbox: Sandbox, sent: Form, intent: str) -> Answer:
    account = holder(sandbox, "payment_intent", intent)
    one = account.kinds["payment_intent"][intent]
    if one["status"] != "requires_action":
        return gone("This payment asks for nothing.", status=200)
    after = _after(one)
    with sandbox.changing(account) as unit:
        unit.follow(account.find("customer", one["customer"] or "") or {})
        if sent.get("answer") == "yes":
            _authorised(unit, account, one)
        else:
            refuse_authentication(unit, one)
            _conclude(unit, account, one, "failed")
    return redirect(after)


def _authorised(unit: Unit, account: Account, intent: Object) -> None:
    method = unit.known(intent["payment_method"])
    outcome = attempt(unit, intent, method, authenticated=True)
    if outcome == "succeeded" and intent["customer"] and intent["setup_future_usage"]:
        attach(unit, method, unit.known(intent["customer"]))
    _conclude(unit, account, intent, outcome)


def _conclude(unit: Unit, account: Account, intent: Object, outcome: Outcome) -> None:
    invoice = account.find("invoice", intent.get("_invoice") or "")
    if invoice and invoice["status"] == "open":
        concluded(unit, invoice, outcome, by_hand=True)
