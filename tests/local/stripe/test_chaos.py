"""Every switch does what it says, and nothing when it is off."""

import threading
import time
from typing import Any

import pytest
import requests
import stripe
from stripe import StripeClient

from program.local.stripe.chaos import API, WEBHOOKS
from program.local.stripe.sandbox import Sandbox
from tests.local.stripe.conftest import connect
from tests.local.stripe.receiver import Receiver
from tests.local.stripe.test_webhooks import listening


@pytest.fixture
def client(own: Sandbox) -> StripeClient:
    return connect(own)


def create(client: StripeClient, count: int) -> list[str]:
    return [client.v1.customers.create({"name": f"{n}"}).id for n in range(count)]


def about(receiver: Receiver, secret: str) -> list[str]:
    return [str(event.data.object["id"]) for event in receiver.events(secret)]


def test_duplicate(own: Sandbox, client: StripeClient, receiver: Receiver) -> None:
    secret = listening(client, receiver, "*")
    own.chaos.set("duplicate", share=1, amount=5)
    made = create(client, 2)
    assert own.courier.idle()
    assert about(receiver, secret) == [made[0]] * 5 + [made[1]] * 5
    assert len({event.id for event in receiver.events(secret)}) == 2


def test_drop(own: Sandbox, client: StripeClient, receiver: Receiver) -> None:
    secret = listening(client, receiver, "*")
    own.chaos.set("drop", next=2)
    made = create(client, 3)
    assert own.courier.idle()
    assert about(receiver, secret) == made[2:]
    assert len(client.v1.events.list().data) == 3


def test_reorder_within_a_window(own: Sandbox, client: StripeClient, receiver: Receiver) -> None:
    secret = listening(client, receiver, "*")
    own.chaos.take({"seed": 3, "reorder": {"share": 1, "amount": 5}})
    made = create(client, 10)
    assert own.courier.idle()
    arrived = about(receiver, secret)
    assert arrived != made
    assert sorted(arrived[:5]) == sorted(made[:5])
    assert sorted(arrived[5:]) == sorted(made[5:])


def test_a_window_that_does_not_fill_is_sent_all_the_same(
    own: Sandbox, client: StripeClient, receiver: Receiver
) -> None:
    secret = listening(client, receiver, "*")
    own.chaos.set("reorder", share=1, amount=50)
    made = create(client, 2)
    receiver.wait(lambda: len(receiver.arrived) == 2)
    assert sorted(about(receiver, secret)) == sorted(made)


def test_delay(own: Sandbox, client: StripeClient, receiver: Receiver) -> None:
    secret = listening(client, receiver, "*")
    own.chaos.set("delay", next=1, amount=0.3)
    began = time.monotonic()
    made = create(client, 2)
    receiver.wait(lambda: len(receiver.arrived) == 2)
    assert time.monotonic() - began >= 0.3
    assert about(receiver, secret) == made[::-1]


def test_forge(own: Sandbox, client: StripeClient, receiver: Receiver) -> None:
    secret = listening(client, receiver, "*")
    own.chaos.set("forge", next=1)
    create(client, 1)
    receiver.wait(lambda: len(receiver.arrived) == 2)
    with pytest.raises(stripe.SignatureVerificationError):
        receiver.arrived[0].event(secret)
    assert receiver.arrived[1].event(secret).type == "customer.created"


def test_server_error_and_rate_limit(own: Sandbox, client: StripeClient) -> None:
    own.chaos.set("server_error", next=1)
    with pytest.raises(stripe.APIError, match="unknown error") as raised:
        create(client, 1)
    assert raised.value.http_status == 500
    own.chaos.set("rate_limit", next=2, path="/v1/customers")
    client.v1.products.list()
    for _ in range(2):
        with pytest.raises(stripe.RateLimitError):
            create(client, 1)
    assert len(create(client, 1)) == 1
    assert len(client.v1.customers.list().data) == 1


def test_time_out_answers_never_and_does_nothing(own: Sandbox, client: StripeClient) -> None:
    own.chaos.set("time_out", next=1, amount=0.2)
    began = time.monotonic()
    with pytest.raises(stripe.APIConnectionError):
        create(client, 1)
    assert time.monotonic() - began >= 0.2
    assert client.v1.customers.list().data == []


def test_lost_answer_after_the_deed(own: Sandbox, client: StripeClient) -> None:
    own.chaos.set("lost_answer", next=1)
    with pytest.raises(stripe.APIConnectionError):
        client.v1.customers.create({"name": "Alice"}, {"idempotency_key": "one"})
    made = client.v1.customers.list().data
    assert [one.name for one in made] == ["Alice"]
    assert client.v1.customers.create({"name": "Alice"}, {"idempotency_key": "one"}).id == made[0].id
    assert len(client.v1.customers.list().data) == 1


def test_a_client_that_retries_comes_through(own: Sandbox) -> None:
    patient = connect(own, retries=5)
    own.chaos.take({"lost_answer": {"next": 2}, "server_error": {"next": 1}})
    assert len(create(patient, 1)) == 1
    assert len(patient.v1.customers.list().data) == 1


def test_slow(own: Sandbox, client: StripeClient) -> None:
    own.chaos.set("slow", next=1, amount=0.2)
    began = time.monotonic()
    create(client, 1)
    assert time.monotonic() - began >= 0.2


def test_shares_repeat_with_their_seed(own: Sandbox, client: StripeClient, receiver: Receiver) -> None:
    secret = listening(client, receiver, "*")
    kept = []
    for _ in range(2):
        receiver.arrived.clear()
        own.chaos.take({"seed": 11, "drop": {"share": 0.4}})
        made = create(client, 20)
        assert own.courier.idle()
        kept.append([made.index(one) for one in about(receiver, secret)])
    assert kept[0] == kept[1]
    assert 5 < len(kept[0]) < 18


def test_switches_over_http(own: Sandbox, client: StripeClient) -> None:
    def control(method: str, act: str, asked: Any = None) -> requests.Response:
        return requests.request(method, f"{own.base_url}/_sandbox/{act}", json=asked, timeout=5)

    shown = control("POST", "chaos", {"seed": 1, "drop": {"share": 0.5}, "rate_limit": {"next": 1}}).json()
    assert set(shown) == {*API, *WEBHOOKS}
    assert (shown["drop"]["share"], shown["rate_limit"]["next"]) == (0.5, 1)
    assert control("POST", "chaos", {"reset": True}).json()["drop"]["share"] == 0
    create(client, 1)
    key = str(client._requestor.api_key)
    assert control("GET", "status").json()["accounts"][key]["customer"] == 1
    assert control("GET", "deliveries").json() == {"waiting": 0, "deliveries": []}
    before = control("GET", "status").json()["now"]
    assert control("POST", "clock", {"advance": 3600}).json()["now"] >= before + 3600
    assert control("POST", "settings", {"key": key, "retry_days": [1]}).json()["retry_days"] == [1]
    assert control("POST", "reset", {"key": key}).json() == {"reset": key}
    assert client.v1.customers.list().data == []
    for act, asked in (
        ("chaos", {"dorp": {}}),
        ("clock", {}),
        ("dispute", {"key": key}),
        ("settings", {"key": key, "x": 1}),
    ):
        assert control("POST", act, asked).status_code == 400
    assert control("GET", "nothing").status_code == 404
    plain = requests.post(f"{own.base_url}/_sandbox/reset", data={"key": key}, timeout=5)
    assert plain.status_code == 415


def test_many_threads_at_once(own: Sandbox, receiver: Receiver) -> None:
    client = connect(own)
    key = str(client._requestor.api_key)
    secret = listening(client, receiver, "*")
    threads = [threading.Thread(target=create, args=(connect(own, key), 20)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert own.courier.idle()
    ids = {one.id for one in client.v1.customers.list({"limit": 100}).auto_paging_iter()}
    assert len(ids) == 160
    assert set(about(receiver, secret)) == ids
