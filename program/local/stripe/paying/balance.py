"""Balance transactions: what a charge, a refund or a dispute did to the balance."""

from program.local.stripe.calls import call
from program.local.stripe.lists import listed
from program.local.stripe.objects import Object
from program.local.stripe.params import RANGE, currency, text
from program.local.stripe.unit import Unit

URL = "/v1/balance_transactions"
PENDING = 2 * 86_400
DISPUTE_FEE = 1500


def book(
    unit: Unit, kind: str, amount: int, source: Object, *, fee: int = 0, description: str | None = None
) -> Object:
    details = [{"amount": fee, "application": None, "currency": source["currency"], "type": "stripe_fee"}]
    details[0]["description"] = "Stripe processing fees"
    made = unit.new(
        "balance_transaction",
        amount=amount,
        available_on=unit.now + PENDING,
        balance_type="payments",
        currency=source["currency"],
        description=description,
        exchange_rate=None,
        fee=fee,
        fee_details=details if fee else [],
        net=amount - fee,
        reporting_category="dispute" if kind == "adjustment" else kind,
        source=source["id"],
        status="pending",
        type=kind,
    )
    del made["livemode"]
    return made


def usual_fee(amount: int) -> int:
    """2.9 % and 30: what Stripe takes of a card payment at home."""
    return (amount * 29 + 500) // 1000 + 30


@call("GET", URL, {"created": RANGE, "currency": currency, "source": text, "type": text})
def index(unit: Unit, given: Object) -> Object:
    return listed(unit, "balance_transaction", URL, given)


@call("GET", f"{URL}/{{transaction}}")
def retrieve(unit: Unit, given: Object, transaction: str) -> Object:
    return unit.get("balance_transaction", transaction, "id", status=404)
