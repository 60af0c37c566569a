"""What becomes of invoices by itself: a draft is finalized after an hour, a failed payment is tried again."""

from program.local.stripe.agenda import due
from program.local.stripe.invoices.collecting import collect, finalize
from program.local.stripe.objects import Object
from program.local.stripe.unit import Unit


def when(invoice: Object) -> int | None:
    moment: int | None = None
    if invoice["status"] == "draft" and invoice["auto_advance"]:
        moment = invoice["automatically_finalizes_at"]
    elif invoice["status"] == "open":
        moment = invoice["next_payment_attempt"]
    return moment


@due("invoice", when)
def advance(unit: Unit, invoice: Object) -> None:
    if invoice["status"] == "draft":
        finalize(unit, invoice)
        if invoice["collection_method"] == "send_invoice":
            unit.emit("invoice.sent", invoice)
            return
    if invoice["status"] == "open":
        with unit.changing(invoice):
            invoice["next_payment_attempt"] = None
        collect(unit, invoice)
