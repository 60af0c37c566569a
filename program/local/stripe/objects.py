"""What Stripe calls an object: a mapping with an id. Keys that begin with an underscore stay inside the sandbox."""

import random
import string
from typing import Any

type Object = dict[str, Any]

API_VERSION = "2026-10-28.endive"
LETTERS = string.ascii_letters + string.digits
PREFIXES = {
    "balance_transaction": "txn",
    "billing_portal.configuration": "bpc",
    "billing_portal.session": "bps",
    "charge": "ch",
    "checkout.session": "cs_test",
    "customer": "cus",
    "discount": "di",
    "dispute": "du",
    "event": "evt",
    "invoice": "in",
    "invoice_payment": "inpay",
    "invoiceitem": "ii",
    "item": "li",
    "line_item": "il",
    "payment_intent": "pi",
    "payment_method": "pm",
    "price": "price",
    "product": "prod",
    "promotion_code": "promo",
    "refund": "re",
    "setup_intent": "seti",
    "subscription": "sub",
    "subscription_item": "si",
    "subscription_schedule": "sub_sched",
    "tax_rate": "txr",
    "test_helpers.test_clock": "clock",
    "webhook_endpoint": "we",
}
KINDS = {prefix: kind for kind, prefix in PREFIXES.items()}
LENGTHS = {"checkout.session": 58, "customer": 14, "product": 14, "subscription_item": 14}

_chance = random.SystemRandom()


def random_text(length: int) -> str:
    return "".join(_chance.choices(LETTERS, k=length))


def new_id(kind: str) -> str:
    if kind == "coupon":
        return random_text(8)
    return f"{PREFIXES[kind]}_{random_text(LENGTHS.get(kind, 24))}"


def kind_of(object_id: str) -> str | None:
    return KINDS.get(object_id.rpartition("_")[0])


def address(given: Object | None = None) -> Object:
    parts = ("city", "country", "line1", "line2", "postal_code", "state")
    return {part: (given or {}).get(part) for part in parts}


def as_list(data: list[Any], url: str, *, has_more: bool = False) -> Object:
    return {"object": "list", "data": data, "has_more": has_more, "url": url}
