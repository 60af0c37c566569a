"""The webhook takes what Stripe signed, notes it once, and nothing else."""

import json
import secrets
from typing import Any

import pytest
from django.test import Client

from members.models import Customer, Event
from program import clock
from program.models import Program
from program.tenancy.scope import program_scope
from tests.cast import Cast
from tests.members.billing.conftest import Till
from tests.members.billing.hearing.stripes_voice import WEBHOOK, send, signature, tell


def event(number: str = "evt_1", kind: str = "invoice.paid", **about: Any) -> dict[str, Any]:
    now = int(clock.now().timestamp())
    inner = {"object": "invoice", "id": "in_1", "customer": "cus_1", **about}
    return {"id": number, "object": "event", "type": kind, "created": now, "data": {"object": inner}}


def test_signed_event_is_noted_and_answered(till: Till, visitor: Client) -> None:
    assert tell(visitor, event()) == 200
    row = Event.objects.get()
    assert (row.remote_id, row.type, row.object_id, row.customer_id) == ("evt_1", "invoice.paid", "in_1", "cus_1")
    assert (row.account, row.state) == (till.account, Event.State.DUE)


def test_same_event_five_times_is_one_row(till: Till, visitor: Client) -> None:
    assert [tell(visitor, event()) for _time in range(5)] == [200] * 5
    assert Event.objects.count() == 1


BODY = json.dumps(event()).encode()
AGES = {"old": -301, "future": 301, "far future": 10**9}


@pytest.mark.parametrize("age", AGES)
def test_event_of_another_time_is_refused(till: Till, visitor: Client, age: str) -> None:
    body = json.dumps(event()).encode()
    assert send(visitor, body, signature(body, at=clock.now().timestamp() + AGES[age])) == 400
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "signed",
    ["", "t=1", "v1=00", "t=x,v1=00", f"t={10**30},v1=00", "t=1,v1=é", "\udcff", ",,,=,", "t=1," * 3000 + "v1=0"],
)
def test_forged_signature_is_refused(till: Till, visitor: Client, signed: str) -> None:
    signed = signed.encode("utf-8", "surrogateescape").decode("latin-1")
    assert send(visitor, BODY, signed) == 400
    assert not Event.objects.exists()


WRONG = (("data", "x"), ("created", "x"), ("id", None))
NONSENSE = [
    b"", b"{", BODY[:-20], b"\xff\xfe", b"null", b"[]", b"1", b'"x"', b"{}", b'{"id": 1}', b'{"id": "evt_1"}',
    b"[" * 100_000,
    b'{"a": "' + b"x" * 600_000 + b'"}',
    *(json.dumps({**event(), name: value}).encode() for name, value in WRONG),
]  # fmt: skip


@pytest.mark.parametrize("body", NONSENSE, ids=range(len(NONSENSE)))
def test_signed_nonsense_is_refused(till: Till, visitor: Client, body: bytes) -> None:
    assert send(visitor, body, signature(body)) == 400
    assert not Event.objects.exists()


def test_ten_megabytes_are_refused(till: Till, visitor: Client) -> None:
    body = b"x" * 10_000_000
    assert send(visitor, body, signature(body)) == 400
    assert not Event.objects.exists()


def test_replay_is_refused_while_another_try_of_stripes_is_heard(till: Till, visitor: Client) -> None:
    body = json.dumps(event()).encode()
    signed = signature(body)
    assert [send(visitor, body, signed) for _time in range(3)] == [200, 400, 400]
    assert send(visitor, body, signature(body, at=clock.now().timestamp() - 7)) == 200
    assert Event.objects.count() == 1


def test_replay_after_five_minutes_is_refused(till: Till, visitor: Client, time_machine: Any) -> None:
    body = json.dumps(event()).encode()
    signed = signature(body)
    assert send(visitor, body, signed) == 200
    time_machine.move_to(clock.now().timestamp() + 301)
    assert send(visitor, body, signed) == 400
    assert Event.objects.count() == 1


def test_thousand_forged_leave_nothing(till: Till, visitor: Client) -> None:
    bodies = [json.dumps(event(f"evt_{secrets.token_hex(4)}")).encode() for _one in range(1000)]
    answers = {send(visitor, body, signature(body, secret=f"whsec_{secrets.token_hex(4)}")) for body in bodies}
    assert answers == {400}
    assert not Event.objects.exists()


def test_only_posts_are_heard(till: Till, visitor: Client) -> None:
    assert visitor.get(WEBHOOK).status_code == 405


def test_odd_objects_are_noted_without_harm(till: Till, visitor: Client) -> None:
    assert tell(visitor, event("evt_1", customer={"id": 1}, id=7)) == 200
    assert tell(visitor, event("evt_2", customer="c" * 500, id="i" * 500)) == 200
    assert tell(visitor, {**event("evt_3", kind="x" * 500), "data": {"object": []}}) == 200
    assert Event.objects.get(remote_id="evt_3").state == Event.State.IGNORED


def test_account_of_one_program_tells_no_other(till: Till, cast: Cast, visitor: Client, charlie: Client) -> None:
    """Signed with A's secret, sent to B's host: B does not know it. Naming B in it changes nothing."""
    body = json.dumps(event(metadata={"program": str(cast.b.pk)})).encode()
    assert (
        charlie.post(
            WEBHOOK, body, content_type="application/json", headers={"Stripe-Signature": signature(body)}
        ).status_code
        == 400
    )
    assert send(visitor, body, signature(body)) == 200
    with program_scope(cast.b.pk):
        assert not Event.objects.exists()
    assert Event.objects.count() == 1


def test_shared_account_may_tell_one_host_of_all_programs(cast: Cast, visitor: Client, settings: Any) -> None:
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_shared1", "whsec_shared"
    with program_scope(cast.b.pk):
        Customer.objects.create(membership=cast.charlie, remote_id="cus_charlie")
    assert tell(visitor, event("evt_1", metadata={"program": str(cast.b.pk)}), secret="whsec_shared") == 200
    assert tell(visitor, event("evt_2", customer="cus_charlie"), secret="whsec_shared") == 200
    assert tell(visitor, event("evt_3", customer="cus_nobody"), secret="whsec_shared") == 200
    unknown = event("evt_4", metadata={"program": str(Program.objects.count() + 999)})
    assert tell(visitor, unknown, secret="whsec_shared") == 200
    with program_scope(cast.b.pk):
        assert set(Event.objects.values_list("remote_id", flat=True)) == {"evt_1", "evt_2"}
    with program_scope(cast.a.pk):
        assert set(Event.objects.values_list("remote_id", flat=True)) == {"evt_3", "evt_4"}


def test_webhook_costs_few_queries(till: Till, visitor: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(10):
        tell(visitor, event())
