"""Lines of an invoice."""

from typing import Any

from program.local.stripe.objects import Object, new_id
from program.local.stripe.unit import Unit


def new_line(amount: int, currency: str, description: str, period: tuple[int, int], **more: Any) -> Object:
    """Amounts are in minor units, before discounts; an inclusive tax is in them."""
    return {
        "id": new_id("line_item"),
        "object": "line_item",
        "amount": amount,
        "currency": currency,
        "description": description,
        "discount_amounts": [],
        "discountable": more.get("discountable", True),
        "discounts": [],
        "invoice": None,
        "livemode": False,
        "metadata": dict(more.get("metadata") or {}),
        "parent": more.get("parent"),
        "period": {"start": period[0], "end": period[1]},
        "pretax_credit_amounts": [],
        "pricing": pricing(more.get("price")),
        "quantity": more.get("quantity"),
        "quantity_decimal": None if more.get("quantity") is None else str(more["quantity"]),
        "subscription": more.get("subscription"),
        "subtotal": amount,
        "taxes": [],
        "_tax_rates": list(more.get("tax_rates") or []),
    }


def pricing(price: Object | None) -> Object | None:
    if price is None:
        return None
    details = {"price": price["id"], "product": price["product"]}
    return {"price_details": details, "type": "price_details", "unit_amount_decimal": price["unit_amount_decimal"]}


def of_item(subscription: Object, item: Object, *, proration: bool = False, credited: Object | None = None) -> Object:
    details = {
        "invoice_item": None,
        "proration": proration,
        "proration_details": {"credited_items": credited},
        "subscription": subscription["id"],
        "subscription_item": item["id"],
    }
    return {"invoice_item_details": None, "subscription_item_details": details, "type": "subscription_item_details"}


def from_pending(unit: Unit, pending: Object) -> Object:
    """What waited for the next invoice becomes a line of it."""
    details = {
        "invoice_item": pending["id"],
        "proration": pending["proration"],
        "proration_details": {"credited_items": None},
        "subscription": pending["_subscription"],
    }
    price = pending["_price"] and unit.known(pending["_price"])
    return new_line(
        pending["amount"],
        pending["currency"],
        pending["description"],
        (pending["period"]["start"], pending["period"]["end"]),
        discountable=pending["discountable"],
        metadata=pending["metadata"],
        parent={
            "invoice_item_details": details,
            "subscription_item_details": None,
            "type": "invoice_item_details",
        },
        price=price,
        quantity=pending["quantity"],
        subscription=pending["_subscription"],
        tax_rates=pending["_tax_rates"],
    )
