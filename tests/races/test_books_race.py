"""Two payments at once have consecutive receipts; a sponsor's seats are given once each; an event is heard once."""

import json
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.test import Client

from members.billing.books import receipts
from members.billing.giving.redeeming import CodeRefused, redeem
from members.models import Event, LedgerEntry, Receipt, ReceiptCounter, SponsoredSeat, Sponsorship
from program import clock
from program.tenancy.scope import program_scope
from tests.members.billing.conftest import Till, box, set_up  # noqa: F401
from tests.members.billing.hearing.stripes_voice import send, signature
from tests.races.crowd import crowd
from tests.races.test_buying_race import at_once, shop  # noqa: F401

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def take_in(shop: Till) -> Receipt:
    entry = LedgerEntry.objects.create(kind="payment", amount=99, currency="USD", happened_at=clock.now())
    return receipts.issue_receipt(entry, None, now=clock.now())


def numbers(shop: Till) -> list[int]:
    with program_scope(shop.cast.a.pk):
        return list(Receipt.objects.order_by("number").values_list("number", flat=True))


def test_payments_at_once_have_consecutive_receipts(shop: Till) -> None:
    """P21."""
    for _time in range(5):
        at_once(shop, *[partial(take_in, shop)] * 8)
    assert numbers(shop) == list(range(1, 41))


def test_without_the_lock_they_would_collide(shop: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: the counter is read and written, and nobody waits."""

    def unlocked() -> int:
        ReceiptCounter.objects.bulk_create([ReceiptCounter()], ignore_conflicts=True)
        last = ReceiptCounter.objects.get().last + 1
        ReceiptCounter.objects.update(last=last)
        return last

    monkeypatch.setattr(receipts, "next_number", unlocked)
    found = at_once(shop, *[partial(failing(take_in), shop)] * 8)
    assert any(isinstance(one, Exception) for one in found)


def failing(act: Callable[..., Any]) -> Callable[..., Any]:
    """What breaks inside is a result, too; its transaction is over either way."""
    from django.db import IntegrityError, transaction

    def tried(*args: Any) -> Any:
        try:
            with transaction.atomic():
                return act(*args)
        except IntegrityError as error:
            return error

    return tried


def test_twenty_seats_are_given_to_twenty_of_forty(shop: Till) -> None:
    """P19."""
    with program_scope(shop.cast.a.pk):
        given = Sponsorship.objects.create(
            sponsor="A bank", plan=shop.yearly.version.plan, seats=20, ends_at=clock.now().replace(year=2030)
        )

    def click(member: Any) -> Any:
        try:
            return redeem(given.code, member, now=clock.now())
        except CodeRefused as refused:
            return refused

    found = at_once(shop, *(partial(click, member) for member in crowd(shop.cast.a, 40)))
    assert sum(isinstance(one, CodeRefused) for one in found) == 20
    with program_scope(shop.cast.a.pk):
        assert SponsoredSeat.objects.count() == 20
        assert LedgerEntry.objects.filter(kind="sponsored", amount=0).count() == 20


def test_event_told_many_times_at_once_is_one_row(shop: Till) -> None:
    """P15."""
    about = {"id": "in_1", "object": "invoice", "customer": "cus_1"}
    event = {"id": "evt_1", "object": "event", "type": "invoice.paid", "created": int(clock.now().timestamp())}
    body = json.dumps({**event, "data": {"object": about}}).encode()

    def tell(age: int) -> int:
        signed = signature(body, at=clock.now().timestamp() - age)
        return send(Client(headers={"host": "a.localhost"}), body, signed)

    assert Counter(at_once(shop, *(partial(tell, age) for age in range(20)))) == {200: 20}
    with program_scope(shop.cast.a.pk):
        assert Event.objects.count() == 1
