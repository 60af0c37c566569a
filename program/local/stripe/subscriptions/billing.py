"""What a subscription costs for a period, and which period comes next."""

from program.local.stripe.catalogue.prices import amount_in
from program.local.stripe.currencies import ZERO_DECIMAL
from program.local.stripe.errors import invalid
from program.local.stripe.invoices.lines import new_line, of_item
from program.local.stripe.months import first_after
from program.local.stripe.objects import Object
from program.local.stripe.settings import DAY, setting
from program.local.stripe.subscriptions.shape import items, set_period
from program.local.stripe.unit import Unit


def price_of(unit: Unit, item: Object) -> Object:
    return unit.known(item["price"])


def product_name(unit: Unit, price: Object) -> str:
    return str(unit.account.kinds["product"][price["product"]]["name"])


def interval(unit: Unit, subscription: Object) -> tuple[str, int]:
    found = {_interval(price_of(unit, item)) for item in items(subscription)}
    if len(found) > 1:
        raise invalid(
            "Currency and interval fields must match across all plans on this subscription. "
            "Found mismatch in interval field.",
            "items",
        )
    return found.pop()


def _interval(price: Object) -> tuple[str, int]:
    return price["recurring"]["interval"], price["recurring"]["interval_count"]


def start_period(unit: Unit, subscription: Object, start: int, end: int | None = None) -> None:
    """The period that begins then; its end counts from the anchor unless it is told."""
    if end is None:
        end = first_after(subscription["billing_cycle_anchor"], *interval(unit, subscription), start)
    set_period(subscription, start, end)
    notice = end - DAY * setting(unit.account, "upcoming_days")
    subscription["_upcoming_at"] = notice if notice > start else None


def cost(unit: Unit, subscription: Object, item: Object) -> int:
    return amount_in(price_of(unit, item), subscription["currency"], item["quantity"], "items[0][price]")


def rates(subscription: Object, item: Object) -> list[str]:
    return list(item["tax_rates"] or subscription["default_tax_rates"])


def period_lines(unit: Unit, subscription: Object) -> list[Object]:
    """One line for each item: the whole period in advance, nothing in a trial."""
    trial = subscription["status"] == "trialing"
    return [_period_line(unit, subscription, item, trial) for item in items(subscription)]


def _period_line(unit: Unit, subscription: Object, item: Object, trial: bool) -> Object:
    price = price_of(unit, item)
    return new_line(
        0 if trial else cost(unit, subscription, item),
        subscription["currency"],
        _words(unit, subscription, item, trial),
        (item["current_period_start"], item["current_period_end"]),
        metadata=subscription["metadata"],
        parent=of_item(subscription, item),
        price=price,
        quantity=item["quantity"],
        subscription=subscription["id"],
        tax_rates=rates(subscription, item),
    )


def _words(unit: Unit, subscription: Object, item: Object, trial: bool) -> str:
    price = price_of(unit, item)
    name = product_name(unit, price)
    if trial:
        return f"Trial period for {name}"
    every, count = _interval(price)
    each = money(amount_in(price, subscription["currency"], 1), subscription["currency"])
    return f"{item['quantity']} × {name} (at {each} / {every if count == 1 else f'every {count} {every}s'})"


SIGNS = {"usd": "$", "eur": "€", "gbp": "£", "brl": "R$", "inr": "₹", "jpy": "¥", "cny": "CN¥"}


def money(minor: int, code: str) -> str:
    digits = f"{abs(minor):,}" if code in ZERO_DECIMAL else f"{abs(minor) / 100:,.2f}"
    sign = SIGNS.get(code, f"{code.upper()} ")
    return f"{'−' if minor < 0 else ''}{sign}{digits}"
