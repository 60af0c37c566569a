"""Checkout, as a customer goes through it."""

from typing import Any

import pytest
import requests
import stripe
from stripe import StripeClient
from stripe.checkout import Session

from program.local.stripe.sandbox import Sandbox
from tests.local.stripe.browser import Browser, Page
from tests.local.stripe.conftest import DAY, NEW_YEAR, Catalogue, Member, connect, stocked

PAY, DECLINED, POOR, SECURE = "4242424242424242", "4000000000000002", "4000000000009995", "4000002500003155"
GOOD = "https://program.test/premium/return/?session={CHECKOUT_SESSION_ID}"


def opened(client: StripeClient, price: stripe.Price, **more: Any) -> Session:
    mode = "subscription" if price.recurring else "payment"
    wanted: Any = {"mode": mode, "line_items": [{"price": price.id, "quantity": 1}], "success_url": GOOD, **more}
    return client.v1.checkout.sessions.create(wanted)


def pay(browser: Browser, session: Session, card: str = PAY, **more: str) -> Page:
    return browser.send(f"/c/pay/{session.id}", email="alice@example.org", card=card, **more)


def after(client: StripeClient, session: Session, *expand: str) -> Session:
    return client.v1.checkout.sessions.retrieve(session.id, {"expand": list(expand)})


def events(client: StripeClient) -> list[str]:
    return [event.type for event in reversed(client.v1.events.list({"limit": 100}).data)]


def test_buying_a_subscription(client: StripeClient, browser: Browser, catalogue: Catalogue) -> None:
    session = opened(
        client,
        catalogue.yearly,
        client_reference_id="membership-7",
        metadata={"program": "a"},
        subscription_data={"metadata": {"membership": "7"}},
        cancel_url="https://program.test/premium/",
    )
    assert (session.status, session.payment_status, session.amount_total) == ("open", "unpaid", 99000)
    assert session.url == f"{browser.base_url}/c/pay/{session.id}"
    page = browser.get(session.url)
    assert "Sandbox: no money moves" in page.text
    assert "$990.00 / year" in page.text
    assert 'href="https://program.test/premium/"' in page.html
    done = pay(browser, session, name="Alice Smith")
    assert (done.status, done.location) == (303, GOOD.replace("{CHECKOUT_SESSION_ID}", session.id))

    bought: Any = after(client, session, "subscription", "invoice", "customer")
    assert (bought.status, bought.payment_status, bought.url) == ("complete", "paid", None)
    assert bought.client_reference_id == "membership-7"
    assert bought.customer.email == bought.customer_details.email == "alice@example.org"
    assert bought.subscription.status == "active"
    assert bought.subscription.metadata["membership"] == "7"
    assert (bought.invoice.status, bought.invoice.total) == ("paid", 99000)
    assert bought.invoice.parent.subscription_details.metadata["membership"] == "7"
    method = client.v1.payment_methods.retrieve(bought.subscription.default_payment_method)
    assert (method.customer, method.card and method.card.last4) == (bought.customer.id, "4242")
    told = events(client)
    assert told[-1] == "checkout.session.completed"
    assert told.index("payment_intent.succeeded") < told.index("customer.subscription.created")
    created = client.v1.events.list({"type": "customer.subscription.created"}).data[0].data.object
    assert created["status"] == "active"
    filters: list[Any] = [{"subscription": bought.subscription.id}, {"customer": bought.customer.id}]
    for wanted in filters:
        assert client.v1.checkout.sessions.list(wanted).data[0].id == session.id


def test_two_tabs_pay_once(client: StripeClient, browser: Browser, catalogue: Catalogue) -> None:
    session = opened(client, catalogue.yearly)
    first, second = pay(browser, session), pay(browser, session)
    assert first.location == second.location == browser.get(f"/c/pay/{session.id}").location
    assert len(client.v1.charges.list().data) == 1
    assert len(client.v1.subscriptions.list().data) == 1


@pytest.mark.parametrize(
    ("card", "said"), [(DECLINED, "Your card was declined."), (POOR, "Your card has insufficient funds.")]
)
def test_a_refused_card_says_why_and_lets_try_again(
    card: str, said: str, client: StripeClient, browser: Browser, catalogue: Catalogue
) -> None:
    session = opened(client, catalogue.yearly)
    refused = pay(browser, session, card)
    assert refused.status == 402
    assert said in refused.text
    assert 'value="alice@example.org"' in refused.html
    assert after(client, session).status == "open"
    assert client.v1.subscriptions.list({"status": "all"}).data == []
    assert client.v1.customers.list().data == []
    assert events(client)[-2:] == ["charge.failed", "payment_intent.payment_failed"]
    assert pay(browser, session).status == 303
    assert [charge.paid for charge in client.v1.charges.list().data] == [True, False]
    assert len(client.v1.payment_intents.list().data) == 1


def test_typed_numbers_count_and_others_are_wrong(
    client: StripeClient, browser: Browser, catalogue: Catalogue
) -> None:
    session = opened(client, catalogue.yearly)
    assert "number is incorrect" in pay(browser, session, number="4111 1111 1111 1111").text
    assert "insufficient funds" in pay(browser, session, number="4000 0000 0000 9995").text
    assert pay(browser, session, number="4242 4242 4242 4242").status == 303


def test_three_d_secure_authorise(client: StripeClient, browser: Browser, catalogue: Catalogue) -> None:
    session = opened(client, catalogue.yearly)
    asked = pay(browser, session, SECURE)
    assert asked.location == f"/c/pay/{session.id}/3ds"
    assert client.v1.payment_intents.list().data[0].status == "requires_action"
    page = browser.get(asked.location)
    assert "$990.00" in page.text
    assert after(client, session).status == "open"
    assert browser.send(asked.location, answer="yes").status == 303
    assert after(client, session).payment_status == "paid"
    assert len(client.v1.charges.list().data) == 1


def test_three_d_secure_fail_and_walk_away(client: StripeClient, browser: Browser, catalogue: Catalogue) -> None:
    session = opened(client, catalogue.yearly)
    asked = pay(browser, session, SECURE)
    failed = browser.send(asked.location, answer="no")
    assert failed.status == 402
    assert "unable to authenticate" in failed.text
    assert 'value="alice@example.org"' in failed.html  # nobody types it twice
    assert client.v1.payment_intents.list().data[0].status == "requires_payment_method"
    pay(browser, session, SECURE)
    assert f'href="/c/pay/{session.id}"' in browser.get(asked.location).html
    assert (after(client, session).status, client.v1.charges.list().data) == ("open", [])
    assert pay(browser, session).status == 303


def test_a_trial_keeps_the_card_and_takes_nothing(
    client: StripeClient, browser: Browser, catalogue: Catalogue
) -> None:
    session = opened(client, catalogue.yearly, subscription_data={"trial_period_days": 14})
    assert session.amount_total == 0
    assert "14 days free" in browser.get(str(session.url)).text
    pay(browser, session)
    bought: Any = after(client, session, "subscription")
    assert (bought.payment_status, bought.subscription.status) == ("no_payment_required", "trialing")
    assert bought.subscription.default_payment_method
    assert client.v1.charges.list().data == []


def test_a_secure_card_in_a_trial_is_asked_too(client: StripeClient, browser: Browser, catalogue: Catalogue) -> None:
    session = opened(client, catalogue.yearly, subscription_data={"trial_period_days": 14})
    asked = pay(browser, session, SECURE)
    assert asked.location.endswith("/3ds")
    browser.send(asked.location, answer="yes")
    assert after(client, session).status == "complete"


def test_paying_once(client: StripeClient, browser: Browser, catalogue: Catalogue) -> None:
    session = opened(
        client, catalogue.once, invoice_creation={"enabled": True}, payment_intent_data={"metadata": {"gift": "1"}}
    )
    pay(browser, session)
    bought: Any = after(client, session, "payment_intent", "invoice")
    assert (bought.payment_intent.amount_received, bought.payment_intent.metadata["gift"]) == (25000, "1")
    assert (bought.invoice.status, bought.invoice.amount_paid) == ("paid", 25000)
    assert client.v1.checkout.sessions.list({"payment_intent": bought.payment_intent.id}).data[0].id == session.id
    plain = opened(client, catalogue.once)
    pay(browser, plain)
    assert after(client, plain).customer is None


def test_an_existing_customer_pays(client: StripeClient, browser: Browser, catalogue: Catalogue) -> None:
    customer = client.v1.customers.create({"email": "carla@example.org"})
    session = opened(client, catalogue.yearly, customer=customer.id)
    assert 'value="carla@example.org" readonly' in browser.get(str(session.url)).html
    pay(browser, session)
    assert after(client, session).customer == customer.id
    assert len(client.v1.customers.list().data) == 1
    with pytest.raises(stripe.InvalidRequestError, match="only specify one of these"):
        opened(client, catalogue.yearly, customer=customer.id, customer_email="x@example.org")


def test_expiry_by_call_and_by_time(own: Sandbox) -> None:
    client, browser = connect(own), Browser(own.base_url)
    prices = stocked(client)
    session = opened(client, prices.yearly, cancel_url="https://program.test/premium/")
    assert client.v1.checkout.sessions.expire(session.id).status == "expired"
    page = browser.get(f"/c/pay/{session.id}")
    assert (page.status, "has expired" in page.text) == (410, True)
    assert pay(browser, session).status == 410
    with pytest.raises(stripe.InvalidRequestError, match="can be expired"):
        client.v1.checkout.sessions.expire(session.id)
    late = opened(client, prices.yearly)
    own.advance(86_400 + 1)
    assert after(client, late).status == "expired"
    assert events(client)[-1] == "checkout.session.expired"
    browser.close()


def test_a_payment_that_arrives_later(
    shared: Sandbox, client: StripeClient, key: str, browser: Browser, catalogue: Catalogue
) -> None:
    session, other = opened(client, catalogue.once), opened(client, catalogue.once)
    assert pay(browser, session, "later").status == 303
    pay(browser, other, "later")
    waiting = after(client, session)
    assert (waiting.status, waiting.payment_status) == ("complete", "unpaid")
    for one, paid in ((session, True), (other, False)):
        asked = {"key": key, "session": one.id, "paid": paid}
        assert requests.post(f"{shared.base_url}/_sandbox/settle", json=asked, timeout=5).status_code == 200
    assert (after(client, session).payment_status, after(client, other).payment_status) == ("paid", "unpaid")
    told = events(client)
    assert "checkout.session.async_payment_succeeded" in told
    assert told[-1] == "checkout.session.async_payment_failed"


def test_an_unknown_checkout_is_a_page(browser: Browser) -> None:
    page = browser.get("/c/pay/cs_test_nothing")
    assert page.status == 404
    assert "Sandbox: no money moves" in page.text


def test_a_customer_on_a_test_clock_buys_in_its_time(
    client: StripeClient, browser: Browser, member: Member, catalogue: Catalogue
) -> None:
    session = opened(client, catalogue.monthly, customer=member.customer)
    pay(browser, session)
    made: Any = after(client, session, "subscription").subscription
    assert made.start_date == NEW_YEAR
    member.until(NEW_YEAR + 32 * DAY)
    assert member.invoices() == [("paid", 9900), ("paid", 9900)]
