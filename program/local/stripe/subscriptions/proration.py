"""Proration: what is unused is credited and what remains is charged, by the second, each rounded half up."""

from dataclasses import dataclass
from decimal import Decimal

from program.local.stripe.catalogue.coupons import off
from program.local.stripe.catalogue.prices import amount_in
from program.local.stripe.invoices.items import new_item
from program.local.stripe.invoices.lines import new_line, of_item
from program.local.stripe.invoices.totals import round_half_up
from program.local.stripe.months import day
from program.local.stripe.objects import Object
from program.local.stripe.subscriptions.billing import product_name, rates
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


def unused(unit: Unit, subscription: Object, item: Object, at: int) -> Part | None:
    return _part(unit, subscription, item, unit.known(item["price"]), item["quantity"], at, sign=-1)


def remaining(unit: Unit, subscription: Object, item: Object, at: int) -> Part | None:
    return _part(unit, subscription, item, unit.known(item["price"]), item["quantity"], at, sign=1)


def _part(
    unit: Unit, subscription: Object, item: Object, price: Object, quantity: int, at: int, *, sign: int
) -> Part | None:
    start, end = item["current_period_start"], item["current_period_end"]
    if not start <= at < end or end == start:
        return None
    whole = amount_in(price, subscription["currency"], quantity, "items[0][price]")
    whole -= _discount(unit, subscription, whole)
    amount = sign * round_half_up(Decimal(whole) * (end - at) / (end - start))
    times = f"{quantity} × " if quantity > 1 else ""
    words = f"{'Unused' if sign < 0 else 'Remaining'} time on {times}{product_name(unit, price)} after {day(at)}"
    return Part(item, price, quantity, amount, words, at, end)


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
        parent=of_item(subscription, part.item, proration=True),
        price=part.price,
        quantity=part.quantity,
        subscription=subscription["id"],
        tax_rates=rates(subscription, part.item),
    )


def put_off(unit: Unit, subscription: Object, part: Part) -> None:
    """Until the next invoice."""
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
