"""Proration: what is unused is credited and what remains is charged, by the second, each rounded half up.

As in Stripe's flexible billing mode, its default, a credit is a part of what was charged, not of today's price.
"""

from dataclasses import dataclass
from decimal import Decimal

from program.local.stripe.catalogue.coupons import off
from program.local.stripe.invoices.items import new_item
from program.local.stripe.invoices.lines import new_line, of_item
from program.local.stripe.invoices.totals import round_half_up
from program.local.stripe.months import day
from program.local.stripe.objects import Object
from program.local.stripe.subscriptions.billing import cost, product_name, rates
from program.local.stripe.unit import Unit


@dataclass(frozen=True)
class Part:
    """A piece of a period at one price; a credit when the amount is below zero."""

    item: Object
    price: Object
    quantity: int
    amount: int
    words: str
    start: int
    end: int
    credited: Object | None = None


def unused(unit: Unit, subscription: Object, item: Object, at: int) -> Part | None:
    """The rest of what was charged for the item; of what was free nothing comes back."""
    billed = item.get("_billed")
    if not billed or not billed["start"] <= at < billed["end"] or billed["amount"] <= 0:
        return None
    amount = -_share(billed["amount"], at, billed["start"], billed["end"])
    words = f"Unused time on {_thing(unit, item)} after {day(at)}"
    credited = {"invoice": billed["invoice"], "invoice_line_items": [billed["line"]]} if billed["line"] else None
    return Part(item, unit.known(item["price"]), item["quantity"], amount, words, at, billed["end"], credited)


def remaining(unit: Unit, subscription: Object, item: Object, at: int) -> Part | None:
    """The new price until the end of the period."""
    start, end = item["current_period_start"], item["current_period_end"]
    if not start <= at < end:
        return None
    whole = cost(unit, subscription, item)
    amount = _share(whole - _discount(unit, subscription, whole), at, start, end)
    words = f"Remaining time on {_thing(unit, item)} after {day(at)}"
    return Part(item, unit.known(item["price"]), item["quantity"], amount, words, at, end)


def _share(whole: int, at: int, start: int, end: int) -> int:
    return round_half_up(Decimal(whole) * (end - at) / (end - start))


def _thing(unit: Unit, item: Object) -> str:
    times = f"{item['quantity']} × " if item["quantity"] > 1 else ""
    return times + product_name(unit, unit.known(item["price"]))


def _discount(unit: Unit, subscription: Object, whole: int) -> int:
    """Percentages are inside the amounts: the line itself takes no discount any more."""
    coupons = [unit.known(unit.known(one)["source"]["coupon"]) for one in subscription["discounts"]]
    return sum(off(coupon, subscription["currency"], whole) for coupon in coupons if coupon["percent_off"] is not None)


def as_line(subscription: Object, part: Part) -> Object:
    return new_line(
        part.amount,
        subscription["currency"],
        part.words,
        (part.start, part.end),
        discountable=False,
        metadata=subscription["metadata"],
        parent=of_item(subscription, part.item, proration=True, credited=part.credited),
        price=part.price,
        quantity=part.quantity,
        subscription=subscription["id"],
        tax_rates=rates(subscription, part.item),
    )


def put_off(unit: Unit, subscription: Object, part: Part) -> None:
    """Until the next invoice."""
    if part.amount > 0:
        with unit.changing(subscription):
            span = {"start": part.start, "end": part.end}
            part.item["_billed"] = {"amount": part.amount, **span, "invoice": None, "line": None}
    new_item(
        unit,
        unit.known(subscription["customer"]),
        part.amount,
        subscription["currency"],
        description=part.words,
        discountable=False,
        metadata=subscription["metadata"],
        period={"start": part.start, "end": part.end},
        price=part.price,
        proration=True,
        quantity=part.quantity,
        subscription=subscription["id"],
        tax_rates=rates(subscription, part.item),
    )
