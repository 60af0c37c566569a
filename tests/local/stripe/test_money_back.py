"""Refunds, disputes, invoices made by hand."""

from typing import Any

import pytest
import requests
import stripe
from stripe import StripeClient

from program.local.stripe.sandbox import Sandbox
from tests.local.stripe.browser import Browser
from tests.local.stripe.conftest import DAY, NEW_YEAR, Catalogue, Member


@pytest.fixture
def charge(client: StripeClient, member: Member, catalogue: Catalogue) -> stripe.Charge:
    member.subscribe(catalogue.yearly)
    return client.v1.charges.list({"customer": member.customer}).data[0]


def test_refunds_in_parts_and_never_above_the_rest(
    client: StripeClient, member: Member, charge: stripe.Charge
) -> None:
    intent = str(charge.payment_intent)
    part = client.v1.refunds.create({"payment_intent": intent, "amount": 75342, "reason": "requested_by_customer"})
    assert (part.status, part.amount, part.currency, part.charge) == ("succeeded", 75342, "usd", charge.id)
    booked = client.v1.balance_transactions.retrieve(str(part.balance_transaction))
    assert (booked.type, booked.amount, booked.source) == ("refund", -75342, part.id)
    with pytest.raises(
        stripe.InvalidRequestError, match=r"\$250.00\) is greater than unrefunded amount on charge \(\$236.58"
    ):
        client.v1.refunds.create({"charge": charge.id, "amount": 25000})
    rest = client.v1.refunds.create({"charge": charge.id})
    assert rest.amount == 99000 - 75342
    after = client.v1.charges.retrieve(charge.id)
    assert (after.refunded, after.amount_refunded) == (True, 99000)
    with pytest.raises(stripe.InvalidRequestError) as raised:
        client.v1.refunds.create({"charge": charge.id})
    assert raised.value.code == "charge_already_refunded"
    assert len(client.v1.refunds.list({"payment_intent": intent}).data) == 2
    assert member.events()[-4:] == ["refund.created", "charge.refunded", "refund.created", "charge.refunded"]
    told = client.v1.events.list({"type": "charge.refunded"}).data
    assert told[0].data.previous_attributes
    assert told[0].data.previous_attributes["amount_refunded"] == 75342
    assert client.v1.invoices.list({"customer": member.customer}).data[0].status == "paid"


def test_refunds_carry_metadata(client: StripeClient, member: Member, charge: stripe.Charge) -> None:
    made = client.v1.refunds.create({"charge": charge.id, "amount": 1, "metadata": {"case": "7"}})
    client.v1.refunds.update(made.id, {"metadata": {"case": "8"}})
    assert client.v1.refunds.retrieve(made.id).metadata["case"] == "8"  # type: ignore[index]
    assert member.events()[-1] == "refund.updated"


@pytest.mark.parametrize("ending", ["won", "lost"])
def test_disputes_take_the_money_and_may_bring_it_back(
    ending: str, shared: Sandbox, client: StripeClient, key: str, member: Member, charge: stripe.Charge
) -> None:
    def control(**asked: str) -> Any:
        return requests.post(f"{shared.base_url}/_sandbox/dispute", json={"key": key, **asked}, timeout=5).json()

    opened = control(charge=charge.id, reason="subscription_canceled")
    dispute = client.v1.disputes.retrieve(opened["id"])
    assert (dispute.status, dispute.amount, dispute.reason) == ("needs_response", 99000, "subscription_canceled")
    assert [one.net for one in dispute.balance_transactions] == [-99000 - 1500]
    assert client.v1.charges.retrieve(charge.id).disputed
    with pytest.raises(stripe.InvalidRequestError) as raised:
        client.v1.refunds.create({"charge": charge.id})
    assert raised.value.code == "charge_disputed"
    control(dispute=dispute.id, status=ending)
    closed = client.v1.disputes.retrieve(dispute.id)
    assert closed.status == ending
    assert len(closed.balance_transactions) == (2 if ending == "won" else 1)
    told = [event for event in member.events() if event.startswith("charge.dispute")]
    expected = [
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.updated",
        "charge.dispute.closed",
    ]
    assert told == expected + (["charge.dispute.funds_reinstated"] if ending == "won" else [])


def test_evidence_wins_and_closing_loses(client: StripeClient) -> None:
    def disputed() -> str:
        made = client.v1.payment_intents.create(
            {"amount": 5000, "currency": "usd", "payment_method": "pm_card_createDispute", "confirm": True}
        )
        return client.v1.disputes.list({"payment_intent": made.id}).data[0].id

    won = client.v1.disputes.update(
        disputed(), {"evidence": {"uncategorized_text": "winning_evidence"}, "submit": True}
    )
    assert won.status == "won"
    assert client.v1.disputes.close(disputed()).status == "lost"


def test_an_invoice_by_hand(client: StripeClient, member: Member) -> None:
    client.v1.invoice_items.create(
        {"customer": member.customer, "amount": 20000, "currency": "usd", "description": "20 seats"}
    )
    made = client.v1.invoices.create({"customer": member.customer, "pending_invoice_items_behavior": "include"})
    assert (made.status, made.total, made.number) == ("draft", 20000, None)
    final = client.v1.invoices.finalize_invoice(str(made.id))
    assert final.status == "open"
    assert str(final.number).endswith("-0001")
    paid = client.v1.invoices.pay(str(made.id))
    assert (paid.status, paid.amount_paid, paid.lines.data[0].description) == ("paid", 20000, "20 seats")
    payment = client.v1.invoice_payments.list({"invoice": str(made.id)}).data[0]
    assert (payment.status, payment.amount_paid) == ("paid", 20000)
    found: Any = {"type": "payment_intent", "payment_intent": payment.payment.payment_intent}
    assert client.v1.invoice_payments.list({"payment": found}).data[0].invoice == made.id
    with pytest.raises(stripe.InvalidRequestError, match="already paid"):
        client.v1.invoices.pay(str(made.id))


def test_void_uncollectible_and_paid_elsewhere(client: StripeClient, member: Member) -> None:
    def opened() -> str:
        client.v1.invoice_items.create({"customer": member.customer, "amount": 5000, "currency": "usd"})
        made = client.v1.invoices.create({"customer": member.customer, "pending_invoice_items_behavior": "include"})
        return str(client.v1.invoices.finalize_invoice(str(made.id)).id)

    void = client.v1.invoices.void_invoice(opened())
    assert void.status == "void"
    assert void.number
    assert client.v1.invoices.mark_uncollectible(opened()).status == "uncollectible"
    elsewhere = client.v1.invoices.pay(opened(), {"paid_out_of_band": True})
    assert elsewhere.status == "paid"
    assert client.v1.charges.list({"customer": member.customer}).data == []
    numbers = [one.number for one in client.v1.invoices.list({"customer": member.customer}).data]
    assert [str(number)[-4:] for number in numbers] == ["0003", "0002", "0001"]
    with pytest.raises(stripe.InvalidRequestError, match="only pass in open"):
        client.v1.invoices.void_invoice(str(elsewhere.id))


def test_an_invoice_that_is_sent_waits_for_the_transfer(
    client: StripeClient, member: Member, catalogue: Catalogue
) -> None:
    made: Any = member.subscribe(
        catalogue.yearly, collection_method="send_invoice", days_until_due=30, expand=["latest_invoice"]
    )
    assert (made.status, made.latest_invoice.status) == ("active", "open")
    assert made.latest_invoice.due_date == NEW_YEAR + 30 * DAY
    client.v1.invoices.pay(made.latest_invoice.id, {"paid_out_of_band": True})
    assert member.invoices() == [("paid", 99000)]


def test_the_invoice_page_takes_another_card(
    client: StripeClient, browser: Browser, member: Member, catalogue: Catalogue
) -> None:
    made = member.subscribe(catalogue.monthly)
    bad = client.v1.payment_methods.attach("pm_card_chargeCustomerFail", {"customer": member.customer})
    client.v1.subscriptions.update(made.id, {"default_payment_method": bad.id})
    member.until(NEW_YEAR + 32 * DAY)
    url = str(client.v1.invoices.retrieve(str(member.subscription(made).latest_invoice)).hosted_invoice_url)
    assert "To be paid" in browser.get(url).text
    assert "card was declined" in browser.send(url, card="4000000000000002").text
    asked = browser.send(url, card="4000002500003155")
    assert "/3ds/pi_" in asked.location
    assert browser.send(asked.location, answer="no").status == 303
    assert member.subscription(made).status == "past_due"
    asked = browser.send(url, card="4000002500003155")
    assert browser.send(asked.location, answer="yes").location.startswith(url)
    assert member.subscription(made).status == "active"
    assert "Pay ·" not in browser.get(url).text
    assert browser.send(url, card="4242424242424242").status == 303
    assert len([one for one in client.v1.charges.list({"customer": member.customer}).data if one.paid]) == 2


def test_a_payment_that_needs_the_customer(client: StripeClient, member: Member, catalogue: Catalogue) -> None:
    always = client.v1.payment_methods.attach("pm_card_authenticationRequired", {"customer": member.customer})
    made: Any = member.subscribe(
        catalogue.monthly, default_payment_method=always.id, expand=["latest_invoice.confirmation_secret"]
    )
    assert made.status == "incomplete"
    assert made.latest_invoice.confirmation_secret.client_secret.startswith("pi_")
    assert member.events()[-3:-1] == ["invoice.payment_failed", "invoice.payment_action_required"]
