"""What a checkout session is made of."""

from program.local.stripe.calls import call
from program.local.stripe.catalogue.prices import INLINE
from program.local.stripe.lists import paged
from program.local.stripe.objects import Object, as_list
from program.local.stripe.params import (
    Spec,
    choice,
    currency,
    fields,
    flag,
    list_of,
    metadata,
    text,
    whole,
)  # fmt: skip
from program.local.stripe.present import extra
from program.local.stripe.store import Account
from program.local.stripe.subscriptions.calls import END
from program.local.stripe.unit import Unit

URL = "/v1/checkout/sessions"
PRODUCT = fields(
    {"name": text, "description": text, "metadata": metadata, "images": list_of(text)}, required=("name",)
)
PRICE_DATA = fields({**INLINE, "product": text, "product_data": PRODUCT}, required=("currency",))
LINE = fields({"price": text, "price_data": PRICE_DATA, "quantity": whole, "tax_rates": list_of(text)})
SUBSCRIPTION_DATA = fields(
    {
        "billing_cycle_anchor": whole,
        "default_tax_rates": list_of(text),
        "description": text,
        "metadata": metadata,
        "proration_behavior": choice("create_prorations", "none"),
        "trial_end": whole,
        "trial_period_days": whole,
        "trial_settings": fields({"end_behavior": END}),
    }
)
INTENT_DATA = fields(
    {
        "description": text,
        "metadata": metadata,
        "receipt_email": text,
        "setup_future_usage": choice("off_session", "on_session"),
    }
)
INVOICE_DATA = fields({"description": text, "metadata": metadata, "footer": text})
ENABLED = fields({"enabled": flag})
SIMPLE: Spec = {
    "allow_promotion_codes": flag,
    "billing_address_collection": choice("auto", "required"),
    "cancel_url": text,
    "client_reference_id": text,
    "customer": text,
    "customer_creation": choice("always", "if_required"),
    "customer_email": text,
    "locale": text,
    "payment_method_collection": choice("always", "if_required"),
    "submit_type": choice("auto", "book", "donate", "pay", "subscribe"),
    "success_url": text,
}
CREATE: Spec = {
    **SIMPLE,
    "automatic_tax": fields({"enabled": choice("false")}),
    "currency": currency,
    "customer_update": fields(dict.fromkeys(("address", "name", "shipping"), choice("auto", "never"))),
    "discounts": list_of(fields({"coupon": text, "promotion_code": text})),
    "expires_at": whole,
    "invoice_creation": fields({"enabled": flag, "invoice_data": INVOICE_DATA}, required=("enabled",)),
    "line_items": list_of(LINE),
    "metadata": metadata,
    "mode": choice("payment", "subscription"),
    "payment_intent_data": INTENT_DATA,
    "allowed_payment_method_types": list_of(choice("card")),
    "phone_number_collection": ENABLED,
    "subscription_data": SUBSCRIPTION_DATA,
    "tax_id_collection": ENABLED,
    "ui_mode": choice("hosted_page"),
}
NOTHING = (
    "after_expiration", "allow_promotion_codes", "amount_subtotal", "amount_total", "billing_address_collection",
    "cancel_url", "client_reference_id", "client_secret", "collected_information", "consent", "consent_collection",
    "currency_conversion", "customer", "customer_account", "customer_creation", "customer_details", "customer_email",
    "integration_identifier", "invoice", "invoice_creation", "locale", "managed_payments", "origin_context",
    "payment_intent", "payment_link", "payment_method_configuration_details", "permissions", "recovered_from",
    "saved_payment_method_options", "setup_intent", "shipping_address_collection", "shipping_cost", "submit_type",
    "subscription", "wallet_options",
)  # fmt: skip
TEXTS = ("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")


def blank() -> Object:
    return {
        **dict.fromkeys(NOTHING),
        "adaptive_pricing": {"enabled": False},
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "custom_fields": [],
        "custom_text": dict.fromkeys(TEXTS),
        "discounts": [],
        "payment_method_collection": "always",
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card"],
        "payment_status": "unpaid",
        "phone_number_collection": {"enabled": False},
        "shipping_options": [],
        "status": "open",
        "ui_mode": "hosted_page",
    }


def line_item(line: Object, price: Object, name: str, line_id: str) -> Object:
    discount = sum(one["amount"] for one in line["discount_amounts"])
    added = sum(one["amount"] for one in line["taxes"] if one["tax_behavior"] == "exclusive")
    return {
        "id": line_id,
        "object": "item",
        "adjustable_quantity": None,
        "amount_discount": discount,
        "amount_subtotal": line["amount"],
        "amount_tax": sum(one["amount"] for one in line["taxes"]),
        "amount_total": line["amount"] - discount + added,
        "currency": line["currency"],
        "description": name,
        "metadata": {},
        "price": price,
        "quantity": line["quantity"],
    }


@extra("checkout.session", "line_items")
def line_items(account: Account, session: Object) -> Object:
    return as_list(session["_line_items"], f"{URL}/{session['id']}/line_items")


@call("GET", f"{URL}/{{session}}/line_items")
def index(unit: Unit, given: Object, session: str) -> Object:
    one = unit.get("checkout.session", session, "session", status=404)
    return paged(unit, one["_line_items"], "item", f"{URL}/{session}/line_items", given)
