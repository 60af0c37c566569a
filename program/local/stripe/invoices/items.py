"""Invoice items: sums that wait for the customer's next invoice."""

from typing import Any

from program.local.stripe.calls import call
from program.local.stripe.catalogue.prices import amount_in
from program.local.stripe.errors import invalid, missing
from program.local.stripe.invoices.lines import from_pending, pricing
from program.local.stripe.invoices.totals import total_up
from program.local.stripe.lists import listed, within
from program.local.stripe.objects import Object
from program.local.stripe.params import RANGE, currency, fields, flag, list_of, metadata, optional, text, whole
from program.local.stripe.present import look
from program.local.stripe.records import apply, clean
from program.local.stripe.store import Account
from program.local.stripe.unit import Unit

URL = "/v1/invoiceitems"
UPDATE = {
    "amount": whole,
    "description": optional(text),
    "discountable": flag,
    "metadata": metadata,
    "quantity": whole,
    "tax_rates": list_of(text),
}
CREATE = UPDATE | {
    "currency": currency,
    "customer": text,
    "invoice": text,
    "period": fields({"start": whole, "end": whole}, required=("start", "end")),
    "pricing": fields({"price": text}),
    "subscription": text,
}


def new_item(unit: Unit, customer: Object, amount: int, code: str, **more: Any) -> Object:
    subscription = more.get("subscription")
    parent = {"subscription_details": {"subscription": subscription}, "type": "subscription_details"}
    price, quantity = more.get("price"), more.get("quantity", 1)
    made = unit.new(
        "invoiceitem",
        amount=amount,
        currency=code,
        customer=customer["id"],
        customer_account=None,
        date=unit.now,
        description=more.get("description"),
        discountable=more.get("discountable", True),
        discounts=[],
        invoice=None,
        metadata=clean(more.get("metadata")),
        net_amount=amount,
        parent=parent if subscription else None,
        period=more.get("period") or {"start": unit.now, "end": unit.now},
        pricing=pricing(price),
        proration=more.get("proration", False),
        quantity=quantity,
        quantity_decimal=str(quantity),
        test_clock=customer["test_clock"],
        _price=price and price["id"],
        _subscription=subscription,
        _tax_rates=list(more.get("tax_rates") or []),
    )
    del made["created"]
    unit.emit("invoiceitem.created", made)
    return made


@look("invoiceitem")
def _shown(account: Account, shown: Object, item: Object) -> None:
    shown["tax_rates"] = [dict(account.kinds["tax_rate"][rate]) for rate in item["_tax_rates"]]


def take_pending(unit: Unit, customer: str, subscription: str | None) -> list[Object]:
    """The lines of what waits; with a subscription only what is its own or nobody's."""
    found = unit.account.where("invoiceitem", customer=customer, invoice=None)
    return [one for one in found if one["_subscription"] in (None, subscription)]


def put_on(unit: Unit, invoice_id: str, items: list[Object]) -> None:
    for one in items:
        with unit.changing(one):
            one["invoice"] = invoice_id


@call("POST", URL, CREATE, required=("customer",))
def create(unit: Unit, given: Object) -> Object:
    customer = unit.get("customer", given["customer"], "customer")
    unit.follow(customer)
    price = unit.get("price", given["pricing"]["price"], "pricing[price]") if "pricing" in given else None
    code = given.get("currency") or (price and price["currency"])
    if not code:
        raise missing("currency")
    if price is None and "amount" not in given:
        raise missing("amount")
    amount = amount_in(price, code, given.get("quantity", 1)) if price else given["amount"]
    more = {name: given[name] for name in given.keys() - {"customer", "amount", "currency", "pricing", "invoice"}}
    made = new_item(unit, customer, amount, code, price=price, **more)
    if "invoice" in given:
        _join(unit, unit.get("invoice", given["invoice"], "invoice"), made)
    return made


def _join(unit: Unit, invoice: Object, item: Object) -> None:
    if invoice["status"] != "draft":
        raise invalid("This invoice is no longer editable.", "invoice", "invoice_not_editable")
    with unit.changing(invoice, "invoice.updated"):
        invoice["lines"]["data"].append(from_pending(unit, item))
        total_up(unit, invoice)
    put_on(unit, invoice["id"], [item])


@call("GET", URL, {"created": RANGE, "customer": text, "invoice": text, "pending": flag})
def index(unit: Unit, given: Object) -> Object:
    def pending(one: Object, wanted: bool) -> bool:
        return (one["invoice"] is None) == wanted

    def made(one: Object, wanted: Any) -> bool:
        return within(one["date"], wanted)

    return listed(unit, "invoiceitem", URL, given, pending=pending, created=made)


@call("GET", f"{URL}/{{item}}")
def retrieve(unit: Unit, given: Object, item: str) -> Object:
    return unit.get("invoiceitem", item, "invoiceitem", status=404)


@call("POST", f"{URL}/{{item}}", UPDATE)
def update(unit: Unit, given: Object, item: str) -> Object:
    one = retrieve(unit, {}, item)
    with unit.changing(one):
        apply(one, given, ("amount", "description", "discountable", "quantity"))
        one["net_amount"] = one["amount"]
        one["_tax_rates"] = given.get("tax_rates", one["_tax_rates"])
    return one


@call("DELETE", f"{URL}/{{item}}")
def delete(unit: Unit, given: Object, item: str) -> Object:
    one = retrieve(unit, {}, item)
    if one["invoice"]:
        raise invalid("Invoice items that are attached to an invoice cannot be deleted.", "invoiceitem")
    unit.remove(one)
    unit.emit("invoiceitem.deleted", one)
    return {"id": item, "object": "invoiceitem", "deleted": True}
