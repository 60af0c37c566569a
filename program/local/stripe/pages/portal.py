"""The Billing Portal."""

from html import escape

from program.local.stripe.api import Answer
from program.local.stripe.catalogue.prices import amount_in
from program.local.stripe.months import day
from program.local.stripe.objects import Object
from program.local.stripe.pages import cards
from program.local.stripe.pages.layout import button, notice, page
from program.local.stripe.pages.routes import Form, holder, view
from program.local.stripe.sandbox import Sandbox
from program.local.stripe.store import Account
from program.local.stripe.subscriptions.billing import money
from program.local.stripe.subscriptions.shape import items, period


@view("GET", "/p/session/{session}")
def show(sandbox: Sandbox, sent: Form, session: str, problem: str = "", done: str = "") -> Answer:
    account = holder(sandbox, "billing_portal.session", session)
    one = account.kinds["billing_portal.session"][session]
    config = account.kinds["billing_portal.configuration"][one["configuration"]]
    customer = account.kinds["customer"][one["customer"]]
    back = f'<p><a href="{escape(one["return_url"])}">← Return</a></p>' if one["return_url"] else ""
    subscriptions = [each for each in account.where("subscription", customer=customer["id"]) if _shown(each)]
    plans = "".join(_plan(account, one, config, each) for each in subscriptions) or "<p>There is no subscription.</p>"
    headline = escape(config["business_profile"]["headline"] or "Your subscription")
    body = f"""<section>{back}<h1>{headline}</h1><p class="quiet">{escape(customer["email"] or "")}</p></section>
{notice(problem)}{notice(done, "good")}
<div class="two"><div class="stack">{plans}{_invoices(account, config, customer)}</div>
{_card(account, one, config, customer)}</div>"""
    return page("Billing Portal", body, status=402 if problem else 200)


def _shown(subscription: Object) -> bool:
    return subscription["status"] not in ("incomplete", "incomplete_expired")


def _plan(account: Account, session: Object, config: Object, one: Object) -> str:
    item = items(one)[0]
    price = account.kinds["price"][item["price"]]
    name = escape(account.kinds["product"][price["product"]]["name"])
    each = _price(price, one["currency"])
    acts = _acts(session, config, one) + _changes(account, session, config, one)
    return f"""<section class="sheet"><h2>{name}</h2>
<p>{each} <span class="state">{one["status"].replace("_", " ")}</span></p>
<p class="quiet">{_state(one)}</p>{acts}</section>"""


def _price(price: Object, code: str) -> str:
    return f"{money(amount_in(price, code, 1), code)} / {price['recurring']['interval']}"


def _state(one: Object) -> str:
    if one["ended_at"] is not None:
        return f"Ended on {day(one['ended_at'])}."
    if one["cancel_at"] is not None:
        return f"Ends on {day(one['cancel_at'])}."
    if one["status"] == "trialing":
        return f"Free until {day(one['trial_end'])}."
    return f"Renews on {day(period(one)[1])}."


def _acts(session: Object, config: Object, one: Object) -> str:
    feature = config["features"]["subscription_cancel"]
    if one["ended_at"] is not None or not feature["enabled"]:
        return ""
    action = f"/p/session/{session['id']}"
    if one["cancel_at"] is not None:
        return button("Do not cancel", action, act="resume", subscription=one["id"])
    label = "Cancel at the end of the period" if feature["mode"] == "at_period_end" else "Cancel now"
    return button(label, action, style="bad", act="cancel", subscription=one["id"])


def offered(account: Account, config: Object, one: Object) -> list[Object]:
    """Other prices that the configuration lets this subscription change to."""
    feature = config["features"]["subscription_update"]
    if not feature["enabled"] or "price" not in feature["default_allowed_updates"] or one["ended_at"] is not None:
        return []
    ids = [price for product in feature["products"] or [] for price in product["prices"]]
    now = {item["price"] for item in items(one)}
    found = [account.kinds["price"][price] for price in ids if price not in now]
    code = one["currency"]
    return [price for price in found if code == price["currency"] or code in price["_currency_options"]]


def _changes(account: Account, session: Object, config: Object, one: Object) -> str:
    options = "".join(
        f'<option value="{price["id"]}">'
        f"{_price(price, one['currency'])} · {escape(account.kinds['product'][price['product']]['name'])}</option>"
        for price in offered(account, config, one)
    )
    if not options:
        return ""
    return f"""<form method="post" action="/p/session/{session["id"]}">
<input type="hidden" name="act" value="change"><input type="hidden" name="subscription" value="{one["id"]}">
<label class="field">Another plan <select name="price">{options}</select></label>
<button class="plain">Change plan</button></form>"""


def _card(account: Account, session: Object, config: Object, customer: Object) -> str:
    if not config["features"]["payment_method_update"]["enabled"]:
        return ""
    method = account.find("payment_method", current_method(account, customer) or "")
    known = (
        f"{method['card']['brand'].capitalize()} ending in {method['card']['last4']}" if method else "No card is kept."
    )
    return f"""<section class="sheet"><h2>Card</h2><p>{known}</p>
<form method="post" action="/p/session/{session["id"]}"><input type="hidden" name="act" value="card">
{cards.fieldset(short=True)}<button class="plain">Change card</button></form></section>"""


def current_method(account: Account, customer: Object) -> str | None:
    for one in account.where("subscription", customer=customer["id"]):
        if one["ended_at"] is None and one["default_payment_method"]:
            return str(one["default_payment_method"])
    found: str | None = customer["invoice_settings"]["default_payment_method"]
    return found


def _invoices(account: Account, config: Object, customer: Object) -> str:
    if not config["features"]["invoice_history"]["enabled"]:
        return ""
    found = [one for one in account.where("invoice", customer=customer["id"]) if one["status"] != "draft"][::-1]
    rows = "".join(
        f"<tr><th scope='row'><a href='/i/{one['id']}'>{one['number']}</a><br>"
        f"<span class='quiet'>{day(one['created'])} · {one['status']}</span></th>"
        f"<td>{money(one['amount_due'], one['currency'])}</td></tr>"
        for one in found[:24]
    )
    return f'<section class="sheet"><h2>Invoices</h2><table>{rows}</table></section>' if rows else ""
