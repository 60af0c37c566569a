"""The hosted invoice page, on which a failed payment is made good."""

from html import escape

from program.local.stripe.api import Answer
from program.local.stripe.customers.methods import attach, new_method
from program.local.stripe.errors import StripeError
from program.local.stripe.invoices import collecting
from program.local.stripe.months import day
from program.local.stripe.objects import Object
from program.local.stripe.pages import cards
from program.local.stripe.pages.layout import notice, page, redirect
from program.local.stripe.pages.routes import Form, holder, view
from program.local.stripe.sandbox import Sandbox
from program.local.stripe.store import Account
from program.local.stripe.subscriptions.billing import money
from program.local.stripe.unit import Unit

STATES = {
    "open": "To be paid",
    "paid": "Paid",
    "void": "Void",
    "uncollectible": "Uncollectible",
    "draft": "Draft",
}


@view("GET", "/i/{invoice}")
@view("GET", "/i/{invoice}/pdf")
def show(sandbox: Sandbox, sent: Form, invoice: str, problem: str = "") -> Answer:
    one = holder(sandbox, "invoice", invoice).kinds["invoice"][invoice]
    code = one["currency"]
    rows = "".join(
        f"<tr><th scope='row'>{escape(line['description'])}</th><td>{money(line['amount'], code)}</td></tr>"
        for line in one["lines"]["data"]
    )
    sums = "".join(_sums(one))
    form = _form(one, sent, problem) if one["status"] in ("open", "uncollectible") else ""
    body = f"""<div class="{"two" if form else "narrow"}"><section><h1>Invoice {escape(one["number"] or "")}</h1>
<p><span class="state">{STATES[one["status"]]}</span></p>
<p class="quiet">{day(one["created"])} · {escape(one["customer_email"] or "")}</p>
<p class="sum">{money(one["amount_due"], code)}</p><table>{rows}{sums}</table></section>
{form}</div>"""
    return page(f"Invoice {one['number']}", body, status=402 if problem else 200)


def _sums(one: Object) -> list[str]:
    code = one["currency"]
    sums = [("Subtotal", one["subtotal"])]
    sums += [("Discount", -found["amount"]) for found in one["total_discount_amounts"] if found["amount"]]
    sums += [("Tax", found["amount"]) for found in one["total_taxes"]]
    sums += [("Balance of the customer", one["starting_balance"])] if one["starting_balance"] else []
    sums.append(("Amount due", one["amount_due"]))
    rows = [f"<tr><th scope='row'>{label}</th><td>{money(amount, code)}</td></tr>" for label, amount in sums]
    return [*rows[:-1], rows[-1].replace("<tr>", '<tr class="total">')]


def _form(one: Object, sent: Form, problem: str) -> str:
    return f"""<section class="sheet" aria-label="Payment">{notice(problem)}
<form method="post" action="/i/{one["id"]}">
{cards.fieldset(chosen=sent.get("card", ""), typed=sent.get("number", ""))}
<button>Pay · {money(one["amount_remaining"], one["currency"])}</button></form></section>"""


@view("POST", "/i/{invoice}")
def pay(sandbox: Sandbox, sent: Form, invoice: str) -> Answer:
    account = holder(sandbox, "invoice", invoice)
    one = account.kinds["invoice"][invoice]
    if one["status"] not in ("open", "uncollectible"):
        return redirect(f"/i/{invoice}")
    try:
        with sandbox.changing(account) as unit:
            unit.follow(one)
            return redirect(_pay(unit, account, one, sent))
    except StripeError as error:
        return show(sandbox, sent, invoice, str(error))


def _pay(unit: Unit, account: Account, one: Object, sent: Form) -> str:
    """Who pays with another card pays with it from now on."""
    method = new_method(unit, cards.entered(sent), {"email": one["customer_email"]})
    outcome = collecting.collect(unit, one, method=method, by_hand=True)
    intent = unit.known(one["_intent"])
    if outcome == "requires_action":
        return f"/3ds/{intent['id']}"
    if outcome == "failed":
        error = intent["last_payment_error"]
        raise StripeError(402, "card_error", error["message"], keep=True)
    attach(unit, method, unit.known(one["customer"]))
    subscription = account.find("subscription", one["_subscription"] or "")
    if subscription and subscription["ended_at"] is None:
        with unit.changing(subscription, "customer.subscription.updated"):
            subscription["default_payment_method"] = method["id"]
    return f"/i/{one['id']}"


@view("GET", "/receipts/{intent}")
def receipt(sandbox: Sandbox, sent: Form, intent: str) -> Answer:
    one = holder(sandbox, "payment_intent", intent).kinds["payment_intent"][intent]
    paid = money(one["amount_received"], one["currency"])
    return page(
        "Receipt",
        f'<section class="sheet"><h1>Receipt</h1><p class="sum">{paid}</p><p>{day(one["created"])}</p></section>',
    )
