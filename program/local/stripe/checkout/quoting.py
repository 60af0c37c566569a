"""What an order comes to: its invoice is drawn up, read, and taken back."""

import copy

from program.local.stripe.catalogue.coupons import redeem
from program.local.stripe.catalogue.prices import amount_in
from program.local.stripe.checkout.shape import line_item
from program.local.stripe.customers.customers import new_customer
from program.local.stripe.invoices.items import new_item
from program.local.stripe.invoices.lines import new_line
from program.local.stripe.invoices.making import new_invoice
from program.local.stripe.objects import Object, new_id
from program.local.stripe.subscriptions import creating
from program.local.stripe.subscriptions.billing import product_name
from program.local.stripe.subscriptions.discounts import chosen
from program.local.stripe.unit import Unit

FROM_DATA = (
    "billing_cycle_anchor", "default_tax_rates", "description", "metadata", "proration_behavior", "trial_end",
    "trial_period_days", "trial_settings",
)  # fmt: skip


def quote(unit: Unit, session: Object) -> None:
    """Sets the sums and the line items; an order that cannot be placed is an error."""
    with unit.pretending():
        customer = unit.known(session["customer"]) if session["customer"] else new_customer(unit, {})
        unit.follow(customer)
        invoice = copy.deepcopy(draft(unit, session, customer))
    with unit.changing(session):
        session["_line_items"] = [_item(unit, line) for line in _in_order(session, invoice["lines"]["data"])]
        session["_due"] = invoice["amount_due"]
        session.update(amount_subtotal=invoice["subtotal"], amount_total=invoice["total"])
        session["total_details"] = {
            "amount_discount": sum(one["amount"] for one in invoice["total_discount_amounts"]),
            "amount_shipping": 0,
            "amount_tax": sum(one["amount"] for one in invoice["total_taxes"]),
        }


def _item(unit: Unit, line: Object) -> Object:
    price = unit.known(line["pricing"]["price_details"]["price"])
    return line_item(line, price, product_name(unit, price), new_id("item"))


def _in_order(session: Object, lines: list[Object]) -> list[Object]:
    prices = [one["price"] for one in session["_lines"]]
    shown = [line for line in lines if line["pricing"] and line["pricing"]["price_details"]["price"] in prices]
    return sorted(shown, key=lambda line: prices.index(line["pricing"]["price_details"]["price"]))


def draft(unit: Unit, session: Object, customer: Object) -> Object:
    if session["mode"] == "payment":
        return payment_invoice(unit, session, customer)
    made = begin_subscription(unit, session, customer, None, None)
    return unit.known(made["latest_invoice"])


def payment_invoice(unit: Unit, session: Object, customer: Object) -> Object:
    code = session["currency"]
    lines = [_line(unit, one, code, n) for n, one in enumerate(session["_lines"])]
    about = {"metadata": {}, **(session["_invoice_data"] or {})}
    total = sum(line["amount"] for line in lines)
    discounts = [_discount(unit, session, customer, one, total) for one in session["discounts"]]
    return new_invoice(
        unit, customer, code, lines, period_start=unit.now, period_end=unit.now, discounts=discounts, **about
    )


def _line(unit: Unit, wanted: Object, code: str, place: int) -> Object:
    price = unit.known(wanted["price"])
    amount = amount_in(price, code, wanted["quantity"], f"line_items[{place}][price]")
    more = {"price": price, "quantity": wanted["quantity"], "tax_rates": wanted["tax_rates"]}
    return new_line(amount, code, product_name(unit, price), (unit.now, unit.now), **more)


def _discount(unit: Unit, session: Object, customer: Object, given: Object, total: int) -> str:
    coupon, code = chosen(unit, given, session["customer"], session["currency"], total, "discounts[0]")
    about = {"customer": customer["id"], "subscription": None}
    return str(redeem(unit, coupon, code, **about)["id"])


def begin_subscription(
    unit: Unit, session: Object, customer: Object, method: Object | None, paid_by: Object | None
) -> Object:
    recurring: list[tuple[Object, Object]] = []
    once: list[tuple[Object, Object]] = []
    for one in session["_lines"]:
        price = unit.known(one["price"])
        (recurring if price["recurring"] else once).append((one, price))
    for one, price in once:
        amount = amount_in(price, session["currency"], one["quantity"], "line_items[0][price]")
        more = {"price": price, "quantity": one["quantity"], "tax_rates": one["tax_rates"]}
        new_item(unit, customer, amount, session["currency"], description=product_name(unit, price), **more)
    given = {name: value for name, value in session["_subscription_data"].items() if name in FROM_DATA}
    given["items"] = [{name: one[name] for name in ("price", "quantity", "tax_rates")} for one, _ in recurring]
    given |= {"currency": session["currency"], "discounts": session["discounts"]}
    given |= {"payment_behavior": "default_incomplete", "default_payment_method": method and method["id"]}
    return creating.create(unit, customer, given, paid_by=paid_by)
