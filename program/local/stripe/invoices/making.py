"""A new invoice, as a draft."""

from typing import Any

from program.local.stripe.invoices.totals import total_up
from program.local.stripe.objects import Object, as_list, new_id
from program.local.stripe.settings import setting
from program.local.stripe.unit import Unit

NOTHING = (
    "account_tax_ids", "application", "custom_fields", "customer_account",
    "customer_phone", "customer_shipping", "default_source", "due_date",
    "effective_at", "ending_balance", "footer", "from_invoice", "hosted_invoice_url", "invoice_pdf",
    "last_finalization_error", "latest_revision", "next_payment_attempt", "number", "on_behalf_of",
    "receipt_number", "rendering", "shipping_cost", "shipping_details", "statement_descriptor", "subscription",
    "webhooks_delivered_at",
)  # fmt: skip
NO_TAX = {"disabled_reason": None, "enabled": False, "liability": None, "provider": None, "status": None}


def new_invoice(unit: Unit, customer: Object, currency: str, lines: list[Object], **more: Any) -> Object:
    own_id = new_id("invoice")
    made = unit.new("invoice", id=own_id, **_blank(unit, customer, currency), **_about(more))
    with unit.changing(made):
        made["lines"] = as_list(lines, f"/v1/invoices/{own_id}/lines")
        made["starting_balance"] = customer["balance"]
        total_up(unit, made)
    if customer["currency"] is None:
        with unit.changing(customer, "customer.updated"):
            customer["currency"] = currency
    unit.emit("invoice.created", made)
    return made


def _blank(unit: Unit, customer: Object, currency: str) -> Object:
    settings = {"default_mandate": None, "payment_method_options": None, "payment_method_types": None}
    moments = ("finalized_at", "marked_uncollectible_at", "paid_at", "voided_at")
    zeros = (
        "amount_due", "amount_overpaid", "amount_paid", "amount_remaining", "amount_shipping", "attempt_count",
        "post_payment_credit_notes_amount", "pre_payment_credit_notes_amount", "starting_balance",
    )  # fmt: skip
    return {
        **dict.fromkeys(NOTHING),
        **dict.fromkeys(zeros, 0),
        "account_country": "US",
        "account_name": setting(unit.account, "name"),
        "attempted": False,
        "automatic_tax": NO_TAX,
        "currency": currency,
        "customer": customer["id"],
        "customer_address": customer["address"],
        "customer_email": customer["email"],
        "customer_name": customer["name"],
        "customer_tax_exempt": customer["tax_exempt"],
        "customer_tax_ids": [],
        "test_clock": customer["test_clock"],
        "issuer": {"type": "self"},
        "payment_settings": settings,
        "status": "draft",
        "status_transitions": dict.fromkeys(moments),
        "total_pretax_credit_amounts": [],
        "total_taxes": [],
    }


def _about(more: Object) -> Object:
    """What the caller says; the rest is as on an invoice made by hand."""
    usual: Object = {
        "auto_advance": False,
        "automatically_finalizes_at": None,
        "billing_reason": "manual",
        "collection_method": "charge_automatically",
        "default_payment_method": None,
        "default_tax_rates": [],
        "description": None,
        "discounts": [],
        "metadata": {},
        "parent": None,
        "period_start": None,
        "period_end": None,
        "_subscription": None,
        "_intent": None,
    }
    return usual | more


def of_subscription(unit: Unit, subscription: Object, lines: list[Object], reason: str, **more: Any) -> Object:
    """An invoice for a subscription; the first line that is no proration tells its period."""
    customer = unit.known(subscription["customer"])
    details = {"metadata": dict(subscription["metadata"]), "subscription": subscription["id"]}
    made = new_invoice(
        unit,
        customer,
        subscription["currency"],
        lines,
        auto_advance=True,
        billing_reason=reason,
        collection_method=subscription["collection_method"],
        discounts=live_discounts(unit, subscription),
        parent={"quote_details": None, "subscription_details": details, "type": "subscription_details"},
        **({"period_start": unit.now, "period_end": unit.now} | more),
        _subscription=subscription["id"],
    )
    with unit.changing(subscription):
        subscription["latest_invoice"] = made["id"]
        for line in made["lines"]["data"]:
            _remember(subscription, line)
    return made


def _remember(subscription: Object, line: Object) -> None:
    """An item knows what was last charged for it: that is what a credit is a part of."""
    details = (line["parent"] or {}).get("subscription_item_details")
    if not details or line["amount"] < 0:
        return
    for item in subscription["items"]["data"]:
        if item["id"] == details["subscription_item"]:
            net = line["amount"] - sum(one["amount"] for one in line["discount_amounts"])
            item["_billed"] = {"amount": net, **line["period"], "invoice": line["invoice"], "line": line["id"]}


def live_discounts(unit: Unit, subscription: Object) -> list[str]:
    found = [unit.known(one) for one in subscription["discounts"]]
    return [one["id"] for one in found if one["end"] is None or one["end"] > unit.now]
