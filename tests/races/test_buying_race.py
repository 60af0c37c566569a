"""Everybody clicks at once: one order, one payment page, one charge, and the last place at a price given once."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import partial
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import OperationalError, connection

from members.billing.paying import changing
from members.billing.paying.following import payment_page
from members.billing.paying.ordering import OrderRefused, place_order
from members.billing.settling import settle as settling
from members.models import Customer, LedgerEntry, Order, PlanVersion, Price, Subscription
from program import clock
from program.local.stripe.sandbox import Sandbox
from program.tenancy.scope import program_scope
from tests.cast import Cast
from tests.members.billing.conftest import Till, box, set_up  # noqa: F401
from tests.races.crowd import crowd

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shop(cast: Cast, box: Sandbox, settings: Any, set_up: Callable[[Cast], Till]) -> Iterator[Till]:
    """As `till`, in rows that other connections see."""
    settings.STRIPE_API_URL = box.base_url
    with program_scope(cast.a.pk):
        made = set_up(cast)
    yield made
    box.chaos.reset()


def at_once(shop: Till, *acts: Callable[[], Any]) -> list[Any]:
    """What each got, in a transaction of its own; an error is a result, too."""
    barrier = Barrier(len(acts))

    def tried(act: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait()
            with program_scope(shop.cast.a.pk):
                return act()
        except (OrderRefused, OperationalError) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(tried, acts))


def having(shop: Till, price: Price) -> int:
    """Alice has a subscription; returns the number of her customer row."""
    with program_scope(shop.cast.a.pk):
        shop.buy(shop.cast.alice, price)
        return shop.customer(shop.cast.alice).pk


def test_many_clicks_on_two_plans_leave_one_order_that_can_be_paid(shop: Till) -> None:
    def click(price: Price) -> Order:
        return place_order(shop.cast.alice, price, provider="stripe", now=clock.now())

    prices = [shop.yearly, shop.yearly, shop.yearly, shop.monthly] * 2
    found = at_once(shop, *(partial(click, price) for price in prices))
    assert {type(one) for one in found} == {Order}
    with program_scope(shop.cast.a.pk):
        assert Order.objects.pending().count() == 1
        assert Customer.objects.count() == 1


def test_many_tabs_open_one_payment_page(shop: Till) -> None:
    with program_scope(shop.cast.a.pk):
        order = shop.order(shop.cast.alice, shop.yearly)

    def open_page() -> str:
        there = "http://a.localhost/back/"
        return payment_page(order, success_url=there, cancel_url=there, now=clock.now())

    assert len(set(at_once(shop, *[open_page] * 6))) == 1
    assert len(shop.stripe.v1.checkout.sessions.list().data) == 1


def test_last_places_at_a_founding_price_are_given_once_each(shop: Till) -> None:
    with program_scope(shop.cast.a.pk):
        version = PlanVersion.objects.create(plan=shop.yearly.version.plan, number=2, places=2)
        founding = Price.objects.create(version=version, currency="USD", amount=500)

    def click(member: Any) -> Order:
        return place_order(member, founding, provider="stripe", now=clock.now())

    found = at_once(shop, *(partial(click, member) for member in crowd(shop.cast.a, 8)))
    assert Counter(type(one) for one in found) == {Order: 2, OrderRefused: 6}


def test_upgrade_clicked_in_many_tabs_is_charged_once(shop: Till) -> None:
    having(shop, shop.monthly)
    at = clock.now().replace(microsecond=0)
    with program_scope(shop.cast.a.pk):
        due = changing.preview(shop.subscription(shop.cast.alice), shop.yearly, now=at).due

    def click() -> bool:
        return changing.change_plan(shop.cast.alice, shop.yearly, seen=0, at=at, due=due, now=clock.now())

    assert at_once(shop, *[click] * 4) == [True] * 4
    with program_scope(shop.cast.a.pk):
        assert LedgerEntry.objects.filter(kind="payment").count() == 2
    taken = sum(Decimal(one.amount) for one in shop.stripe.v1.charges.list().data)
    assert taken == 100_000


@pytest.mark.parametrize("is_locked", [True, False], ids=["customer first", "without: they lock each other out"])
def test_event_that_arrives_while_a_plan_is_cancelled_waits(shop: Till, is_locked: bool) -> None:
    """Stripe tells of a change before it has answered whoever asked for it."""
    customer = having(shop, shop.yearly)
    shop.box.chaos.set("slow", next=3, amount=0.5, path="/v1/subscriptions/sub_")
    has_begun, is_heard = Event(), Event()

    def cancel() -> None:
        if is_locked:
            has_begun.set()
            changing.cancel(shop.cast.alice, now=clock.now())
            return
        Subscription.objects.select_for_update(no_key=True).get()
        has_begun.set()
        is_heard.wait(30)
        settling.settle(customer, now=clock.now())

    def hear() -> None:
        has_begun.wait(30)
        time.sleep(0.3)
        locked = settling.lock(customer)
        is_heard.set()
        settling.settle(locked.pk, now=clock.now())

    found = at_once(shop, cancel, hear)
    assert any(isinstance(one, OperationalError) for one in found) is not is_locked
