"""A program that sells, a Stripe of its own in the sandbox, and people who pay on its page."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from stripe import StripeClient

from members.billing.entitlements import GIVES, Tier
from members.billing.providers.card import CardProvider
from members.billing.settling.settle import settle
from members.models import (
    Customer,
    LedgerEntry,
    Membership,
    Order,
    Plan,
    PlanVersion,
    Price,
    StripeAccount,
    Subscription,
)
from program import clock
from program.local.stripe.running import sandbox
from program.local.stripe.sandbox import Sandbox
from program.tenancy.scope import program_scope
from tests.cast import Cast
from tests.local.stripe.browser import Browser, Page

PAYS, DECLINED, POOR, SECURE = "4242424242424242", "4000000000000002", "4000000000009995", "4000002500003155"
WEBHOOK_SECRET = "whsec_of_the_tests"
OPENED = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="session")
def box() -> Iterator[Sandbox]:
    """One sandbox for all; every program in a test has keys of its own, hence an account nobody used before."""
    with sandbox() as running:
        yield running


@dataclass
class Till:
    """Program A with its own account at the sandbox, a monthly and a yearly plan, and one that is paid once."""

    cast: Cast
    box: Sandbox
    key: str
    account: str
    monthly: Price
    yearly: Price
    once: Price
    browser: Browser

    @property
    def stripe(self) -> StripeClient:
        return StripeClient(self.key, base_addresses={"api": self.box.base_url}, max_network_retries=0)

    def order(self, member: Membership, price: Price, **more: Any) -> Order:
        """As the premium page places one, in program A."""
        Customer.objects.get_or_create(membership=member, account=self.account)
        given = {"provider": "stripe", "account": self.account, **more}
        return Order.objects.create(membership=member, price=price, **given)

    def open(self, order: Order) -> str:
        opened = CardProvider().open(
            order, success_url="http://a.localhost/back/", cancel_url="http://a.localhost/no/"
        )
        order.remote_id, order.url, order.expires_at = opened.remote_id, opened.url, opened.expires_at
        order.save(update_fields=["remote_id", "url", "expires_at"])
        return order.url

    def pay(self, order: Order, card: str = PAYS) -> Page:
        """On Stripe's page."""
        return self.browser.send(self.open(order) if not order.url else order.url, email="x@example.org", card=card)

    def buy(self, member: Membership, price: Price, **more: Any) -> Order:
        """Ordered, paid and settled."""
        order = self.order(member, price, **more)
        self.pay(order)
        self.settle(member)
        order.refresh_from_db()
        return order

    def clocked(self, member: Membership, *, now: datetime | None = None) -> Customer:
        """Their customer at Stripe lives on a test clock of its own: `till.until(member, instant)` moves it."""
        begins = int((now or clock.now()).timestamp())
        held = self.stripe.v1.test_helpers.test_clocks.create({"frozen_time": begins})
        made = self.stripe.v1.customers.create({"email": member.user.email, "test_clock": held.id})
        customer, _is_new = Customer.objects.get_or_create(membership=member, account=self.account)
        customer.remote_id = made.id
        customer.save(update_fields=["remote_id"])
        return customer

    def until(self, member: Membership, instant: datetime) -> None:
        """Lets Stripe do what becomes due by then, and settles."""
        held = self.stripe.v1.customers.retrieve(self.customer(member).remote_id).test_clock
        self.stripe.v1.test_helpers.test_clocks.advance(str(held), {"frozen_time": int(instant.timestamp())})
        with time_machine.travel(instant, tick=False):
            self.settle(member)

    def use_card(self, member: Membership, token: str) -> None:
        """From now on their payments go to this card, like pm_card_chargeCustomerFail."""
        customer = self.customer(member).remote_id
        method = self.stripe.v1.payment_methods.attach(token, {"customer": customer})
        chosen: Any = {"invoice_settings": {"default_payment_method": method.id}}
        self.stripe.v1.customers.update(customer, chosen)
        for one in self.stripe.v1.subscriptions.list({"customer": customer}).data:
            self.stripe.v1.subscriptions.update(one.id, {"default_payment_method": method.id})

    def settle(self, member: Membership) -> Any:
        return settle(self.customer(member).pk, now=clock.now())

    def customer(self, member: Membership) -> Customer:
        return Customer.objects.get(membership=member, account=self.account)

    def subscription(self, member: Membership) -> Subscription:
        return Subscription.objects.select_related("plan", "price").get(membership=member)

    def ledger(self, member: Membership) -> list[tuple[str, Decimal]]:
        return list(LedgerEntry.objects.filter(membership=member).order_by("pk").values_list("kind", "amount"))


def plan_of(slug: str, tier: Tier, interval: str, **more: Any) -> Plan:
    entitlements = sorted(GIVES[tier])
    return Plan.objects.create(
        slug=slug, name=slug.title(), tier=tier, entitlements=entitlements, interval=interval, **more
    )


def priced(plan: Plan, number: int = 1, **amounts: str) -> Price:
    """`priced(plan, USD="99")`: a new version; returns its first price."""
    version = PlanVersion.objects.create(plan=plan, number=number, starts_at=OPENED)
    prices = [
        Price.objects.create(version=version, currency=currency, amount=Decimal(amount))
        for currency, amount in amounts.items()
    ]
    return prices[0]


@pytest.fixture
def set_up(box: Sandbox) -> Iterator[Callable[[Cast], Till]]:
    browsers: list[Browser] = []

    def make(cast: Cast) -> Till:
        key = f"sk_test_{secrets.token_hex(8)}"
        account = StripeAccount(name="Of the tests")
        account.seal(secret_key=key, webhook_secret=WEBHOOK_SECRET)
        account.save()
        browsers.append(Browser(box.base_url))
        return Till(
            cast=cast,
            box=box,
            key=key,
            account=str(account.pk),
            monthly=priced(plan_of("monthly", Tier.CURRICULUM, "month", position=1), USD="99", BRL="480"),
            yearly=priced(plan_of("yearly", Tier.PREMIUM, "year", position=2), USD="1000", BRL="4800"),
            once=priced(plan_of("pass", Tier.PREMIUM, "once", position=3, access_days=90), USD="300"),
            browser=browsers[-1],
        )

    yield make
    for browser in browsers:
        browser.close()


@pytest.fixture
def till(cast: Cast, box: Sandbox, settings: Any, set_up: Callable[[Cast], Till]) -> Iterator[Till]:
    """The test's own statements run inside program A."""
    settings.STRIPE_API_URL = box.base_url
    with program_scope(cast.a.pk):
        yield set_up(cast)
