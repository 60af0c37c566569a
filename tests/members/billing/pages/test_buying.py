"""P14, P16, P20: from the button to access, and every way in which it can go wrong. Money is taken at most once."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from members.models import BillingSettings, Coupon, LedgerEntry, Membership, Order, Plan, PlanVersion, Price, Receipt
from program import clock
from tests.local.stripe.browser import Page
from tests.members.billing.conftest import DECLINED, PAYS, POOR, SECURE, Till, plan_of, priced

CHECKOUT = "/premium/checkout/"


def choose(browser: Client, price: Price, **more: str) -> Any:
    return browser.post(CHECKOUT, {"price": price.pk, **more})


def to_stripe(browser: Client, price: Price, **more: str) -> str:
    """The address of the payment page, as the browser is led there."""
    chosen = choose(browser, price, **more)
    assert chosen.status_code == 302, chosen.text
    led = browser.get(chosen.headers["Location"])
    assert led.status_code == 302, led.text
    return str(led.headers["Location"])


def pay(till: Till, url: str, card: str = PAYS) -> Page:
    return till.browser.send(url, email="alice@example.org", card=card)


def back(browser: Client, page: Page) -> Any:
    return browser.get(page.location.removeprefix("http://a.localhost"), follow=True)


def tier(member: Membership) -> str:
    return str(Membership.objects.with_tier(clock.now()).get(pk=member.pk).tier)


def paid(member: Membership) -> list[Decimal]:
    return list(LedgerEntry.objects.filter(membership=member, kind="payment").values_list("amount", flat=True))


def test_buying_leads_through_the_payment_page_to_access(till: Till, alice: Client) -> None:
    """P14; and P16: no webhook ever came, the return page alone gives access within its one request."""
    url = to_stripe(alice, till.yearly)
    assert url.startswith(till.box.base_url)
    done = pay(till, url)
    assert tier(till.cast.alice) == "free"
    page = back(alice, done)
    assert "Welcome. Everything in it is open to you now." in page.text
    assert tier(till.cast.alice) == "premium"
    assert paid(till.cast.alice) == [Decimal(1000)]
    assert "Yearly" in alice.get("/premium/yours/").text
    assert "$1,000.00" in alice.get("/premium/receipts/1/").text


def test_coming_back_again_shows_the_same_and_charges_nothing(till: Till, alice: Client) -> None:
    done = pay(till, to_stripe(alice, till.yearly))
    back(alice, done)
    assert "Welcome" in back(alice, done).text
    assert paid(till.cast.alice) == [Decimal(1000)]
    assert Receipt.objects.count() == 1


@pytest.mark.parametrize("card", [DECLINED, POOR])
def test_declined_card_gives_nothing_and_another_card_pays(till: Till, alice: Client, card: str) -> None:
    url = to_stripe(alice, till.yearly)
    assert pay(till, url, card).status == 402
    order = Order.objects.get()
    page = alice.get(f"/premium/return/{order.key}/")
    assert "Nothing was charged" in page.text
    assert (tier(till.cast.alice), paid(till.cast.alice)) == ("free", [])
    back(alice, pay(till, url))
    assert paid(till.cast.alice) == [Decimal(1000)]


def test_abandoned_secure_step_charges_nothing_and_can_go_on(till: Till, alice: Client) -> None:
    url = to_stripe(alice, till.yearly)
    asked = pay(till, url, SECURE)
    assert asked.status == 303
    order = Order.objects.get()
    assert "Nothing was charged" in alice.get(f"/premium/return/{order.key}/?stopped=1").text
    assert "still waiting for you" in alice.get("/premium/").text
    assert alice.get(f"/premium/checkout/{order.key}/").headers["Location"] == url


def test_closed_tab_after_paying_is_found_by_the_next_look(till: Till, alice: Client) -> None:
    """They never came back; whoever looks next brings it home."""
    pay(till, to_stripe(alice, till.yearly))
    till.settle(till.cast.alice)
    assert tier(till.cast.alice) == "premium"
    assert "Your tier" in alice.get("/premium/").text


def test_two_tabs_and_double_clicks_lead_to_one_payment_page(till: Till, alice: Client) -> None:
    assert to_stripe(alice, till.yearly) == to_stripe(alice, till.yearly)
    assert Order.objects.count() == 1


def test_other_plan_in_a_second_tab_closes_the_first_page(till: Till, alice: Client) -> None:
    first = to_stripe(alice, till.yearly)
    second = to_stripe(alice, till.monthly)
    assert first != second
    assert pay(till, first).status != 303
    back(alice, pay(till, second))
    assert paid(till.cast.alice) == [Decimal(99)]


def test_paying_in_one_tab_while_choosing_in_another_takes_money_once(till: Till, alice: Client) -> None:
    first = to_stripe(alice, till.yearly)
    pay(till, first)
    answer = choose(alice, till.monthly)
    assert answer.headers["Location"] == "/premium/yours/"
    assert paid(till.cast.alice) == [Decimal(1000)]
    assert choose(alice, till.yearly).headers["Location"] == "/premium/yours/"


def test_price_that_changed_meanwhile_is_shown_and_not_charged(till: Till, alice: Client) -> None:
    old = till.yearly
    with time_machine.travel(clock.now() + timedelta(minutes=5)):
        priced(old.version.plan, number=2, USD="1200")
        page = choose(alice, old)
    assert page.status_code == 422
    assert "This price is no longer offered. Here is what it costs now." in page.text
    assert "$1,200" in page.text
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"expires_at": clock.now() - timedelta(days=1)}, "a time that is over"),
        ({"uses_allowed": 2, "uses": 2}, "as often as it could be"),
        ({"is_active": False}, "as often as it could be"),
        ({"percent": None, "amount": 10, "currency": "BRL"}, "prices in BRL"),
    ],
)
def test_code_that_does_not_hold_says_why_and_stays_typed(
    till: Till, alice: Client, fields: dict[str, Any], says: str
) -> None:
    Coupon.objects.create(**{"code": "SPRING", "percent": 20, **fields})
    page = choose(alice, till.yearly, coupon=" spring ")
    assert page.status_code == 422
    assert says in page.text
    assert 'value=" spring "' in page.text
    assert not Order.objects.exists()


def test_code_for_another_plan_or_nobody_knows_is_refused(till: Till, alice: Client) -> None:
    Coupon.objects.create(code="SPRING", percent=20, plan=till.monthly.version.plan)
    assert "another plan" in choose(alice, till.yearly, coupon="SPRING").text
    assert "do not know this code" in choose(alice, till.yearly, coupon="SUMMER").text


def test_code_makes_it_cheaper_and_is_counted_once(till: Till, alice: Client) -> None:
    coupon = Coupon.objects.create(code="SPRING", percent=20, uses_allowed=1)
    done = pay(till, to_stripe(alice, till.yearly, coupon="spring"))
    back(alice, done)
    back(alice, done)
    assert paid(till.cast.alice) == [Decimal(800)]
    coupon.refresh_from_db()
    assert coupon.uses == 1


def test_payment_page_that_expired_says_so_and_begins_anew(till: Till, alice: Client) -> None:
    first = to_stripe(alice, till.yearly)
    order = Order.objects.get()
    till.stripe.v1.checkout.sessions.expire(order.remote_id)
    assert "This payment page is closed" in alice.get(f"/premium/return/{order.key}/").text
    assert to_stripe(alice, till.yearly) != first


def test_order_nobody_took_to_the_payment_page_in_time_is_closed(till: Till, alice: Client) -> None:
    key = choose(alice, till.yearly).headers["Location"]
    with time_machine.travel(clock.now() + timedelta(hours=3)):
        assert alice.get(key).headers["Location"] == "/premium/"
    assert Order.objects.get().state == Order.State.EXPIRED


@pytest.mark.parametrize("trouble", ["rate_limit", "server_error", "lost_answer"])
def test_silent_payment_service_says_so_and_the_second_try_pays_once(till: Till, alice: Client, trouble: str) -> None:
    address = choose(alice, till.yearly).headers["Location"]
    till.box.chaos.set(trouble, next=8)
    try:
        page = alice.get(address)
    finally:
        till.box.chaos.reset()
    assert page.status_code == 503
    assert "Nothing was charged, and nothing is lost." in page.text
    assert page.headers["Retry-After"]
    back(alice, pay(till, str(alice.get(address).headers["Location"])))
    assert paid(till.cast.alice) == [Decimal(1000)]
    assert len(till.stripe.v1.customers.list().data) == 1


def test_silence_on_the_way_back_opens_access_at_the_next_look(till: Till, alice: Client) -> None:
    done = pay(till, to_stripe(alice, till.yearly))
    till.box.chaos.set("server_error", next=20)
    try:
        assert "we ask again by ourselves" in back(alice, done).text
    finally:
        till.box.chaos.reset()
    assert "Welcome" in back(alice, done).text


def test_prices_are_shown_in_the_currency_of_the_readers_country(till: Till, visitor: Client) -> None:
    """P20"""
    assert "$1,000" in visitor.get("/premium/").text
    visitor.cookies["zone"] = "America/Sao_Paulo"
    assert "R$4,800" in visitor.get("/premium/").text
    visitor.cookies["zone"] = "Asia/Kolkata"
    page = visitor.get("/premium/").text
    assert "₹" not in page
    assert "$1,000" in page


def test_reader_may_choose_another_priced_currency(till: Till, visitor: Client) -> None:
    assert "R$4,800" in visitor.get("/premium/?currency=brl", follow=True).text
    assert "R$4,800" in visitor.get("/premium/").text
    visitor.get("/premium/?currency=JPY")
    assert "R$4,800" in visitor.get("/premium/").text


def test_nobody_is_charged_in_a_currency_without_price(till: Till, alice: Client) -> None:
    """P20: a posted price of a plan that is not offered, or of none at all, makes no order."""
    hidden = priced(plan_of("hidden", "premium", "year", is_offered=False), JPY="900")  # type: ignore[arg-type]
    for forged in (hidden.pk, 0, "x", ""):
        answer = alice.post(CHECKOUT, {"price": forged})
        assert answer.status_code == 422
    assert not Order.objects.exists()


def test_bank_transfer_is_the_second_provider_without_another_view(till: Till, alice: Client) -> None:
    """P14: switching provider needs no view change."""
    BillingSettings.objects.create(takes_transfers=True, bank_details="IBAN DE00 0000")
    page = alice.get("/premium/")
    assert "By bank transfer" in page.text
    answer = choose(alice, till.yearly, provider="transfer")
    shown = alice.get(answer.headers["Location"], follow=True)
    order = Order.objects.get()
    assert order.reference in shown.text
    assert "IBAN DE00 0000" in shown.text
    assert "$1,000.00" in shown.text


def test_transfer_that_is_not_taken_is_refused(till: Till, alice: Client) -> None:
    assert "takes no bank transfers" in choose(alice, till.yearly, provider="transfer").text


def test_program_without_prices_says_that_it_is_arranged(cast: Any, visitor: Client) -> None:
    assert "arranged personally" in visitor.get("/premium/").text


def test_last_place_at_the_founding_price_is_given_once(till: Till, alice: Client, bob: Client) -> None:
    plan = till.yearly.version.plan
    with time_machine.travel(clock.now() + timedelta(minutes=1)):
        version = PlanVersion.objects.create(plan=plan, number=2, starts_at=clock.now(), places=1)
        founding = Price.objects.create(version=version, currency="USD", amount=500)
        assert "1 place left" in alice.get("/premium/").text
        choose(alice, founding)
        page = choose(bob, founding)
        assert page.status_code == 422
        assert "$1,000" in bob.get("/premium/").text


def test_trial_begins_without_payment_and_is_given_once(till: Till, alice: Client) -> None:
    Plan.objects.filter(pk=till.monthly.version.plan_id).update(trial_days=14)
    back(alice, pay(till, to_stripe(alice, till.monthly)))
    assert (tier(till.cast.alice), paid(till.cast.alice)) == ("curriculum", [])
    assert "Until" in alice.get("/premium/yours/").text


def test_strangers_order_is_not_found(till: Till, alice: Client, bob: Client, charlie: Client) -> None:
    choose(alice, till.yearly)
    key = Order.objects.get().key
    for other in (bob, charlie):
        for page in ("checkout", "return", "transfer"):
            assert other.get(f"/premium/{page}/{key}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 30])
def test_premium_pages_cost_the_same_number_of_queries(
    till: Till, alice: Client, rows: int, django_assert_max_num_queries: Any
) -> None:
    for place in range(rows):
        priced(plan_of(f"plan-{place}", "premium", "year"), USD="100", BRL="500")  # type: ignore[arg-type]
    for number in range(rows):
        entry = LedgerEntry.objects.create(
            kind="payment", amount=1, currency="USD", membership=till.cast.alice, happened_at=clock.now()
        )
        Receipt.objects.create(
            number=number + 1, entry=entry, membership=till.cast.alice, net=1, total=1, currency="USD"
        )
    with django_assert_max_num_queries(14):
        alice.get("/premium/")
    with django_assert_max_num_queries(14):
        alice.get("/premium/yours/")
