"""The front page: what this is, and what happened lately."""

from html import escape

from program.local.stripe.api import Answer
from program.local.stripe.months import day
from program.local.stripe.objects import Object
from program.local.stripe.pages.layout import page
from program.local.stripe.pages.routes import Form, view
from program.local.stripe.sandbox import Sandbox
from program.local.stripe.store import Account

COUNTED = ("customer", "subscription", "invoice", "payment_intent", "refund", "event")


@view("GET", "/")
def show(sandbox: Sandbox, sent: Form) -> Answer:
    accounts = [one for one in sandbox.store.accounts.values() if one.key.startswith("sk_test_")]
    body = f"""<section><h1>Stripe sandbox</h1>
<p>It speaks Stripe's API to whoever has a key that begins with <code>sk_test_</code>. Each key is an account of
its own. It is {day(sandbox.now())} here.</p>
<p>The card 4242 4242 4242 4242 pays. Other cards, the clock and the switches are in
<code>docs/stripe-sandbox.md</code>.</p></section>
{"".join(_account(one) for one in accounts) or "<p>Nobody has called yet.</p>"}"""
    return page("Stripe sandbox", body)


def _account(account: Account) -> str:
    counts = "".join(
        f"<tr><th scope='row'>{kind.replace('_', ' ')}s</th><td>{len(account.kinds.get(kind, {}))}</td></tr>"
        for kind in COUNTED
    )
    latest = "".join(map(_told, list(account.all("event"))[:-11:-1]))
    key = escape(f"{account.key[:12]}…{account.key[-4:]}")
    return f"""<section class="sheet"><h2>{key}</h2><div class="two"><table>{counts}</table>
<div><h3>The latest events</h3><table>{latest}</table></div></div></section>"""


def _told(event: Object) -> str:
    about = f"<code class='quiet'>{escape(str(event['_about']))}</code>"
    return f"<tr><th scope='row'>{escape(event['type'])}<br>{about}</th></tr>"
