import json
import secrets
from typing import Any

import pytest
import requests
import stripe
from stripe import StripeClient

from program.local.stripe import form
from program.local.stripe.sandbox import Sandbox
from tests.local.stripe.conftest import Catalogue, Member, connect


def test_nested_parameters_are_read() -> None:
    coded = "a[b][0]=c&a[b][1]=d&e[]=f&e[]=g&h=&i[j][0][k]=%C3%BC"
    assert form.decode(coded) == {"a": {"b": ["c", "d"]}, "e": ["f", "g"], "h": "", "i": {"j": [{"k": "ü"}]}}


def test_no_key_and_a_live_key_are_turned_away(shared: Sandbox) -> None:
    with pytest.raises(stripe.AuthenticationError, match="Invalid API Key provided: sk_live_"):
        connect(shared, "sk_live_abcdefgh").v1.customers.list()
    answer = requests.get(f"{shared.base_url}/v1/customers", timeout=5)
    assert answer.status_code == 401
    assert answer.json()["error"]["type"] == "invalid_request_error"


def test_each_key_is_an_account_of_its_own(shared: Sandbox, client: StripeClient) -> None:
    mine = client.v1.customers.create({"email": "alice@example.org"})
    other = connect(shared)
    with pytest.raises(stripe.InvalidRequestError) as raised:
        other.v1.customers.retrieve(mine.id)
    assert (raised.value.http_status, raised.value.code, raised.value.param) == (404, "resource_missing", "id")
    assert raised.value.user_message == f"No such customer: '{mine.id}'"
    assert other.v1.customers.list().data == []


type Case = tuple[str, Any, str | None, str]


def wrong(product: str) -> list[Case]:
    """Service, parameters, and the code and parameter that the error names."""
    price = {"currency": "usd", "product": product}
    return [
        ("customers", {"colour": "red"}, "parameter_unknown", "colour"),
        ("customers", {"address": {"planet": "x"}}, "parameter_unknown", "address[planet]"),
        ("prices", {"product": product}, "parameter_missing", "currency"),
        ("prices", {**price, "currency": "xxx", "unit_amount": 1}, None, "currency"),
        ("prices", {**price, "unit_amount": "1.5"}, "parameter_invalid_integer", "unit_amount"),
        ("prices", {**price, "unit_amount": -1}, "parameter_invalid_integer", "unit_amount"),
        ("prices", {**price, "product": "p", "unit_amount": 1}, "resource_missing", "product"),
        ("subscriptions", {"customer": "cus_none"}, "resource_missing", "customer"),
        ("payment_intents", {"amount": 10, "currency": "usd"}, "amount_too_small", "amount"),
        ("products", {"name": ""}, "parameter_invalid_empty", "name"),
    ]


def test_errors_have_stripes_shape(client: StripeClient, catalogue: Catalogue) -> None:
    for service, given, code, param in wrong(str(catalogue.monthly.product)):
        with pytest.raises(stripe.InvalidRequestError) as raised:
            getattr(client.v1, service).create(given)
        error = raised.value
        assert (error.http_status, error.code, error.param) == (400, code, param)
        assert error.error
        assert error.error.type == "invalid_request_error"
        assert str(error.request_id).startswith("req_")


def test_an_unknown_address_says_so(shared: Sandbox, client: StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="Unrecognized request URL") as raised:
        client.v1.payouts.list()
    assert raised.value.http_status == 404
    with pytest.raises(stripe.InvalidRequestError, match="Unrecognized request URL"):
        client.v1.customers.search({"query": "email:'alice@example.org'"})


def test_a_declined_card_is_a_card_error(client: StripeClient) -> None:
    with pytest.raises(stripe.CardError) as raised:
        client.v1.payment_intents.create(
            {
                "amount": 5000,
                "currency": "usd",
                "payment_method": "pm_card_visa_chargeDeclinedInsufficientFunds",
                "confirm": True,
            }
        )
    error: Any = raised.value.error
    assert raised.value.http_status == 402
    assert (error.type, error.code, error.decline_code) == ("card_error", "card_declined", "insufficient_funds")
    assert error.message == "Your card has insufficient funds."
    kept = client.v1.payment_intents.retrieve(error.payment_intent.id)
    assert kept.status == "requires_payment_method"
    assert client.v1.charges.list({"payment_intent": kept.id}).data[0].failure_code == "card_declined"


def test_lists_page_through_everything_newest_first(client: StripeClient) -> None:
    made = [client.v1.customers.create({"email": f"{n}@example.org"}).id for n in range(7)]
    first = client.v1.customers.list({"limit": 3})
    assert [one.id for one in first.data] == made[:3:-1]
    assert first.has_more
    after = client.v1.customers.list({"limit": 3, "starting_after": first.data[-1].id})
    assert [one.id for one in after.data] == made[3:0:-1]
    before = client.v1.customers.list({"limit": 2, "ending_before": after.data[0].id})
    assert [one.id for one in before.data] == [made[5], made[4]]
    assert before.has_more
    assert [one.id for one in client.v1.customers.list({"limit": 2}).auto_paging_iter()] == made[::-1]
    with pytest.raises(stripe.InvalidRequestError, match="less than or equal to 100"):
        client.v1.customers.list({"limit": 101})


def test_lists_filter(client: StripeClient, member: Member, catalogue: Catalogue) -> None:
    subscription = member.subscribe(catalogue.monthly)
    client.v1.customers.create({"email": "bob@example.org"})
    assert len(client.v1.customers.list({"email": "bob@example.org"}).data) == 1
    assert (
        client.v1.subscriptions.list({"customer": member.customer, "status": "active"}).data[0].id == subscription.id
    )
    assert client.v1.subscriptions.list({"status": "past_due"}).data == []
    assert client.v1.invoices.list({"subscription": subscription.id}).data[0].status == "paid"
    now = subscription.created
    assert client.v1.subscriptions.list({"created": {"gte": now}}).data
    assert client.v1.subscriptions.list({"created": {"gt": now}}).data == []
    client.v1.prices.update(catalogue.yearly.id, {"lookup_key": "yearly"})
    assert [one.id for one in client.v1.prices.list({"lookup_keys": ["yearly", "x"]}).data] == [catalogue.yearly.id]


def test_expand_puts_objects_in(client: StripeClient, member: Member, catalogue: Catalogue) -> None:
    made = member.subscribe(catalogue.monthly, expand=["latest_invoice.payments.data.payment", "customer"])
    assert made.customer.email == "alice@example.org"  # type: ignore[union-attr]
    assert made.latest_invoice.payments.data[0].status == "paid"  # type: ignore[union-attr]
    listed = client.v1.subscriptions.list({"expand": ["data.items.data.price", "data.latest_invoice"]})
    assert listed.data[0].latest_invoice.status == "paid"  # type: ignore[union-attr]
    plain = client.v1.subscriptions.retrieve(made.id)
    assert isinstance(plain.customer, str)
    price = client.v1.prices.retrieve(catalogue.monthly.id, {"expand": ["product", "currency_options"]})
    assert price.product.name == "Premium"  # type: ignore[union-attr]
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        client.v1.customers.retrieve(member.customer, {"expand": ["mood"]})
    with pytest.raises(stripe.InvalidRequestError, match="more than 4 levels"):
        client.v1.subscriptions.list({"expand": ["data.items.data.price.product"]})


def test_metadata_is_merged_and_emptied(client: StripeClient) -> None:
    made = client.v1.customers.create({"metadata": {"a": "1", "b": "2"}})
    changed = client.v1.customers.update(made.id, {"metadata": {"a": "", "c": "3"}})
    assert changed.metadata.to_dict() == {"b": "2", "c": "3"}  # type: ignore[union-attr]
    assert client.v1.customers.update(made.id, {"metadata": ""}).metadata.to_dict() == {}  # type: ignore[union-attr]


def test_ids_begin_as_stripes_do(client: StripeClient, member: Member, catalogue: Catalogue) -> None:
    subscription = member.subscribe(catalogue.monthly)
    assert subscription.id.startswith("sub_")
    assert subscription["items"].data[0].id.startswith("si_")
    assert str(subscription.latest_invoice).startswith("in_")
    assert member.customer.startswith("cus_")
    assert client.v1.events.list().data[0].id.startswith("evt_")


def test_it_answers_this_machine_only(shared: Sandbox) -> None:
    answer = requests.get(f"{shared.base_url}/", headers={"Host": "stripe.example.org"}, timeout=5)
    assert answer.status_code == 403


def test_answers_carry_what_the_client_reads(shared: Sandbox) -> None:
    headers = {"Authorization": f"Bearer sk_test_{secrets.token_hex(4)}", "Stripe-Version": "2026-10-28.endive"}
    answer = requests.get(f"{shared.base_url}/v1/prices?active=true", headers=headers, timeout=5)
    assert answer.headers["Request-Id"].startswith("req_")
    assert answer.headers["Stripe-Version"] == "2026-10-28.endive"
    assert json.loads(answer.text) == {"object": "list", "data": [], "has_more": False, "url": "/v1/prices"}
