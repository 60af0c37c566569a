"""Events reach those who listen, signed."""

from typing import Any

import pytest
import stripe
from stripe import StripeClient

from program.local.stripe.delivery import RETRIES
from program.local.stripe.running import sandbox
from program.local.stripe.sandbox import Sandbox
from tests.local.stripe.conftest import connect
from tests.local.stripe.receiver import Receiver


def listening(client: StripeClient, receiver: Receiver, *events: str) -> str:
    """The secret; only the answer to the creation tells it."""
    given: Any = {"url": receiver.url, "enabled_events": list(events)}
    made = client.v1.webhook_endpoints.create(given)
    assert made.secret
    assert not client.v1.webhook_endpoints.retrieve(made.id).to_dict().get("secret")
    return made.secret


def test_events_arrive_signed_and_in_order(client: StripeClient, receiver: Receiver) -> None:
    secret = listening(client, receiver, "*")
    made = client.v1.customers.create({"email": "alice@example.org", "metadata": {"a": "1"}})
    client.v1.customers.update(made.id, {"metadata": {"a": "2"}})
    receiver.wait(lambda: len(receiver.arrived) == 2)
    created, updated = receiver.events(secret)
    assert (created.type, updated.type) == ("customer.created", "customer.updated")
    assert (created.api_version, created.livemode) == ("2026-10-28.endive", False)
    assert updated.data.previous_attributes
    assert updated.data.previous_attributes.to_dict(recursive=True) == {"metadata": {"a": "1"}}
    assert created.request
    assert created.request.id
    assert created.request.id.startswith("req_")
    with pytest.raises(stripe.SignatureVerificationError):
        receiver.events("whsec_other")


def test_programs_have_hosts_under_localhost(client: StripeClient, receiver: Receiver) -> None:
    url = receiver.url.replace("127.0.0.1", "brasil.localhost")
    client.v1.webhook_endpoints.create({"url": url, "enabled_events": ["*"]})
    client.v1.customers.create({"name": "Alice"})
    receiver.wait(lambda: len(receiver.arrived) == 1)
    assert receiver.arrived[0].host == url.split("/")[2]
    with pytest.raises(stripe.InvalidRequestError, match="explicit scheme"):
        client.v1.webhook_endpoints.create({"url": "brasil.localhost", "enabled_events": ["*"]})


def test_only_what_was_asked_for_arrives(shared: Sandbox, client: StripeClient, receiver: Receiver) -> None:
    listening(client, receiver, "customer.updated")
    made = client.v1.customers.create({"name": "Alice"})
    client.v1.customers.update(made.id, {"name": "Alicia"})
    receiver.wait(lambda: len(receiver.arrived) == 1)
    assert shared.courier.idle()
    assert receiver.types() == ["customer.updated"]


def test_another_account_hears_nothing(shared: Sandbox, client: StripeClient, receiver: Receiver) -> None:
    listening(client, receiver, "*")
    connect(shared).v1.customers.create({"name": "Charlie"})
    assert shared.courier.idle()
    assert receiver.arrived == []


def test_pending_webhooks_counts_down(shared: Sandbox, client: StripeClient, receiver: Receiver) -> None:
    listening(client, receiver, "customer.created")
    receiver.answers[:] = [500, 500]
    client.v1.customers.create({"name": "Alice"})
    receiver.wait(lambda: len(receiver.arrived) == 1)
    event = client.v1.events.list().data[0]
    assert event.pending_webhooks == 1
    assert client.v1.events.list({"delivery_success": False}).data[0].id == event.id
    receiver.wait(lambda: len(receiver.arrived) == 3, seconds=sum(RETRIES[:2]) + 3)
    assert shared.courier.idle()
    assert client.v1.events.retrieve(event.id).pending_webhooks == 0
    assert len({one.body for one in receiver.arrived}) == 1
    log = [one for one in shared.courier.log if one["event"] == event.id]
    assert [(one["attempt"], one["status"]) for one in log] == [(1, 500), (2, 500), (3, 200)]


def test_an_endpoint_may_be_disabled_and_deleted(shared: Sandbox, client: StripeClient, receiver: Receiver) -> None:
    listening(client, receiver, "*")
    endpoint = client.v1.webhook_endpoints.list().data[0].id
    client.v1.webhook_endpoints.update(endpoint, {"disabled": True})
    client.v1.customers.create({"name": "Alice"})
    assert shared.courier.idle()
    assert receiver.arrived == []
    assert client.v1.webhook_endpoints.delete(endpoint).deleted
    assert client.v1.webhook_endpoints.list().data == []


def test_events_are_listed_by_type_and_kept_as_they_were(client: StripeClient) -> None:
    made = client.v1.customers.create({"name": "Alice"})
    client.v1.customers.update(made.id, {"name": "Alicia"})
    client.v1.customers.delete(made.id)
    listed = client.v1.events.list({"types": ["customer.created", "customer.deleted"]}).data
    assert [event.type for event in listed] == ["customer.deleted", "customer.created"]
    assert listed[1].data.object["name"] == "Alice"
    assert [event.type for event in client.v1.events.list({"type": "customer.*"}).data][1] == "customer.updated"


def test_an_address_given_at_the_start_hears_every_account(receiver: Receiver) -> None:
    with sandbox(webhooks=[receiver.url], webhook_secret="whsec_known") as box:
        for _ in range(2):
            connect(box).v1.customers.create({"name": "Alice"})
        receiver.wait(lambda: len(receiver.arrived) == 2)
        assert [event.type for event in receiver.events("whsec_known")] == ["customer.created"] * 2
