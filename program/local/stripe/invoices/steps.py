"""What is done with an invoice: finalize, pay, void, give up, send."""

from program.local.stripe.calls import call
from program.local.stripe.customers import methods
from program.local.stripe.errors import StripeError, card_error, invalid
from program.local.stripe.invoices import collecting
from program.local.stripe.invoices.calls import URL, one_of
from program.local.stripe.objects import Object
from program.local.stripe.params import flag, text
from program.local.stripe.records import apply
from program.local.stripe.unit import Unit


@call("POST", f"{URL}/{{invoice}}/finalize", {"auto_advance": flag})
def finalize(unit: Unit, given: Object, invoice: str) -> Object:
    one = one_of(unit, invoice)
    if one["status"] != "draft":
        raise invalid("This invoice is already finalized, you can't re-finalize a non-draft invoice.")
    with unit.changing(one):
        apply(one, given, ("auto_advance",))
    collecting.finalize(unit, one)
    if one["auto_advance"] and one["status"] == "open":
        collecting.collect(unit, one)
    return one


PAY = {"off_session": flag, "paid_out_of_band": flag, "payment_method": text}


@call("POST", f"{URL}/{{invoice}}/pay", PAY)
def pay(unit: Unit, given: Object, invoice: str) -> Object:
    one = one_of(unit, invoice)
    if one["status"] == "paid":
        raise invalid("Invoice is already paid", None, "invoice_already_paid")
    if one["status"] == "draft":
        collecting.finalize(unit, one)
    if one["status"] not in ("open", "uncollectible", "paid"):
        raise invalid(f"Invoices with status {one['status']} can't be paid.", None, "invoice_not_open")
    if given.get("paid_out_of_band"):
        collecting.settle(unit, one, out_of_band=True)
    elif one["status"] != "paid":
        _collect(unit, one, given.get("payment_method"))
    return one


def _collect(unit: Unit, invoice: Object, wanted: str | None) -> None:
    method = methods.found(unit, wanted, "payment_method") if wanted else collecting.default_method(unit, invoice)
    if method is None:
        raise invalid(
            "There is no `default_payment_method` set on this Customer or Invoice. Please provide a payment method.",
            None,
            "invoice_payment_intent_requires_action",
        )
    outcome = collecting.collect(unit, invoice, method=method, by_hand=True)
    if outcome != "succeeded":
        raise _refused(unit, invoice)


def _refused(unit: Unit, invoice: Object) -> StripeError:
    error = unit.known(invoice["_intent"])["last_payment_error"]
    if error is None:
        message = "This payment requires additional user action before it can be completed successfully."
        return card_error("invoice_payment_intent_requires_action", message, keep=True)
    more = {"charge": error.get("charge")}
    return card_error(error["code"], error["message"], error.get("decline_code"), keep=True, **more)


@call("POST", f"{URL}/{{invoice}}/void")
def void(unit: Unit, given: Object, invoice: str) -> Object:
    one = one_of(unit, invoice)
    if one["status"] not in ("open", "uncollectible"):
        raise invalid("You can only pass in open or uncollectible invoices.", None, "invoice_not_open")
    collecting.void(unit, one)
    return one


@call("POST", f"{URL}/{{invoice}}/mark_uncollectible")
def mark_uncollectible(unit: Unit, given: Object, invoice: str) -> Object:
    one = one_of(unit, invoice)
    if one["status"] != "open":
        raise invalid("You can only mark open invoices as uncollectible.", None, "invoice_not_open")
    collecting.give_up(unit, one)
    return one


@call("POST", f"{URL}/{{invoice}}/send")
def send(unit: Unit, given: Object, invoice: str) -> Object:
    one = one_of(unit, invoice)
    if one["status"] == "draft":
        collecting.finalize(unit, one)
    unit.emit("invoice.sent", one)
    return one
