import threading
from typing import Any

import pytest
import requests
import stripe
from stripe import StripeClient

from program.local.stripe.sandbox import Sandbox
from tests.local.stripe.conftest import connect


def test_the_same_key_gets_the_same_answer(shared: Sandbox, client: StripeClient, key: str) -> None:
    headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": "one"}

    def ask() -> requests.Response:
        return requests.post(f"{shared.base_url}/v1/customers", data={"name": "Alice"}, headers=headers, timeout=5)

    first, again = ask(), ask()
    assert first.text == again.text
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(client.v1.customers.list().data) == 1
    assert [event.type for event in client.v1.events.list().data] == ["customer.created"]


def test_the_same_key_with_other_parameters_is_an_error(client: StripeClient) -> None:
    options: Any = {"idempotency_key": "two"}
    client.v1.customers.create({"name": "Alice"}, options)
    with pytest.raises(stripe.IdempotencyError, match="with the same parameters they were first used with"):
        client.v1.customers.create({"name": "Bob"}, options)
    with pytest.raises(stripe.IdempotencyError, match="for the same endpoint"):
        client.v1.products.create({"name": "Alice"}, options)


def test_a_declined_card_is_the_answer_again(client: StripeClient) -> None:
    for _ in range(2):
        with pytest.raises(stripe.CardError) as raised:
            client.v1.payment_intents.create(
                {"amount": 5000, "currency": "usd", "payment_method": "pm_card_chargeDeclined", "confirm": True},
                {"idempotency_key": "three"},
            )
        assert raised.value.code == "card_declined"
    assert len(client.v1.charges.list().data) == 1


def test_what_failed_validation_may_be_tried_again(client: StripeClient) -> None:
    wrong: Any = {"colour": "red"}
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.customers.create(wrong, {"idempotency_key": "four"})
    assert client.v1.customers.create({"name": "Alice"}, {"idempotency_key": "four"}).name == "Alice"


def test_two_at_once_with_one_key_is_a_conflict(own: Sandbox) -> None:
    client = connect(own)
    client.v1.customers.list()
    own.chaos.set("slow", next=1, amount=0.5)
    made: list[str] = []
    options: Any = {"idempotency_key": "five"}
    slow = threading.Thread(target=lambda: made.append(client.v1.customers.create({"name": "A"}, options).id))
    slow.start()
    while not own.keys.busy:
        pass
    with pytest.raises(stripe.APIError, match="another in-progress request") as raised:
        connect(own, str(client._requestor.api_key)).v1.customers.create({"name": "A"}, options)
    assert raised.value.error
    assert (raised.value.http_status, raised.value.error.code) == (409, "idempotency_key_in_use")
    slow.join()
    assert client.v1.customers.create({"name": "A"}, options).id == made[0]


def test_twenty_threads_with_one_key_make_one_customer(shared: Sandbox, key: str) -> None:
    found: list[str] = []

    def create() -> None:
        patient = connect(shared, key, retries=8)
        found.append(patient.v1.customers.create({"name": "Alice"}, {"idempotency_key": "six"}).id)

    threads = [threading.Thread(target=create) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 20
    assert len(set(found)) == 1
    assert len(connect(shared, key).v1.customers.list().data) == 1
