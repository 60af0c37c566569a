"""P15 and P16: whatever is heard, how often, in which order, or not at all, our rows say what Stripe's do."""

import random
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from members.billing.hearing import catching_up, looking_after, processing
from members.models import (
    Event,
    Finding,
    Grant,
    LedgerEntry,
    Membership,
    Order,
    Price,
    Receipt,
    StripeAccount,
    Subscription,
)
from program import clock
from program.tenancy.scope import platform_scope
from tests.members.billing.conftest import Till
from tests.members.billing.hearing.stripes_voice import events, tell


def work() -> None:
    """What the sweep and its workers do, until nothing is due."""
    while True:
        with platform_scope():
            claimed = processing.claim(clock.now())
        if not claimed:
            return
        for program_id, ids in claimed:
            processing.process(ids, program_id=program_id)


def look_after_all() -> None:
    with platform_scope():
        waiting = looking_after.waiting_orders(clock.now())
    for program_id, order_id in waiting:
        looking_after.see_to_order(order_id, program_id=program_id)


def compare_all() -> None:
    with platform_scope():
        stale = looking_after.stale_customers(clock.now())
    for program_id, customer_id in stale:
        looking_after.compare(customer_id, program_id=program_id)


def tier(member: Membership) -> str:
    return str(Membership.objects.with_tier(clock.now()).get(pk=member.pk).tier)


def paid_order(till: Till, price: Price | None = None) -> Order:
    """Paid at Stripe, and the member closed the tab."""
    order = till.order(till.cast.alice, price or till.yearly)
    till.pay(order)
    return order


def test_events_of_a_purchase_open_access_in_any_order(till: Till, visitor: Client) -> None:
    paid_order(till)
    told = events(till)
    random.Random(7).shuffle(told)
    assert {tell(visitor, event) for event in told * 5} == {200}
    work()
    assert tier(till.cast.alice) == "premium"
    assert (LedgerEntry.objects.count(), Receipt.objects.count(), Subscription.objects.count()) == (1, 1, 1)
    assert not Event.objects.filter(state=Event.State.DUE).exists()
    assert not Finding.objects.exists()


def test_late_news_of_an_active_subscription_do_not_open_an_ended_one(till: Till, visitor: Client) -> None:
    """P15: `updated{active}` that comes after `deleted`."""
    paid_order(till)
    till.settle(till.cast.alice)
    active = next(event for event in events(till) if event["type"] == "customer.subscription.created")
    till.stripe.v1.subscriptions.cancel(till.subscription(till.cast.alice).remote_id)
    tell(visitor, events(till)[-1])
    work()
    assert tier(till.cast.alice) == "free"
    late = {**active, "id": "evt_late", "type": "customer.subscription.updated"}
    assert late["data"]["object"]["status"] == "active"
    assert tell(visitor, late) == 200
    work()
    assert tier(till.cast.alice) == "free"
    assert till.subscription(till.cast.alice).status == "canceled"


def test_seeded_drift_is_repaired_and_recorded(till: Till) -> None:
    """P15: the comparison repairs it and writes down what differed."""
    till.buy(till.cast.alice, till.yearly)
    Subscription.objects.update(status="past_due", past_due_since=clock.now())
    Grant.objects.update(ends_at=clock.now() + timedelta(seconds=1))
    with time_machine.travel(clock.now() + timedelta(hours=25)):
        compare_all()
    found = Finding.objects.get()
    assert (found.kind, found.repaired_at is not None) == ("drift", True)
    assert ["past_due", "active"] in found.said.values()
    subscription = till.subscription(till.cast.alice)
    assert subscription.status == "active"
    assert Grant.objects.get().ends_at == subscription.period_ends_at + timedelta(days=7)


def test_comparison_without_drift_records_nothing(till: Till) -> None:
    till.buy(till.cast.alice, till.yearly)
    with time_machine.travel(clock.now() + timedelta(hours=25)):
        compare_all()
    assert not Finding.objects.exists()


def test_nobody_told_us_and_nobody_came_back_yet_access_opens_within_minutes(till: Till) -> None:
    """P16, without webhook and without return: the look after orders finds the money."""
    paid_order(till)
    with time_machine.travel(clock.now() + timedelta(seconds=90)):
        look_after_all()
    assert tier(till.cast.alice) == "premium"


def test_payment_nobody_can_bring_home_is_with_staff_within_five_minutes(till: Till) -> None:
    """P16: Stripe is silent. When it speaks again, the line is marked as repaired."""
    paid_order(till)
    till.box.chaos.set("server_error", share=1.0)
    begun = clock.now()
    try:
        for seconds in range(30, 300, 30):  # The clock of the task.
            with time_machine.travel(begun + timedelta(seconds=seconds)):
                look_after_all()
    finally:
        till.box.chaos.reset()
    found = Finding.objects.get()
    assert (found.kind, found.repaired_at) == ("paid_without_access", None)
    assert found.found_at - begun < timedelta(minutes=5)
    with time_machine.travel(begun + timedelta(minutes=7)):
        look_after_all()
    found.refresh_from_db()
    assert found.repaired_at is not None
    assert tier(till.cast.alice) == "premium"


def test_silent_stripe_makes_events_wait_and_loses_none(till: Till, visitor: Client) -> None:
    paid_order(till)
    for event in events(till):
        tell(visitor, event)
    till.box.chaos.set("server_error", share=1.0)
    try:
        work()
    finally:
        till.box.chaos.reset()
    waiting = Event.objects.filter(state=Event.State.DUE)
    assert waiting.exists()
    assert all("APIError" in event.last_error and event.attempts == 1 for event in waiting)
    with time_machine.travel(clock.now() + timedelta(minutes=1)):
        work()
    assert tier(till.cast.alice) == "premium"
    assert not Event.objects.filter(state=Event.State.DUE).exists()


def test_worker_that_died_leaves_its_events_to_the_next(till: Till, visitor: Client) -> None:
    paid_order(till)
    for event in events(till):
        tell(visitor, event)
    with platform_scope():
        assert processing.claim(clock.now())
        assert not processing.claim(clock.now())
    with time_machine.travel(clock.now() + timedelta(minutes=3)):
        work()
    assert tier(till.cast.alice) == "premium"


def test_lost_webhooks_are_read_in_stripes_own_list(till: Till) -> None:
    """A refund of a subscription that ended: nobody would look there any more."""
    paid_order(till)
    till.settle(till.cast.alice)
    till.stripe.v1.subscriptions.cancel(till.subscription(till.cast.alice).remote_id)
    till.settle(till.cast.alice)
    till.stripe.v1.refunds.create({"charge": LedgerEntry.objects.get().remote_id})
    assert catching_up.of_program(till.cast.a.pk) > 0
    assert catching_up.of_program(till.cast.a.pk) == 0
    work()
    assert till.ledger(till.cast.alice)[-1] == ("refund", Decimal(-1000))
    assert Finding.objects.get().kind == "drift"


def test_payment_of_somebody_we_do_not_know_is_shown_to_staff(till: Till, visitor: Client) -> None:
    stranger = till.stripe.v1.customers.create({"email": "stranger@example.org"}).id
    about = {"object": "charge", "id": "ch_1", "customer": stranger}
    now = int(clock.now().timestamp())
    tell(visitor, {"id": "evt_1", "type": "charge.succeeded", "created": now, "data": {"object": about}})
    for minutes in range(0, 60, 5):
        with time_machine.travel(clock.now() + timedelta(minutes=minutes)):
            work()
    assert Event.objects.get().state == Event.State.IGNORED
    assert (Finding.objects.get().kind, Finding.objects.get().subject) == ("unknown_payment", stranger)


def test_paid_price_that_nobody_made_here_is_shown_to_staff(till: Till) -> None:
    order = paid_order(till, till.yearly)
    subscription = till.stripe.v1.subscriptions.list().data[0]
    product = till.stripe.v1.products.create({"name": "Made by hand"}).id
    price = till.stripe.v1.prices.create(
        {"product": product, "currency": "usd", "unit_amount": 5, "recurring": {"interval": "year"}}
    )
    item: Any = {"id": subscription["items"].data[0].id, "price": price.id}
    till.stripe.v1.subscriptions.update(subscription.id, {"items": [item], "metadata": {"order": ""}})
    till.settle(till.cast.alice)
    assert Finding.objects.get(kind="paid_without_access").subject == order.reference


def test_order_that_expired_at_stripe_is_closed(till: Till) -> None:
    order = till.order(till.cast.alice, till.yearly)
    till.open(order)
    till.stripe.v1.checkout.sessions.expire(order.remote_id)
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        look_after_all()
    order.refresh_from_db()
    assert order.state == Order.State.EXPIRED
    assert not Finding.objects.exists()


def test_keys_that_were_lost_leave_events_for_later(till: Till, visitor: Client) -> None:
    paid_order(till)
    for event in events(till):
        tell(visitor, event)
    sealed = StripeAccount.objects.get().sealed
    StripeAccount.objects.update(sealed="")
    work()
    assert Event.objects.filter(last_error__contains="no keys").exists()
    StripeAccount.objects.update(sealed=sealed)
    with time_machine.travel(clock.now() + timedelta(minutes=1)):
        work()
    assert tier(till.cast.alice) == "premium"


@pytest.mark.parametrize("rows", [1, 30])
def test_finding_work_costs_the_same_number_of_queries(till: Till, rows: int, django_assert_num_queries: Any) -> None:
    for number in range(rows):
        Event.objects.create(remote_id=f"evt_{number}", type="invoice.paid", happened_at=clock.now())
    with platform_scope(), django_assert_num_queries(1):
        processing.claim(clock.now() + timedelta(seconds=1))
    with platform_scope(), django_assert_num_queries(1):
        looking_after.waiting_orders(clock.now())
    with platform_scope(), django_assert_num_queries(2):
        looking_after.stale_customers(clock.now())
