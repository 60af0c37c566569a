"""Every object has the keys of Stripe's published samples, where those are at hand."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from stripe import StripeClient, StripeObject

from program.local import ROOT
from program.local.stripe.sandbox import Sandbox
from tests.local.stripe.browser import Browser
from tests.local.stripe.conftest import Catalogue, Member

SAMPLES = ROOT.parent / "shared/stripe/fixtures3.json"
# Deeper keys of these depend on what the object is about.
OPEN = {
    "discount", "payment_method_options", "data", "package_dimensions", "transform_quantity", "custom_unit_amount",
    "payment_method_details", "request", "flow", "parent", "error", "wallet", "metadata",
}  # fmt: skip


@pytest.fixture(scope="module")
def samples() -> dict[str, Any]:
    if not SAMPLES.exists():
        pytest.skip("Stripe's samples (shared/stripe/fixtures3.json) are not here")
    found: dict[str, Any] = json.loads(SAMPLES.read_text())["resources"]
    return found


def lacking(sample: Any, found: Any, path: str = "") -> list[str]:
    """Keys of the sample that are not there; null is fine for whole mappings."""
    if isinstance(sample, list) and isinstance(found, list):
        return lacking(sample[0], found[0], f"{path}[]") if sample and found else []
    if not isinstance(sample, dict) or not isinstance(found, dict):
        return []
    left = [f"{path}.{name}" for name in sample if name not in found]
    for name in sample.keys() & found.keys() - OPEN:
        left += lacking(sample[name], found[name], f"{path}.{name}")
    return left


type Make = Callable[["World"], StripeObject]


class World:
    """One of everything."""

    def __init__(
        self, client: StripeClient, catalogue: Catalogue, member: Member, box: Sandbox, browser: Browser
    ) -> None:
        self.v1, self.catalogue, self.member, self.box, self.browser = client.v1, catalogue, member, box, browser
        self.rate = self.v1.tax_rates.create({"display_name": "VAT", "inclusive": True, "percentage": 19})
        self.coupon = self.v1.coupons.create({"percent_off": 10, "duration": "forever"})
        self.subscription = member.subscribe(
            catalogue.monthly, discounts=[{"coupon": self.coupon.id}], default_tax_rates=[self.rate.id]
        )
        self.invoice = self.v1.invoices.retrieve(str(self.subscription.latest_invoice))
        self.payment = self.v1.invoice_payments.list({"invoice": self.invoice.id}).data[0]
        self.intent = self.v1.payment_intents.retrieve(str(self.payment.payment.payment_intent))
        self.charge = self.v1.charges.retrieve(str(self.intent.latest_charge))
        self.session = self.v1.checkout.sessions.create(
            {"mode": "payment", "line_items": [{"price": catalogue.once.id}], "success_url": "https://x.test/"}
        )

    def dispute(self) -> StripeObject:
        made = self.v1.payment_intents.create(
            {"amount": 5000, "currency": "usd", "payment_method": "pm_card_createDispute", "confirm": True}
        )
        return self.v1.disputes.list({"payment_intent": made.id}).data[0]

    def schedule(self) -> StripeObject:
        return self.v1.subscription_schedules.create({"from_subscription": self.subscription.id})


@pytest.fixture
def world(
    client: StripeClient, catalogue: Catalogue, member: Member, shared: Sandbox, browser: Browser, samples: Any
) -> World:
    return World(client, catalogue, member, shared, browser)


MADE: dict[str, Make] = {
    "customer": lambda it: it.v1.customers.retrieve(it.member.customer),
    "product": lambda it: it.v1.products.list().data[0],
    "price": lambda it: it.catalogue.monthly,
    "coupon": lambda it: it.coupon,
    "promotion_code": lambda it: it.v1.promotion_codes.create(
        {"promotion": {"type": "coupon", "coupon": it.coupon.id}}
    ),
    "tax_rate": lambda it: it.rate,
    "checkout.session": lambda it: it.session,
    "item": lambda it: it.v1.checkout.sessions.line_items.list(it.session.id).data[0],
    "subscription": lambda it: it.subscription,
    "subscription_item": lambda it: it.v1.subscription_items.retrieve(it.subscription["items"].data[0].id),
    "subscription_schedule": World.schedule,
    "invoice": lambda it: it.invoice,
    "line_item": lambda it: it.v1.invoices.line_items.list(str(it.invoice.id)).data[0],
    "invoice_payment": lambda it: it.payment,
    "invoiceitem": lambda it: it.v1.invoice_items.create(
        {"customer": it.member.customer, "amount": 500, "currency": "usd"}
    ),
    "payment_intent": lambda it: it.intent,
    "charge": lambda it: it.charge,
    "balance_transaction": lambda it: it.v1.balance_transactions.retrieve(str(it.charge.balance_transaction)),
    "payment_method": lambda it: it.v1.payment_methods.retrieve(str(it.charge.payment_method)),
    "refund": lambda it: it.v1.refunds.create({"charge": it.charge.id, "amount": 100}),
    "dispute": World.dispute,
    "discount": lambda it: it.v1.subscriptions.retrieve(it.subscription.id, {"expand": ["discounts"]}).discounts[0],  # type: ignore[dict-item,return-value]
    "event": lambda it: it.v1.events.list().data[0],
    "webhook_endpoint": lambda it: it.v1.webhook_endpoints.create(
        {"url": "http://127.0.0.1:9/", "enabled_events": ["coupon.deleted"]}
    ),
    "test_helpers.test_clock": lambda it: it.v1.test_helpers.test_clocks.retrieve(it.member.clock),
    "billing_portal.session": lambda it: it.v1.billing_portal.sessions.create({"customer": it.member.customer}),
    "billing_portal.configuration": lambda it: it.v1.billing_portal.configurations.create(
        {"features": {"invoice_history": {"enabled": True}}}
    ),
    "deleted_customer": lambda it: it.v1.customers.delete(it.member.customer),
    "deleted_coupon": lambda it: it.v1.coupons.delete(it.coupon.id),
}


@pytest.mark.parametrize("kind", MADE)
def test_object_has_the_fields_of_the_sample(kind: str, world: World, samples: dict[str, Any]) -> None:
    found = MADE[kind](world).to_dict(recursive=True)
    assert lacking(samples[kind], found, kind) == []
    assert found["object"] == samples[kind]["object"]
    if "livemode" in found:
        assert found["livemode"] is False
    assert not [name for name in found if name.startswith("_")]


def test_setup_intent_has_the_fields_of_the_sample(world: World, samples: dict[str, Any]) -> None:
    trial: Any = {"trial_period_days": 14}
    session = world.v1.checkout.sessions.create(
        {
            "mode": "subscription",
            "line_items": [{"price": world.catalogue.monthly.id}],
            "success_url": "https://x.test/",
            "subscription_data": trial,
        }
    )
    world.browser.send(str(session.url), email="bob@example.org", card="4242424242424242")
    found = world.v1.setup_intents.list().data[0].to_dict(recursive=True)
    assert lacking(samples["setup_intent"], found, "setup_intent") == []
    assert found["status"] == "succeeded"


def test_deeper_lists_are_not_forgotten() -> None:
    assert lacking({"a": [{"b": 1, "c": {"d": 2}}]}, {"a": [{"c": {}}]}) == [".a[].b", ".a[].c.d"]
