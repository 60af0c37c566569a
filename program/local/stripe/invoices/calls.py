"""The API of invoices."""

from typing import Any

from program.local.stripe.calls import call
from program.local.stripe.catalogue.coupons import redeem, usable
from program.local.stripe.errors import invalid
from program.local.stripe.invoices.items import put_on, take_pending
from program.local.stripe.invoices.lines import from_pending
from program.local.stripe.invoices.making import new_invoice
from program.local.stripe.lists import listed, paged
from program.local.stripe.objects import Object
from program.local.stripe.params import RANGE, choice, currency, fields, flag, list_of, metadata, optional, text, whole
from program.local.stripe.records import apply, clean
from program.local.stripe.unit import Unit

URL = "/v1/invoices"
METHOD = choice("charge_automatically", "send_invoice")
UPDATE = {
    "auto_advance": flag,
    "collection_method": METHOD,
    "days_until_due": whole,
    "default_payment_method": optional(text),
    "description": optional(text),
    "footer": optional(text),
    "metadata": metadata,
}
CREATE = UPDATE | {
    "currency": currency,
    "customer": text,
    "discounts": list_of(fields({"coupon": text, "promotion_code": text})),
    "default_tax_rates": list_of(text),
    "pending_invoice_items_behavior": choice("exclude", "include"),
}
STATUS = choice("draft", "open", "paid", "uncollectible", "void")
FILTERS = {"collection_method": METHOD, "created": RANGE, "customer": text, "status": STATUS, "subscription": text}
HOUR = 3600


@call("POST", URL, CREATE, required=("customer",))
def create(unit: Unit, given: Object) -> Object:
    customer = unit.get("customer", given["customer"], "customer")
    unit.follow(customer)
    include = given.get("pending_invoice_items_behavior") == "include"
    items = take_pending(unit, customer["id"], None) if include else []
    code = given.get("currency") or customer["currency"] or "usd"
    lines = [from_pending(unit, one) for one in items]
    for line in lines:
        line["_tax_rates"] = line["_tax_rates"] or given.get("default_tax_rates", [])
    plain = {
        name: given[name] for name in ("description", "collection_method", "default_payment_method") if name in given
    }
    made = new_invoice(
        unit,
        customer,
        code,
        lines,
        metadata=clean(given.get("metadata")),
        auto_advance=given.get("auto_advance", False),
        automatically_finalizes_at=unit.now + HOUR if given.get("auto_advance") else None,
        discounts=_discounts(unit, customer, given),
        period_start=unit.now,
        period_end=unit.now,
        _days_until_due=given.get("days_until_due", 30),
        **plain,
    )
    put_on(unit, made["id"], items)
    return made


def _discounts(unit: Unit, customer: Object, given: Object) -> list[str]:
    found = [
        usable(unit, one["coupon"], "discounts[0][coupon]") for one in given.get("discounts", []) if "coupon" in one
    ]
    return [redeem(unit, coupon, customer=customer["id"], subscription=None)["id"] for coupon in found]


@call("GET", URL, FILTERS)
def index(unit: Unit, given: Object) -> Object:
    def of(one: Object, wanted: Any) -> bool:
        return bool(one["_subscription"] == wanted)

    return listed(unit, "invoice", URL, given, subscription=of)


@call("GET", f"{URL}/{{invoice}}")
def retrieve(unit: Unit, given: Object, invoice: str) -> Object:
    return unit.get("invoice", invoice, "invoice", status=404)


def one_of(unit: Unit, invoice: str) -> Object:
    found = retrieve(unit, {}, invoice)
    unit.follow(found)
    return found


@call("POST", f"{URL}/{{invoice}}", UPDATE)
def update(unit: Unit, given: Object, invoice: str) -> Object:
    one = one_of(unit, invoice)
    if one["status"] != "draft" and given.keys() - {
        "metadata",
        "auto_advance",
        "default_payment_method",
        "description",
    }:
        raise invalid("Finalized invoices can't be updated in this way", None, "invoice_not_editable")
    with unit.changing(one, "invoice.updated"):
        apply(one, given, ("auto_advance", "collection_method", "default_payment_method", "description", "footer"))
        if one["status"] == "draft":
            one["automatically_finalizes_at"] = unit.now + HOUR if one["auto_advance"] else None
    return one


@call("DELETE", f"{URL}/{{invoice}}")
def delete(unit: Unit, given: Object, invoice: str) -> Object:
    one = one_of(unit, invoice)
    if one["status"] != "draft":
        raise invalid("You can only delete draft invoices.", None, "invoice_not_editable")
    unit.remove(one)
    unit.emit("invoice.deleted", one)
    return {"id": invoice, "object": "invoice", "deleted": True}


@call("GET", f"{URL}/{{invoice}}/lines")
def lines(unit: Unit, given: Object, invoice: str) -> Object:
    one = retrieve(unit, {}, invoice)
    return paged(unit, one["lines"]["data"], "line_item", one["lines"]["url"], given)
