"""One sandbox for all tests, and an account for each: a key nobody used before."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from stripe import Price, StripeClient, Subscription

from program.local.stripe.running import sandbox
from program.local.stripe.sandbox import Sandbox
from tests.local.stripe.browser import Browser
from tests.local.stripe.receiver import Receiver, listen

NEW_YEAR = 1_767_225_600  # 1 January 2026, 0:00 UTC
DAY = 86_400
type Connect = Callable[..., StripeClient]


@pytest.fixture(scope="session")
def shared() -> Iterator[Sandbox]:
    with sandbox() as box:
        yield box


@pytest.fixture
def own() -> Iterator[Sandbox]:
    """For whoever turns switches that all would feel."""
    with sandbox() as box:
        yield box


def connect(box: Sandbox, key: str = "", *, retries: int = 0) -> StripeClient:
    port = box.base_url.rpartition(":")[2]
    key = key or f"sk_test_{secrets.token_hex(8)}"
    return StripeClient(key, base_addresses={"api": f"http://127.0.0.1:{port}"}, max_network_retries=retries)


@pytest.fixture
def key() -> str:
    return f"sk_test_{secrets.token_hex(8)}"


@pytest.fixture
def client(shared: Sandbox, key: str) -> StripeClient:
    return connect(shared, key)


@pytest.fixture
def browser(shared: Sandbox) -> Iterator[Browser]:
    opened = Browser(shared.base_url)
    yield opened
    opened.close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    listening = listen()
    yield listening
    listening.server.shutdown()
    listening.server.server_close()


@dataclass
class Catalogue:
    monthly: Price
    double: Price
    yearly: Price
    once: Price


def stocked(client: StripeClient) -> Catalogue:
    """$99 a month, $199 a month, $990 a year, $250 once."""
    product = client.v1.products.create({"name": "Premium"}).id

    def price(amount: int, every: str = "", **more: Any) -> Price:
        recurring: Any = {"recurring": {"interval": every}} if every else {}
        given: Any = {"product": product, "currency": "usd", "unit_amount": amount, **recurring, **more}
        return client.v1.prices.create(given)

    return Catalogue(price(9900, "month"), price(19900, "month"), price(99000, "year"), price(25000))


@pytest.fixture
def catalogue(client: StripeClient) -> Catalogue:
    return stocked(client)


@dataclass
class Member:
    """A customer on a test clock of their own."""

    client: StripeClient
    clock: str
    customer: str

    def subscribe(self, price: Price, **more: Any) -> Subscription:
        given: Any = {"customer": self.customer, "items": [{"price": price.id}], **more}
        return self.client.v1.subscriptions.create(given)

    def until(self, moment: int) -> None:
        self.client.v1.test_helpers.test_clocks.advance(self.clock, {"frozen_time": moment})

    def subscription(self, subscription: Subscription) -> Subscription:
        return self.client.v1.subscriptions.retrieve(subscription.id)

    def events(self) -> list[str]:
        found = self.client.v1.events.list({"limit": 100}).data
        return [event.type for event in reversed(found)]

    def invoices(self) -> list[tuple[str, int]]:
        found = self.client.v1.invoices.list({"customer": self.customer, "limit": 100}).data
        return [(str(invoice.status), invoice.total) for invoice in reversed(found)]


def joined(client: StripeClient, card: str = "pm_card_visa", *, now: int = NEW_YEAR) -> Member:
    clock = client.v1.test_helpers.test_clocks.create({"frozen_time": now}).id
    customer = client.v1.customers.create({"email": "alice@example.org", "test_clock": clock})
    method = client.v1.payment_methods.attach(card, {"customer": customer.id})
    client.v1.customers.update(customer.id, {"invoice_settings": {"default_payment_method": method.id}})
    return Member(client, clock, customer.id)


@pytest.fixture
def member(client: StripeClient) -> Member:
    return joined(client)
