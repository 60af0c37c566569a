"""Checkout."""

from html import escape
from urllib.parse import quote as coded

from program.local.stripe.api import Answer
from program.local.stripe.catalogue import promotion_codes
from program.local.stripe.catalogue.prices import amount_in
from program.local.stripe.checkout import completing
from program.local.stripe.checkout.completing import Buyer
from program.local.stripe.checkout.delayed import promise
from program.local.stripe.checkout.quoting import quote
from program.local.stripe.errors import StripeError, invalid
from program.local.stripe.objects import Object
from program.local.stripe.pages import cards
from program.local.stripe.pages.layout import button, gone, notice, page, redirect
from program.local.stripe.pages.routes import Form, holder, view
from program.local.stripe.sandbox import Sandbox
from program.local.stripe.store import Account
from program.local.stripe.subscriptions.billing import money
from program.local.stripe.unit import Unit


def success(session: Object) -> str:
    url = str(session["success_url"])
    for hole in ("{CHECKOUT_SESSION_ID}", coded("{CHECKOUT_SESSION_ID}")):
        url = url.replace(hole, session["id"])
    return url


@view("GET", "/c/pay/{session}")
def show(sandbox: Sandbox, sent: Form, session: str, problem: str = "") -> Answer:
    account = holder(sandbox, "checkout.session", session)
    one = account.kinds["checkout.session"][session]
    if one["status"] == "complete":
        return redirect(success(one))
    if one["status"] == "expired":
        return gone("This checkout has expired. Nothing was paid.", link=one["cancel_url"] or "", status=410)
    order = f'<section aria-label="Order">{_order(account, one)}</section>'
    body = f'<div class="two">{order}{_form(account, one, sent, problem)}</div>'
    return page("Checkout", body, status=402 if problem else 200)


def _order(account: Account, one: Object) -> str:
    code = one["currency"]
    rows = "".join(_row(account, item, code) for item in one["_line_items"])
    details = one["total_details"]
    sums = _sum("Subtotal", one["amount_subtotal"], code)
    if details["amount_discount"]:
        sums += _sum("Discount", -details["amount_discount"], code)
    if details["amount_tax"]:
        sums += _sum("Tax", details["amount_tax"], code)
    sums += _sum("Due today", one["_due"], code, "total")
    back = f'<p><a href="{escape(one["cancel_url"])}">← Back</a></p>' if one["cancel_url"] else ""
    trial = one["_subscription_data"].get("trial_period_days")
    free = f'<p class="quiet">{trial} days free, then the price below.</p>' if trial else ""
    return (
        f"{back}<h1>Your order</h1><p class='sum'>{money(one['_due'], code)}</p>{free}"
        f"<table>{rows}{sums}</table>{_code_form(account, one)}"
    )


def _row(account: Account, item: Object, code: str) -> str:
    price = account.kinds["price"][item["price"]["id"]]
    every = f" / {price['recurring']['interval']}" if price["recurring"] else ""
    each = f"{money(amount_in(price, code, 1), code)}{every}"
    times = f"{item['quantity']} × " if item["quantity"] != 1 else ""
    name = f"{times}{escape(item['description'])}<br><span class='quiet'>{each}</span>"
    return f"<tr><th scope='row'>{name}</th><td>{money(item['amount_subtotal'], code)}</td></tr>"


def _sum(label: str, amount: int, code: str, style: str = "") -> str:
    return f'<tr class="{style}"><th scope="row">{label}</th><td>{money(amount, code)}</td></tr>'


def _code_form(account: Account, one: Object) -> str:
    if not one["allow_promotion_codes"]:
        return ""
    action = f"/c/pay/{one['id']}/code"
    if one["discounts"]:
        code = account.kinds["promotion_code"][one["discounts"][0]["promotion_code"]]["code"]
        remove = button("Remove", action, style="plain", code="")
        return f'<div class="row apart"><span>Code <strong>{escape(code)}</strong></span>{remove}</div>'
    return f"""<form method="post" action="{action}"><div class="row">
<label class="field">Promotion code <input type="text" name="code" autocomplete="off" required></label>
<button class="plain">Apply</button></div></form>"""


def _form(account: Account, one: Object, sent: Form, problem: str) -> str:
    customer = account.find("customer", one["customer"] or "") or {}
    buyer = one.get("_buyer") or {}
    email = sent.get("email") or customer.get("email") or one["customer_email"] or buyer.get("email", "")
    name = sent.get("name") or buyer.get("name", "")
    fixed = " readonly" if customer.get("email") or one["customer_email"] else ""
    free = not one["_due"] and one["payment_method_collection"] == "if_required"
    choice = (
        ""
        if free
        else cards.fieldset(later=one["mode"] == "payment", chosen=sent.get("card", ""), typed=sent.get("number", ""))
    )
    verb = "Subscribe" if one["mode"] == "subscription" else "Pay"
    label = f"{verb} · {money(one['_due'], one['currency'])}"
    return f"""<section class="sheet" aria-label="Payment">{notice(problem)}
<form method="post" action="/c/pay/{one["id"]}">
<label class="field">E-mail
<input type="email" name="email" required autocomplete="email" value="{escape(email)}"{fixed}></label>
<label class="field">Name on card
<input type="text" name="name" autocomplete="cc-name" value="{escape(name)}"></label>
{choice}
<button>{label}</button>
</form></section>"""


@view("POST", "/c/pay/{session}/code")
def apply_code(sandbox: Sandbox, sent: Form, session: str) -> Answer:
    account = holder(sandbox, "checkout.session", session)
    try:
        with sandbox.change(account) as unit:
            one = unit.get("checkout.session", session, "session")
            if not one["allow_promotion_codes"]:
                raise invalid("This checkout takes no codes.", "code")
            with unit.changing(one):
                one["discounts"] = _discounts(unit, one, sent.get("code", ""))
            quote(unit, one)
    except StripeError as error:
        return show(sandbox, sent, session, str(error))
    return redirect(f"/c/pay/{session}")


def _discounts(unit: Unit, one: Object, typed: str) -> list[Object]:
    if not typed:
        return []
    found = promotion_codes.typed(unit, typed)
    if found is None:
        raise invalid("This code is invalid.", "code")
    return [{"coupon": None, "promotion_code": found["id"]}]


@view("POST", "/c/pay/{session}")
def pay(sandbox: Sandbox, sent: Form, session: str) -> Answer:
    account = holder(sandbox, "checkout.session", session)
    one = account.kinds["checkout.session"][session]
    if one["status"] != "open":
        return show(sandbox, sent, session)
    try:
        outcome = _submit(sandbox, account, one, sent)
    except StripeError as error:
        return show(sandbox, sent, session, str(error))
    return redirect(f"/c/pay/{session}/3ds" if outcome == "3ds" else success(one))


def _submit(sandbox: Sandbox, account: Account, one: Object, sent: Form) -> str:
    email = sent.get("email", "").strip()
    if "@" not in email.strip("@"):
        raise invalid("Your e-mail is incomplete.", "email")
    buyer = Buyer(email, sent.get("name", "").strip())
    with sandbox.changing(account) as unit:
        if sent.get("card") == cards.LATER and not sent.get("number"):
            promise(unit, one, buyer)
            return "paid"
        nothing = not one["_due"] and one["payment_method_collection"] == "if_required"
        return completing.submit(unit, one, buyer, None if nothing else cards.entered(sent))
