"""From draft to paid: numbers, payment intents, attempts and their retries."""

from collections.abc import Callable

from program.local.stripe.invoices.totals import balance
from program.local.stripe.objects import Object
from program.local.stripe.paying.attempts import Outcome, attempt
from program.local.stripe.paying.intents import OPEN, cancel_intent, new_intent
from program.local.stripe.settings import DAY, setting
from program.local.stripe.unit import Unit

type Hook = Callable[[Unit, Object], None]

PAID: list[Hook] = []
FAILED: list[Callable[[Unit, Object, bool], Callable[[], None]]] = []
"""What subscriptions do when an invoice of theirs was paid, or was not; the last argument: by hand.

Whatever follows from a failure comes after the event that tells of it.
"""
WORDS = {"subscription_create": "Subscription creation", "subscription_update": "Subscription update"}


def finalize(unit: Unit, invoice: Object, *, intent: Object | None = None) -> Object:
    """Gives it its number and, if something is to be paid, a payment intent; nothing to pay is paid at once."""
    customer = unit.known(invoice["customer"])
    with unit.changing(customer), unit.changing(invoice):
        balance(invoice, customer["balance"])
        _open(unit, invoice, customer)
    with unit.changing(customer, "customer.updated"), unit.changing(invoice):
        customer["balance"] = min(customer["balance"] + invoice["total"], 0)
        invoice["ending_balance"] = customer["balance"]
    unit.emit("invoice.finalized", invoice)
    if invoice["amount_due"] > 0:
        _ask_for(unit, invoice, intent)
    else:
        settle(unit, invoice)
    return invoice


def _open(unit: Unit, invoice: Object, customer: Object) -> None:
    invoice["number"] = f"{customer['invoice_prefix']}-{customer['next_invoice_sequence']:04}"
    customer["next_invoice_sequence"] += 1
    invoice.update(status="open", effective_at=unit.now, automatically_finalizes_at=None)
    invoice["status_transitions"]["finalized_at"] = unit.now
    invoice["hosted_invoice_url"] = f"{unit.base_url}/i/{invoice['id']}"
    invoice["invoice_pdf"] = f"{unit.base_url}/i/{invoice['id']}/pdf"
    if invoice["collection_method"] == "send_invoice" and invoice["due_date"] is None:
        invoice["due_date"] = unit.now + DAY * invoice.get("_days_until_due", 30)


def _ask_for(unit: Unit, invoice: Object, intent: Object | None) -> None:
    if intent is None:
        intent = new_intent(
            unit,
            invoice["amount_due"],
            invoice["currency"],
            invoice["customer"],
            description=WORDS.get(invoice["billing_reason"]),
            invoice=invoice["id"],
            setup_future_usage="off_session" if invoice["_subscription"] else None,
        )
    made = unit.new(
        "invoice_payment",
        amount_paid=None,
        amount_requested=invoice["amount_due"],
        currency=invoice["currency"],
        invoice=invoice["id"],
        is_default=True,
        payment={"payment_intent": intent["id"], "type": "payment_intent"},
        status="open",
        status_transitions={"canceled_at": None, "paid_at": None},
        _customer=invoice["customer"],
    )
    with unit.changing(invoice), unit.changing(intent):
        invoice.update(_intent=intent["id"], _payment=made["id"])
        intent["_invoice"] = invoice["id"]


def default_method(unit: Unit, invoice: Object) -> Object | None:
    subscription = unit.account.find("subscription", invoice["_subscription"] or "") or {}
    customer = unit.known(invoice["customer"])
    settings = customer["invoice_settings"]["default_payment_method"]
    wanted = invoice["default_payment_method"] or subscription.get("default_payment_method") or settings
    return unit.account.find("payment_method", wanted) if wanted else None


def collect(unit: Unit, invoice: Object, *, method: Object | None = None, by_hand: bool = False) -> Outcome:
    """One attempt. By hand it leaves the schedule of retries as it is."""
    method = method or default_method(unit, invoice)
    with unit.changing(invoice):
        first = invoice["attempt_count"] == 0
        invoice.update(attempted=True, attempt_count=invoice["attempt_count"] + (first or not by_hand))
    intent = unit.known(invoice["_intent"])
    outcome = attempt(unit, intent, method, return_url=invoice["hosted_invoice_url"]) if method else "failed"
    concluded(unit, invoice, outcome, by_hand=by_hand and not first)
    return outcome


def concluded(unit: Unit, invoice: Object, outcome: Outcome, *, by_hand: bool = False) -> None:
    if outcome == "succeeded":
        settle(unit, invoice)
        return
    afterwards = [hook(unit, invoice, by_hand) for hook in FAILED]
    unit.emit("invoice.payment_failed", invoice)
    if outcome == "requires_action":
        unit.emit("invoice.payment_action_required", invoice)
    for act in afterwards:
        act()
    _delinquent(unit, invoice, True)


def settle(unit: Unit, invoice: Object, *, out_of_band: bool = False) -> None:
    with unit.changing(invoice):
        invoice.update(amount_paid=invoice["amount_due"], amount_remaining=0, attempted=True)
        invoice.update(status="paid", next_payment_attempt=None, auto_advance=False)
        invoice["status_transitions"]["paid_at"] = unit.now
    _pay(unit, invoice, out_of_band)
    unit.emit("invoice.paid", invoice)
    unit.emit("invoice.payment_succeeded", invoice)
    if payment := unit.account.find("invoice_payment", invoice.get("_payment") or ""):
        unit.emit("invoice_payment.paid", payment)
    for hook in PAID:
        hook(unit, invoice)
    _delinquent(unit, invoice, False)


def _pay(unit: Unit, invoice: Object, out_of_band: bool) -> None:
    payment = unit.account.find("invoice_payment", invoice.get("_payment") or "")
    if payment is None:
        return
    with unit.changing(payment):
        payment.update(amount_paid=invoice["amount_paid"], status="paid")
        payment["status_transitions"]["paid_at"] = unit.now
    intent = unit.known(invoice["_intent"])
    if out_of_band and intent["status"] in OPEN:
        cancel_intent(unit, intent, "void_invoice")


def _delinquent(unit: Unit, invoice: Object, state: bool) -> None:
    customer = unit.known(invoice["customer"])
    if not state and customer["delinquent"]:
        others = unit.account.where("invoice", customer=customer["id"], status="open")
        state = any(other["attempted"] for other in others)
    if state and not invoice["_subscription"]:
        return
    with unit.changing(customer, "customer.updated"):
        customer["delinquent"] = state


def schedule_retry(unit: Unit, invoice: Object) -> bool:
    """Whether another automatic attempt comes."""
    days = setting(unit.account, "retry_days")
    tries = invoice["attempt_count"]
    with unit.changing(invoice):
        more = tries <= len(days)
        invoice["next_payment_attempt"] = unit.now + DAY * days[tries - 1] if more else None
    return bool(more)


def void(unit: Unit, invoice: Object) -> None:
    _close(unit, invoice, "void", "voided_at")
    unit.emit("invoice.voided", invoice)


def give_up(unit: Unit, invoice: Object) -> None:
    _close(unit, invoice, "uncollectible", "marked_uncollectible_at")
    unit.emit("invoice.marked_uncollectible", invoice)


def _close(unit: Unit, invoice: Object, status: str, moment: str) -> None:
    with unit.changing(invoice):
        invoice.update(status=status, next_payment_attempt=None, auto_advance=False)
        invoice["status_transitions"][moment] = unit.now
    intent = unit.account.find("payment_intent", invoice["_intent"] or "")
    if status == "void" and intent and intent["status"] in OPEN:
        cancel_intent(unit, intent, "void_invoice")
