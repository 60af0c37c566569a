"""Customers."""

from program.local.stripe.calls import call
from program.local.stripe.customers import methods
from program.local.stripe.errors import invalid
from program.local.stripe.lists import listed
from program.local.stripe.objects import Object, address, random_text
from program.local.stripe.params import ADDRESS, RANGE, choice, fields, list_of, metadata, optional, text, whole
from program.local.stripe.records import apply, clean
from program.local.stripe.unit import Unit

URL = "/v1/customers"
SHIPPING = fields({"address": ADDRESS, "name": text, "phone": optional(text)})
SETTINGS = fields({"default_payment_method": optional(text), "footer": optional(text)})
UPDATE = {
    "address": optional(ADDRESS),
    "balance": whole,
    "description": optional(text),
    "email": optional(text),
    "invoice_prefix": text,
    "invoice_settings": SETTINGS,
    "metadata": metadata,
    "name": optional(text),
    "next_invoice_sequence": whole,
    "phone": optional(text),
    "preferred_locales": list_of(text),
    "shipping": optional(SHIPPING),
    "tax_exempt": optional(choice("none", "exempt", "reverse")),
}
CREATE = UPDATE | {"payment_method": text, "test_clock": text}
PLAIN = (
    "balance", "description", "email", "invoice_prefix", "name", "next_invoice_sequence", "phone", "preferred_locales",
    "shipping",
)  # fmt: skip
NO_SETTINGS = {"custom_fields": None, "default_payment_method": None, "footer": None, "rendering_options": None}


def new_customer(unit: Unit, given: Object) -> Object:
    made = unit.new(
        "customer",
        address=address(given["address"]) if given.get("address") else None,
        balance=given.get("balance", 0),
        currency=None,
        default_source=None,
        delinquent=False,
        description=given.get("description"),
        discount=None,
        email=given.get("email"),
        invoice_prefix=given.get("invoice_prefix") or random_text(8).upper(),
        invoice_settings=NO_SETTINGS | given.get("invoice_settings", {}),
        metadata=clean(given.get("metadata")),
        name=given.get("name"),
        next_invoice_sequence=given.get("next_invoice_sequence", 1),
        phone=given.get("phone"),
        preferred_locales=given.get("preferred_locales", []),
        shipping=given.get("shipping"),
        tax_exempt=given.get("tax_exempt") or "none",
        test_clock=given.get("test_clock"),
    )
    unit.emit("customer.created", made)
    return made


@call("POST", URL, CREATE)
def create(unit: Unit, given: Object) -> Object:
    if clock := given.get("test_clock"):
        unit.now = unit.get("test_helpers.test_clock", clock, "test_clock")["frozen_time"]
    _check(given)
    method = given.get("payment_method")
    kept = methods.found(unit, method, "payment_method") if method else None
    made = new_customer(unit, given)
    if kept:
        methods.attach(unit, kept, made)
    _check_default(unit, made, given)
    return made


def _check(given: Object) -> None:
    email = given.get("email")
    if email and ("@" not in email.strip("@") or len(email) > 512):
        raise invalid(f"Invalid email address: {email}", "email", "email_invalid")


def _check_default(unit: Unit, one: Object, given: Object) -> None:
    if wanted := given.get("invoice_settings", {}).get("default_payment_method"):
        methods.owned(unit, wanted, one["id"], "invoice_settings[default_payment_method]")


@call("GET", URL, {"created": RANGE, "email": text, "test_clock": text})
def index(unit: Unit, given: Object) -> Object:
    return listed(unit, "customer", URL, given)


@call("GET", f"{URL}/{{customer}}")
def retrieve(unit: Unit, given: Object, customer: str) -> Object:
    gone = unit.account.find("customer", customer)
    return gone or unit.get("customer", customer, "id", status=404)


@call("POST", f"{URL}/{{customer}}", UPDATE)
def update(unit: Unit, given: Object, customer: str) -> Object:
    one = unit.get("customer", customer, "id", status=404)
    unit.follow(one)
    _check(given)
    _check_default(unit, one, given)
    with unit.changing(one, "customer.updated"):
        apply(one, given, PLAIN)
        one["invoice_settings"] = one["invoice_settings"] | given.get("invoice_settings", {})
        if "address" in given:
            one["address"] = address(given["address"]) if given["address"] else None
        if "tax_exempt" in given:
            one["tax_exempt"] = given["tax_exempt"] or "none"
    return one


@call("DELETE", f"{URL}/{{customer}}")
def delete(unit: Unit, given: Object, customer: str) -> Object:
    from program.local.stripe.subscriptions.ending import cancel_now  # a deleted customer pays for nothing any more

    one = unit.get("customer", customer, "id", status=404)
    unit.follow(one)
    for subscription in unit.account.where("subscription", customer=customer):
        if subscription["ended_at"] is None:
            cancel_now(unit, subscription, reason="cancellation_requested")
    with unit.changing(one):
        unit.emit("customer.deleted", one)
        one["_deleted"] = True
    return one
