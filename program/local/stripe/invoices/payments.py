"""Invoice payments: which payment intent paid which invoice."""

from typing import Any

from program.local.stripe.calls import call
from program.local.stripe.lists import listed
from program.local.stripe.objects import Object, as_list
from program.local.stripe.params import RANGE, choice, fields, text
from program.local.stripe.present import extra, look
from program.local.stripe.store import Account
from program.local.stripe.unit import Unit

URL = "/v1/invoice_payments"
PAYMENT = fields({"type": choice("payment_intent"), "payment_intent": text}, required=("type",))
STATUS = choice("canceled", "open", "paid")


@extra("invoice", "payments")
def payments(account: Account, invoice: Object) -> Object:
    found = account.where("invoice_payment", invoice=invoice["id"])
    return as_list(list(found), f"{URL}?invoice={invoice['id']}")


@extra("invoice", "confirmation_secret")
def confirmation_secret(account: Account, invoice: Object) -> Object | None:
    intent = account.find("payment_intent", invoice["_intent"] or "")
    return {"client_secret": intent["client_secret"], "type": "payment_intent"} if intent else None


@look("invoice")
def _shown(account: Account, shown: Object, invoice: Object) -> None:
    rates = invoice["default_tax_rates"]
    shown["default_tax_rates"] = [
        dict(account.kinds["tax_rate"][one]) if isinstance(one, str) else one for one in rates
    ]


@call("GET", URL, {"created": RANGE, "invoice": text, "payment": PAYMENT, "status": STATUS})
def index(unit: Unit, given: Object) -> Object:
    def by(one: Object, wanted: Any) -> bool:
        return bool(one["payment"]["payment_intent"] == wanted.get("payment_intent"))

    return listed(unit, "invoice_payment", URL, given, payment=by)


@call("GET", f"{URL}/{{payment}}")
def retrieve(unit: Unit, given: Object, payment: str) -> Object:
    return unit.get("invoice_payment", payment, "invoice_payment", status=404)
