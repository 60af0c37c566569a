"""The Billing Portal, as a member uses it."""

from typing import Any

import pytest
import stripe
from stripe import StripeClient

from tests.local.stripe.browser import Browser
from tests.local.stripe.conftest import DAY, NEW_YEAR, Catalogue, Member


def opened(client: StripeClient, member: Member, **more: Any) -> str:
    given: Any = {"customer": member.customer, "return_url": "https://program.test/premium/", **more}
    return str(client.v1.billing_portal.sessions.create(given).url)


def test_cancel_and_resume(client: StripeClient, browser: Browser, member: Member, catalogue: Catalogue) -> None:
    made = member.subscribe(catalogue.yearly)
    url = opened(client, member)
    page = browser.get(url)
    assert "Sandbox: no money moves" in page.text
    assert "$990.00 / year" in page.text
    assert 'href="https://program.test/premium/"' in page.html
    done = browser.send(url, act="cancel", subscription=made.id)
    assert "ends with its period" in done.text
    assert "Ends on 1 Jan 2027" in done.text
    assert member.subscription(made).cancel_at_period_end
    assert "goes on" in browser.send(url, act="resume", subscription=made.id).text
    assert not member.subscription(made).cancel_at_period_end


def test_change_plan_among_what_is_configured(
    client: StripeClient, browser: Browser, member: Member, catalogue: Catalogue
) -> None:
    made = member.subscribe(catalogue.monthly)
    products: Any = [{"product": catalogue.monthly.product, "prices": [catalogue.monthly.id, catalogue.double.id]}]
    features: Any = {
        "subscription_update": {
            "enabled": True,
            "default_allowed_updates": ["price"],
            "products": products,
            "proration_behavior": "always_invoice",
        }
    }
    configuration = client.v1.billing_portal.configurations.create({"features": features})
    assert "Another plan" not in browser.get(opened(client, member)).text
    url = opened(client, member, configuration=configuration.id)
    member.until(NEW_YEAR + 31 * DAY // 2)
    assert "$199.00 / month" in browser.get(url).text
    foreign = browser.send(url, act="change", subscription=made.id, price=catalogue.yearly.id)
    assert "does not offer that plan" in foreign.text
    assert "plan has changed" in browser.send(url, act="change", subscription=made.id, price=catalogue.double.id).text
    assert member.invoices() == [("paid", 9900), ("paid", 5000)]


def test_change_the_card_to_a_failing_one(
    client: StripeClient, browser: Browser, member: Member, catalogue: Catalogue
) -> None:
    made = member.subscribe(catalogue.monthly)
    url = opened(client, member, flow_data={"type": "payment_method_update"})
    assert "was declined" in browser.send(url, act="card", card="4000000000000002").text
    assert "card has changed" in browser.send(url, act="card", card="4000000000000341").text
    assert "ending in 0341" in browser.get(url).text
    member.until(NEW_YEAR + 32 * DAY)
    assert member.subscription(made).status == "past_due"
    page = browser.get(url)
    assert "past due" in page.text
    assert f"/i/{member.subscription(made).latest_invoice}" in page.html


def test_nobody_touches_anothers_subscription(
    client: StripeClient, browser: Browser, member: Member, catalogue: Catalogue
) -> None:
    made = member.subscribe(catalogue.monthly)
    stranger = client.v1.customers.create({"email": "bob@example.org"})
    url = str(client.v1.billing_portal.sessions.create({"customer": stranger.id}).url)
    assert "$99.00" not in browser.get(url).text
    assert browser.send(url, act="cancel", subscription=made.id).status == 402
    assert member.subscription(made).cancel_at is None


def test_flows_end_where_they_are_told(
    client: StripeClient, browser: Browser, member: Member, catalogue: Catalogue
) -> None:
    made = member.subscribe(catalogue.monthly)
    after: Any = {"type": "redirect", "redirect": {"return_url": "https://program.test/done/"}}
    flow: Any = {
        "type": "subscription_cancel",
        "subscription_cancel": {"subscription": made.id},
        "after_completion": after,
    }
    url = opened(client, member, flow_data=flow)
    assert browser.send(url, act="cancel", subscription=made.id).location == "https://program.test/done/"
    with pytest.raises(stripe.InvalidRequestError):
        opened(client, member, flow_data={"type": "subscription_cancel"})
