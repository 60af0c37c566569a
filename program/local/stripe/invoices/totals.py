"""Sums of an invoice: discounts first, then taxes, in minor units, each rounded half up."""

from decimal import ROUND_HALF_UP, Decimal

from program.local.stripe.catalogue.coupons import off
from program.local.stripe.objects import Object
from program.local.stripe.unit import Unit


def total_up(unit: Unit, invoice: Object) -> None:
    """Sets everything that follows from lines, discounts and tax rates."""
    lines = invoice["lines"]["data"]
    for line in lines:
        line.update(discount_amounts=[], taxes=[], invoice=invoice["id"])
    discounted = [_discount(unit, invoice, discount) for discount in invoice["discounts"]]
    for line in lines:
        _tax(unit, line)
    inclusive, exclusive = _taxes(lines, "inclusive"), _taxes(lines, "exclusive")
    subtotal = sum(line["amount"] for line in lines)
    total = subtotal - sum(discounted) + exclusive
    invoice.update(
        subtotal=subtotal,
        subtotal_excluding_tax=subtotal - inclusive,
        total=total,
        total_excluding_tax=total - inclusive - exclusive,
        total_discount_amounts=[
            {"amount": amount, "discount": discount}
            for amount, discount in zip(discounted, invoice["discounts"], strict=True)
        ],
        total_taxes=_by_rate(lines),
    )
    balance(invoice, int(invoice["starting_balance"]))


def balance(invoice: Object, starting: int) -> None:
    """What the customer's balance leaves to pay; a balance below zero is credit."""
    due = max(invoice["total"] + starting, 0)
    invoice.update(starting_balance=starting, amount_due=due, amount_remaining=due - invoice["amount_paid"])


def _discount(unit: Unit, invoice: Object, discount_id: str) -> int:
    """Takes a discount off the lines it applies to, each its part; returns how much that is together."""
    coupon = unit.known(unit.known(discount_id)["source"]["coupon"])
    lines = [line for line in invoice["lines"]["data"] if line["discountable"] and _applies(unit, coupon, line)]
    left = [line["amount"] - sum(one["amount"] for one in line["discount_amounts"]) for line in lines]
    whole = sum(left)
    amount = off(coupon, invoice["currency"], whole)
    for line, part in zip(lines, shares(amount, left), strict=True):
        line["discount_amounts"].append({"amount": part, "discount": discount_id})
    return amount


def _applies(unit: Unit, coupon: Object, line: Object) -> bool:
    if not coupon["_applies_to"]:
        return True
    pricing = line["pricing"]
    return bool(pricing) and pricing["price_details"]["product"] in coupon["_applies_to"]["products"]


def shares(amount: int, weights: list[int]) -> list[int]:
    """Splits an amount by weight without losing a minor unit."""
    parts, given, weight, whole = [], 0, 0, sum(weights)
    for one in weights:
        weight += one
        upto = round_half_up(Decimal(amount) * weight / whole) if whole else 0
        parts.append(upto - given)
        given = upto
    return parts


def _tax(unit: Unit, line: Object) -> None:
    base = line["amount"] - sum(one["amount"] for one in line["discount_amounts"])
    rates = [unit.known(rate) for rate in line["_tax_rates"]]
    inside = sum(Decimal(str(rate["percentage"])) for rate in rates if rate["inclusive"])
    net = Decimal(base) * 100 / (100 + inside)
    for rate in rates:
        amount = round_half_up(net * Decimal(str(rate["percentage"])) / 100)
        line["taxes"].append(_told(rate, amount, round_half_up(net)))


def _told(rate: Object, amount: int, taxable: int) -> Object:
    return {
        "amount": amount,
        "tax_behavior": "inclusive" if rate["inclusive"] else "exclusive",
        "tax_rate_details": {"tax_rate": rate["id"]},
        "taxability_reason": "standard_rated" if rate["percentage"] else "zero_rated",
        "taxable_amount": taxable,
        "type": "tax_rate_details",
    }


def _taxes(lines: list[Object], behavior: str) -> int:
    return sum(tax["amount"] for line in lines for tax in line["taxes"] if tax["tax_behavior"] == behavior)


def _by_rate(lines: list[Object]) -> list[Object]:
    found: dict[str, Object] = {}
    for line in lines:
        for tax in line["taxes"]:
            rate = tax["tax_rate_details"]["tax_rate"]
            before = found.get(rate, {"amount": 0, "taxable_amount": 0})
            summed = {name: before[name] + tax[name] for name in ("amount", "taxable_amount")}
            found[rate] = {**tax, **summed}
    return list(found.values())


def round_half_up(exact: Decimal) -> int:
    """Away from zero at the half, as Stripe rounds both charges and credits."""
    return int(exact.to_integral_value(ROUND_HALF_UP))
