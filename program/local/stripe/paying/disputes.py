"""Disputes: the customer asks the bank for the money back."""

from program.local.stripe.calls import call
from program.local.stripe.errors import invalid
from program.local.stripe.lists import listed
from program.local.stripe.objects import Object
from program.local.stripe.params import RANGE, fields, flag, metadata, optional, text
from program.local.stripe.paying.balance import DISPUTE_FEE, book
from program.local.stripe.records import apply
from program.local.stripe.unit import Unit

URL = "/v1/disputes"
EVIDENCE = (
    "access_activity_log", "billing_address", "cancellation_policy", "cancellation_policy_disclosure",
    "cancellation_rebuttal", "customer_communication", "customer_email_address", "customer_name",
    "customer_purchase_ip", "customer_signature", "duplicate_charge_documentation", "duplicate_charge_explanation",
    "duplicate_charge_id", "product_description", "receipt", "refund_policy", "refund_policy_disclosure",
    "refund_refusal_explanation", "service_date", "service_documentation", "shipping_address", "shipping_carrier",
    "shipping_date", "shipping_documentation", "shipping_tracking_number", "uncategorized_file",
    "uncategorized_text",
)  # fmt: skip
WORDS = fields(dict.fromkeys(EVIDENCE, optional(text)))
ENDINGS = {"winning_evidence": "won", "losing_evidence": "lost"}
WEEK = 7 * 86_400


def open_dispute(unit: Unit, charge: Object, *, reason: str = "fraudulent", amount: int | None = None) -> Object:
    if charge["disputed"] or not charge["paid"]:
        raise invalid(f"Charge {charge['id']} cannot be disputed.", "charge")
    wanted = charge["amount"] - charge["amount_refunded"] if amount is None else amount
    made = unit.new("dispute", **_blank(unit, charge), amount=wanted, reason=reason)
    with unit.changing(made):
        booked = book(unit, "adjustment", -wanted, made, fee=DISPUTE_FEE, description=f"Chargeback of {charge['id']}")
        made["balance_transactions"] = [booked]
    with unit.changing(charge, "charge.updated"):
        charge["disputed"] = True
    unit.emit("charge.dispute.created", made)
    unit.emit("charge.dispute.funds_withdrawn", made)
    return made


def _blank(unit: Unit, charge: Object) -> Object:
    brand = charge["payment_method_details"]["card"]["brand"]
    card = {"brand": brand, "case_type": "chargeback", "network": brand, "network_reason_code": "10.4"}
    details = {"has_evidence": False, "past_due": False, "submission_count": 0, "enhanced_eligibility": {}}
    return {
        "balance_transactions": [],
        "charge": charge["id"],
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {**dict.fromkeys(EVIDENCE), "enhanced_evidence": {}},
        "evidence_details": {**details, "due_by": unit.now + WEEK},
        "is_charge_refundable": False,
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "payment_method_details": {"card": card, "type": "card"},
        "status": "needs_response",
    }


def close_dispute(unit: Unit, dispute: Object, status: str) -> Object:
    """`won` gives the money back, `lost` does not."""
    if dispute["status"] in ("won", "lost"):
        raise invalid("This dispute is already closed.", None, "dispute_already_closed")
    with unit.changing(dispute, "charge.dispute.updated"):
        dispute["status"] = status
        if status == "won":
            back = book(unit, "adjustment", dispute["amount"], dispute, description="Chargeback reversal")
            dispute["balance_transactions"] = [*dispute["balance_transactions"], back]
    unit.emit("charge.dispute.closed", dispute)
    if status == "won":
        unit.emit("charge.dispute.funds_reinstated", dispute)
    return dispute


@call("GET", URL, {"charge": text, "created": RANGE, "payment_intent": text})
def index(unit: Unit, given: Object) -> Object:
    return listed(unit, "dispute", URL, given)


@call("GET", f"{URL}/{{dispute}}")
def retrieve(unit: Unit, given: Object, dispute: str) -> Object:
    return unit.get("dispute", dispute, "dispute", status=404)


@call("POST", f"{URL}/{{dispute}}", {"evidence": WORDS, "metadata": metadata, "submit": flag})
def update(unit: Unit, given: Object, dispute: str) -> Object:
    """As with Stripe's test mode, `winning_evidence` in uncategorized_text wins and `losing_evidence` loses."""
    one = retrieve(unit, {}, dispute)
    with unit.changing(one, "charge.dispute.updated"):
        apply(one, given, ())
        one["evidence"] = one["evidence"] | given.get("evidence", {})
        one["evidence_details"]["has_evidence"] = any(one["evidence"][name] for name in EVIDENCE)
        if given.get("submit", True) and given.get("evidence"):
            one["evidence_details"]["submission_count"] += 1
            one["status"] = "under_review"
    if one["status"] == "under_review" and (ending := ENDINGS.get(one["evidence"]["uncategorized_text"] or "")):
        close_dispute(unit, one, ending)
    return one


@call("POST", f"{URL}/{{dispute}}/close")
def close(unit: Unit, given: Object, dispute: str) -> Object:
    """Whoever closes a dispute accepts it."""
    return close_dispute(unit, retrieve(unit, {}, dispute), "lost")
