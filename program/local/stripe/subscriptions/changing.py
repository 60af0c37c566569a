"""Other items for a subscription, and what that costs now."""

from dataclasses import dataclass, field

from program.local.stripe.errors import invalid
from program.local.stripe.objects import Object
from program.local.stripe.records import apply_metadata
from program.local.stripe.subscriptions.billing import cost, interval
from program.local.stripe.subscriptions.creating import check_prices
from program.local.stripe.subscriptions.proration import Part, remaining, unused
from program.local.stripe.subscriptions.shape import items, new_item
from program.local.stripe.unit import Unit


@dataclass
class Change:
    """`restart`: another interval, or the first that costs something, begins a period of its own."""

    parts: list[Part] = field(default_factory=list)
    restart: bool = False


def change_items(unit: Unit, subscription: Object, wanted: list[Object], at: int) -> Change:
    """Credits what the old items leave unused and charges what remains of the new ones."""
    old = [dict(item) for item in items(subscription)]
    every, before = interval(unit, subscription), _total(unit, subscription)
    subscription["items"]["data"] = _rebuilt(unit, subscription, wanted)
    restart = interval(unit, subscription) != every or (before == 0 and _total(unit, subscription) > 0)
    if subscription["status"] == "trialing":
        return Change()
    new = items(subscription)
    left = old if restart else [item for item in old if not _among(item, new)]
    credits = [unused(unit, subscription, item, at) for item in left]
    debits = [] if restart else [remaining(unit, subscription, item, at) for item in new if not _among(item, old)]
    return Change([part for part in (*credits, *debits) if part], restart)


def _total(unit: Unit, subscription: Object) -> int:
    return sum(cost(unit, subscription, item) for item in items(subscription))


def _among(item: Object, others: list[Object]) -> bool:
    same = ("id", "price", "quantity")
    return any(all(item[name] == other[name] for name in same) for other in others)


def _rebuilt(unit: Unit, subscription: Object, wanted: list[Object]) -> list[Object]:
    kept = {item["id"]: dict(item) for item in items(subscription)}
    for place, given in enumerate(wanted):
        param = f"items[{place}]"
        if "id" not in given:
            made = _added(unit, subscription, given, kept, param)
            kept[made["id"]] = made
        elif given["id"] not in kept:
            raise invalid(f"No such subscription item: '{given['id']}'", f"{param}[id]", "resource_missing")
        elif given.get("deleted"):
            del kept[given["id"]]
        else:
            _adjust(unit, kept[given["id"]], given, param)
    if not kept:
        raise invalid("A subscription must have at least one active plan.", "items")
    return list(kept.values())


def _added(unit: Unit, subscription: Object, given: Object, kept: dict[str, Object], param: str) -> Object:
    price = unit.get("price", given.get("price", ""), f"{param}[price]")
    check_prices([price])
    if any(item["price"] == price["id"] for item in kept.values()):
        message = f"Cannot add multiple subscription items with the same plan: {price['id']}"
        raise invalid(message, f"{param}[price]")
    made = new_item(unit, subscription["id"], price, given.get("quantity", 1), tax_rates=given.get("tax_rates"))
    first = items(subscription)[0]
    made.update({name: first[name] for name in ("current_period_start", "current_period_end")})
    apply_metadata(made, given)
    return made


def _adjust(unit: Unit, item: Object, given: Object, param: str) -> None:
    if "price" in given and given["price"] != item["price"]:
        price = unit.get("price", given["price"], f"{param}[price]")
        check_prices([price])
        item["price"] = price["id"]
    item.update({name: given[name] for name in ("quantity", "tax_rates") if name in given})
    apply_metadata(item, given)
