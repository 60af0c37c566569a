"""Subscriptions through time, on a test clock."""

from typing import Any

import pytest
import requests
import stripe
from stripe import StripeClient

from program.local.stripe.sandbox import Sandbox
from program.local.stripe.settings import change_settings
from program.local.stripe.subscriptions import creating
from tests.local.stripe.conftest import DAY, NEW_YEAR, Catalogue, Member, connect, joined, stocked

FEBRUARY = NEW_YEAR + 31 * DAY
MARCH = FEBRUARY + 28 * DAY
HOUR = 3600


def ends(subscription: stripe.Subscription) -> int:
    return int(subscription["items"].data[0].current_period_end)


def test_first_payment_activates(member: Member, catalogue: Catalogue) -> None:
    made = member.subscribe(catalogue.monthly)
    assert made.status == "active"
    assert ends(made) == FEBRUARY
    assert made.billing_cycle_anchor == NEW_YEAR
    told = member.events()
    order = [
        "invoice.created", "customer.subscription.created", "invoice.finalized", "payment_intent.created",
        "charge.succeeded", "payment_intent.succeeded", "invoice.paid", "invoice.payment_succeeded",
        "invoice_payment.paid", "customer.subscription.updated",
    ]  # fmt: skip
    assert [event for event in told if event in order] == order


def test_trial_renewal_failure_retries_end(client: StripeClient, member: Member, catalogue: Catalogue) -> None:
    made = member.subscribe(catalogue.monthly, trial_period_days=14)
    assert (made.status, ends(made)) == ("trialing", NEW_YEAR + 14 * DAY)
    assert member.invoices() == [("paid", 0)]
    member.until(NEW_YEAR + 12 * DAY)
    assert "customer.subscription.trial_will_end" in member.events()

    member.until(NEW_YEAR + 14 * DAY + 2 * HOUR)
    now = member.subscription(made)
    assert now.status == "active"
    assert ends(now) == NEW_YEAR + (14 + 31) * DAY
    assert member.invoices() == [("paid", 0), ("paid", 9900)]

    fails = client.v1.payment_methods.attach("pm_card_chargeCustomerFail", {"customer": member.customer})
    client.v1.customers.update(member.customer, {"invoice_settings": {"default_payment_method": fails.id}})
    renewal = ends(now)
    member.until(renewal)
    assert client.v1.invoices.list({"customer": member.customer}).data[0].status == "draft"
    member.until(renewal + HOUR)
    late = member.subscription(made)
    invoice = client.v1.invoices.retrieve(str(late.latest_invoice))
    assert (late.status, invoice.status, invoice.attempt_count) == ("past_due", "open", 1)
    assert invoice.next_payment_attempt == renewal + HOUR + 3 * DAY
    assert client.v1.customers.retrieve(member.customer).delinquent

    attempts = []
    for wait in (3, 5, 7):
        member.until(int(client.v1.invoices.retrieve(str(invoice.id)).next_payment_attempt or 0))
        attempts.append((wait, client.v1.invoices.retrieve(str(invoice.id)).attempt_count))
    assert attempts == [(3, 2), (5, 3), (7, 4)]
    over = member.subscription(made)
    assert over.status == "canceled"
    assert over.cancellation_details
    assert over.cancellation_details.reason == "payment_failed"
    assert member.events().count("invoice.payment_failed") == 4
    told = [event for event in member.events() if event != "invoice.updated"]
    assert told[-3:-1] == ["invoice.payment_failed", "customer.subscription.deleted"]
    assert client.v1.invoices.retrieve(str(invoice.id)).status == "open"


def test_a_late_payment_makes_it_active_again(client: StripeClient, member: Member, catalogue: Catalogue) -> None:
    made = member.subscribe(catalogue.monthly)
    bad = client.v1.payment_methods.attach("pm_card_chargeCustomerFail", {"customer": member.customer})
    client.v1.subscriptions.update(made.id, {"default_payment_method": bad.id})
    member.until(FEBRUARY + 2 * HOUR)
    assert member.subscription(made).status == "past_due"
    invoice = str(member.subscription(made).latest_invoice)
    with pytest.raises(stripe.CardError) as raised:
        client.v1.invoices.pay(invoice)
    assert raised.value.code == "card_declined"
    good = client.v1.payment_methods.attach("pm_card_mastercard", {"customer": member.customer})
    paid = client.v1.invoices.pay(invoice, {"payment_method": good.id})
    assert (paid.status, paid.amount_remaining, paid.next_payment_attempt) == ("paid", 0, None)
    assert paid.attempt_count == 1
    assert member.subscription(made).status == "active"
    assert not client.v1.customers.retrieve(member.customer).delinquent


def test_settings_choose_what_follows_the_last_retry(own: Sandbox) -> None:
    client = connect(own)
    member, prices = joined(client), stocked(client)
    made = member.subscribe(prices.monthly)
    with own.change(own.store.account(str(client._requestor.api_key))) as unit:
        change_settings(unit, {"retry_days": [1], "after_retries": "unpaid"})
    bad = client.v1.payment_methods.attach("pm_card_chargeCustomerFail", {"customer": member.customer})
    client.v1.subscriptions.update(made.id, {"default_payment_method": bad.id})
    member.until(FEBRUARY + 3 * DAY)
    assert member.subscription(made).status == "unpaid"


def test_renewals_keep_to_the_day_of_the_anchor(client: StripeClient, catalogue: Catalogue) -> None:
    member = joined(client, now=NEW_YEAR + 30 * DAY)  # 31 January
    made = member.subscribe(catalogue.monthly)
    assert ends(made) == FEBRUARY + 27 * DAY  # 28 February
    member.until(FEBRUARY + 27 * DAY + HOUR)
    assert ends(member.subscription(made)) == MARCH + 30 * DAY  # 31 March


def test_upcoming_is_told_a_week_before(member: Member, catalogue: Catalogue) -> None:
    member.subscribe(catalogue.monthly)
    member.until(FEBRUARY - 7 * DAY - 1)
    assert "invoice.upcoming" not in member.events()
    member.until(FEBRUARY - 7 * DAY)
    told = member.client.v1.events.list({"type": "invoice.upcoming"}).data
    assert len(told) == 1
    shown = told[0].data.object
    assert (shown["total"], shown["id"], shown["billing_reason"]) == (9900, None, "subscription_cycle")
    assert member.invoices() == [("paid", 9900)]


def test_cancel_at_period_end_and_think_again(client: StripeClient, member: Member, catalogue: Catalogue) -> None:
    made = member.subscribe(catalogue.monthly)
    going = client.v1.subscriptions.update(made.id, {"cancel_at_period_end": True})
    assert (going.status, going.cancel_at_period_end, going.cancel_at) == ("active", True, FEBRUARY)
    event = client.v1.events.list({"type": "customer.subscription.updated", "limit": 1}).data[0]
    assert event.data.previous_attributes
    assert event.data.previous_attributes.to_dict(recursive=True) == {
        "cancel_at": None,
        "cancel_at_period_end": False,
        "canceled_at": None,
        "cancellation_details": {"reason": None},
    }
    back = client.v1.subscriptions.update(made.id, {"cancel_at_period_end": False})
    assert (back.cancel_at, back.canceled_at) == (None, None)
    client.v1.subscriptions.update(made.id, {"cancel_at_period_end": True})
    member.until(FEBRUARY)
    gone = member.subscription(made)
    assert (gone.status, gone.ended_at) == ("canceled", FEBRUARY)
    assert member.invoices() == [("paid", 9900)]
    with pytest.raises(stripe.InvalidRequestError, match="canceled subscription can only update"):
        client.v1.subscriptions.update(made.id, {"cancel_at_period_end": False})
    assert client.v1.subscriptions.list({"customer": member.customer}).data == []
    assert len(client.v1.subscriptions.list({"customer": member.customer, "status": "all"}).data) == 1


def test_cancel_now_with_its_credit(client: StripeClient, member: Member, catalogue: Catalogue) -> None:
    made = member.subscribe(catalogue.yearly)
    member.until(NEW_YEAR + 73 * DAY)
    gone = client.v1.subscriptions.cancel(made.id, {"prorate": True, "invoice_now": True})
    assert gone.status == "canceled"
    assert member.invoices() == [("paid", 99000), ("paid", -79200)]
    assert client.v1.customers.retrieve(member.customer).balance == -79200
    assert member.events()[-1] == "customer.subscription.deleted"


def test_incomplete_when_the_first_card_fails(client: StripeClient, catalogue: Catalogue) -> None:
    member = joined(client, "pm_card_chargeCustomerFail")
    made = member.subscribe(catalogue.monthly)
    assert made.status == "incomplete"
    with pytest.raises(stripe.CardError):
        member.subscribe(catalogue.monthly, payment_behavior="error_if_incomplete")
    assert len(client.v1.subscriptions.list({"customer": member.customer, "status": "all"}).data) == 1
    member.until(NEW_YEAR + 23 * HOUR)
    assert member.subscription(made).status == "incomplete_expired"
    assert member.invoices() == [("void", 9900)]


def test_without_a_card_nothing_is_made(client: StripeClient, catalogue: Catalogue) -> None:
    customer = client.v1.customers.create({"email": "bob@example.org"})
    with pytest.raises(stripe.InvalidRequestError, match="no attached payment source"):
        client.v1.subscriptions.create({"customer": customer.id, "items": [{"price": catalogue.monthly.id}]})
    assert client.v1.subscriptions.list({"status": "all"}).data == []
    assert client.v1.invoices.list().data == []


def test_trial_without_a_card_may_pause_and_resume(client: StripeClient, catalogue: Catalogue) -> None:
    clock = client.v1.test_helpers.test_clocks.create({"frozen_time": NEW_YEAR}).id
    customer = client.v1.customers.create({"test_clock": clock})
    member = Member(client, clock, customer.id)
    end: Any = {"end_behavior": {"missing_payment_method": "pause"}}
    made = member.subscribe(catalogue.monthly, trial_period_days=7, trial_settings=end)
    member.until(NEW_YEAR + 8 * DAY)
    assert member.subscription(made).status == "paused"
    assert "customer.subscription.paused" in member.events()
    method = client.v1.payment_methods.attach("pm_card_visa", {"customer": customer.id})
    client.v1.subscriptions.update(made.id, {"default_payment_method": method.id})
    assert client.v1.subscriptions.resume(made.id).status == "active"
    assert "customer.subscription.resumed" in member.events()


def test_paused_collection_makes_drafts(client: StripeClient, member: Member, catalogue: Catalogue) -> None:
    made = member.subscribe(catalogue.monthly)
    client.v1.subscriptions.update(made.id, {"pause_collection": {"behavior": "void", "resumes_at": FEBRUARY + DAY}})
    member.until(FEBRUARY + 2 * DAY)
    assert member.invoices() == [("paid", 9900), ("void", 9900)]
    assert member.subscription(made).pause_collection is None


def test_fail_next_renewal_of_one_customer(
    shared: Sandbox, client: StripeClient, key: str, catalogue: Catalogue
) -> None:
    member = joined(client)
    made = member.subscribe(catalogue.monthly)
    asked = {"key": key, "customer": member.customer, "code": "insufficient_funds"}
    assert requests.post(f"{shared.base_url}/_sandbox/fail_next", json=asked, timeout=5).status_code == 200
    member.until(FEBRUARY + HOUR)
    assert member.subscription(made).status == "past_due"
    charge = client.v1.charges.list({"customer": member.customer}).data[0]
    assert charge.outcome
    assert (charge.failure_code, charge.outcome.reason) == ("card_declined", "insufficient_funds")
    member.until(FEBRUARY + HOUR + 3 * DAY)
    assert member.subscription(made).status == "active"


def test_the_global_clock_moves_everybody_else(own: Sandbox) -> None:
    client = connect(own)
    prices = stocked(client)
    customer = client.v1.customers.create({"payment_method": "pm_card_visa"})
    method = client.v1.customers.payment_methods.list(customer.id).data[0].id
    made = client.v1.subscriptions.create(
        {"customer": customer.id, "items": [{"price": prices.monthly.id}], "default_payment_method": method}
    )
    own.advance(32 * DAY)
    assert [one.status for one in client.v1.invoices.list({"subscription": made.id}).data] == ["paid", "paid"]
    assert client.v1.subscriptions.retrieve(made.id)["items"].data[0].current_period_start > made.created


def test_a_thousand_subscriptions_are_no_problem(own: Sandbox) -> None:
    client = connect(own)
    member, prices = joined(client), stocked(client)
    account = own.store.account(str(client._requestor.api_key))
    with own.change(account) as unit:
        unit.now = NEW_YEAR
        customer = unit.known(member.customer)
        for _ in range(1000):
            creating.create(unit, customer, {"items": [{"price": prices.monthly.id}]})
    page = client.v1.subscriptions.list({"limit": 100, "customer": member.customer})
    assert page.has_more
    member.until(FEBRUARY + HOUR)
    assert len(account.where("invoice", status="paid")) == 2000
