"""What can go amiss on the way to a payment and back, beyond a card that is refused. Money is taken at most once."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from members.models import BillingSettings, Coupon, Membership, Order, Subscription
from program import clock
from program.local.stripe import control
from tests.cast import Cast
from tests.members.billing.conftest import SECURE, Till, priced
from tests.members.billing.pages.test_buying import CHECKOUT, back, choose, paid, pay, tier, to_stripe

DEBIT = "later"


def promise(till: Till, browser: Client) -> Order:
    """Ordered, and paid by a bank debit that takes days."""
    url = to_stripe(browser, till.once)
    back(browser, till.browser.send(url, email="x@example.org", card=DEBIT))
    return Order.objects.get()


def arrive(till: Till, order: Order, *, is_paid: bool) -> None:
    control.settle(till.box, {"key": till.key, "session": order.remote_id, "paid": is_paid})


def test_bank_debit_on_its_way_is_told_and_opens_access_when_it_comes(till: Till, alice: Client) -> None:
    order = promise(till, alice)
    address = f"/premium/return/{order.key}/"
    assert "Your money is on its way" in alice.get(address).text
    assert "nothing was charged" not in alice.get("/premium/").text
    arrive(till, order, is_paid=True)
    assert "Welcome" in alice.get(address).text
    assert (tier(till.cast.alice), paid(till.cast.alice)) == ("premium", [Decimal(300)])


@pytest.mark.parametrize("hours", [0, 2, 30])
def test_nobody_pays_a_second_time_while_a_debit_is_on_its_way(till: Till, alice: Client, hours: int) -> None:
    order = promise(till, alice)
    with time_machine.travel(clock.now() + timedelta(hours=hours)):
        for price in (till.yearly, till.once):
            led = alice.post(CHECKOUT, {"price": price.pk}, follow=True)
            assert "Your money is on its way" in led.text
        assert "Your money is on its way" in alice.get(f"/premium/checkout/{order.key}/", follow=True).text
    assert Order.objects.get().state == Order.State.AWAITING


def test_debit_that_did_not_come_lets_one_choose_anew(till: Till, alice: Client) -> None:
    order = promise(till, alice)
    arrive(till, order, is_paid=False)
    assert "did not come in" in alice.get(f"/premium/return/{order.key}/").text
    assert Order.objects.get().state == Order.State.FAILED
    back(alice, pay(till, to_stripe(alice, till.yearly)))
    assert paid(till.cast.alice) == [Decimal(1000)]


def test_payment_nobody_heard_of_is_found_before_anything_is_called_expired(till: Till, alice: Client) -> None:
    """They paid, closed the tab, no webhook came, and they open the old link hours later."""
    pay(till, to_stripe(alice, till.yearly))
    order = Order.objects.get()
    with time_machine.travel(clock.now() + timedelta(hours=3)):
        page = alice.get(f"/premium/checkout/{order.key}/", follow=True)
        assert "Welcome" in page.text
    assert Order.objects.get().state == Order.State.PAID
    assert tier(till.cast.alice) == "premium"


def test_session_that_ended_leads_back_to_the_plans_after_signing_in(till: Till, alice: Client) -> None:
    alice.logout()
    led = choose(alice, till.yearly)
    assert led.headers["Location"].startswith("/accounts/login/")
    alice.force_login(till.cast.alice.user)
    assert alice.get(CHECKOUT).headers["Location"] == "/premium/"
    for page in ("portal", "resume"):
        assert alice.get(f"/premium/{page}/").headers["Location"] == "/premium/yours/"


def test_coupon_for_everything_opens_access_without_a_card(till: Till, alice: Client) -> None:
    Coupon.objects.create(code="ALL-OF-IT", percent=100, duration="once")
    back(alice, pay(till, to_stripe(alice, till.once, coupon="ALL-OF-IT")))
    assert (tier(till.cast.alice), paid(till.cast.alice)) == ("premium", [])


def test_order_that_waits_names_what_is_to_be_paid(till: Till, alice: Client) -> None:
    Coupon.objects.create(code="SPRING", percent=20)
    to_stripe(alice, till.yearly, coupon="SPRING")
    assert "Yearly at $800 is still waiting for you" in alice.get("/premium/").text
    assert "$800" in alice.get("/premium/yours/").text


def test_secure_step_done_pays_once(till: Till, alice: Client) -> None:
    asked = pay(till, to_stripe(alice, till.yearly), SECURE)
    back(alice, till.browser.send(asked.location, answer="yes"))
    assert paid(till.cast.alice) == [Decimal(1000)]


def test_secure_step_refused_charges_nothing(till: Till, alice: Client) -> None:
    url = to_stripe(alice, till.yearly)
    asked = pay(till, url, SECURE)
    assert till.browser.send(asked.location, answer="no").status == 402
    alice.get(f"/premium/return/{Order.objects.get().key}/")
    assert paid(till.cast.alice) == []
    back(alice, pay(till, url))
    assert paid(till.cast.alice) == [Decimal(1000)]


CALLS = ("/v1/customers", "/v1/prices", "/v1/checkout/sessions")


@pytest.mark.parametrize("path", CALLS)
@pytest.mark.parametrize("trouble", ["rate_limit", "server_error", "time_out", "lost_answer"])
def test_trouble_at_each_call_of_checkout_loses_nothing(
    till: Till, alice: Client, settings: Any, monkeypatch: pytest.MonkeyPatch, trouble: str, path: str
) -> None:
    address = choose(alice, till.yearly).headers["Location"]
    with_trouble(till, trouble, path)
    try:
        assert alice.get(address).status_code == 503
    finally:
        till.box.chaos.reset()
    back(alice, pay(till, str(alice.get(address).headers["Location"])))
    assert paid(till.cast.alice) == [Decimal(1000)]
    for kind in ("customers", "prices"):
        assert len(getattr(till.stripe.v1, kind).list().data) == 1
    assert len(till.stripe.v1.checkout.sessions.list().data) == 1


def with_trouble(till: Till, trouble: str, path: str) -> None:
    amount = 0.1 if trouble == "time_out" else None  # A line that goes dead at once, so that tests need not wait.
    till.box.chaos.set(trouble, next=4, amount=amount, path=path)


@pytest.mark.parametrize("path", ["/v1/subscriptions", "/v1/invoices", "/v1/charges"])
@pytest.mark.parametrize("trouble", ["rate_limit", "server_error", "time_out"])
def test_trouble_at_each_call_of_the_way_back_is_told(till: Till, alice: Client, trouble: str, path: str) -> None:
    done = pay(till, to_stripe(alice, till.yearly))
    with_trouble(till, trouble, path)
    try:
        assert "We have not heard from the payment service yet" in back(alice, done).text
        assert tier(till.cast.alice) == "free"
    finally:
        till.box.chaos.reset()
    assert "Welcome" in back(alice, done).text


def test_other_choice_while_stripe_is_silent_leaves_the_first_order(till: Till, alice: Client) -> None:
    first = to_stripe(alice, till.yearly)
    with_trouble(till, "server_error", "/v1/checkout/sessions")
    try:
        assert choose(alice, till.monthly).status_code == 503
    finally:
        till.box.chaos.reset()
    assert Order.objects.get().price == till.yearly
    assert to_stripe(alice, till.yearly) == first


def test_keys_that_stripe_does_not_know_make_one_clear_page(till: Till, alice: Client) -> None:
    address = choose(alice, till.yearly).headers["Location"]
    Order.objects.update(account="999999")
    page = alice.get(address)
    assert page.status_code == 502
    assert "This payment cannot be taken" in page.text


def test_somebody_who_cancelled_is_shown_how_to_stay_instead_of_paying_again(till: Till, alice: Client) -> None:
    till.buy(till.cast.alice, till.yearly)
    alice.post("/premium/cancel/")
    assert CHECKOUT not in alice.get("/premium/").text
    led = alice.post(CHECKOUT, {"price": till.yearly.pk}, follow=True)
    assert "Stay after all" in led.text
    assert Order.objects.filter(state="open").count() == 0


def test_somebody_whose_plan_ended_may_buy_again(till: Till, alice: Client) -> None:
    till.buy(till.cast.alice, till.yearly)
    Subscription.objects.update(status="canceled", ended_at=clock.now())
    assert CHECKOUT in alice.get("/premium/").text
    assert to_stripe(alice, till.yearly)


def test_team_has_everything_and_is_sold_nothing(till: Till, erin: Client) -> None:
    page = erin.get("/premium/").text
    assert "everything is open to you" in page
    assert CHECKOUT not in page
    assert erin.post(CHECKOUT, {"price": till.yearly.pk}).headers["Location"] == "/premium/"
    assert not Order.objects.exists()


def test_somebody_who_left_is_asked_to_join_first(till: Till, alice: Client) -> None:
    Membership.objects.filter(pk=till.cast.alice.pk).update(state="left")
    assert choose(alice, till.yearly).headers["Location"] == "/join/"
    page = alice.get("/premium/").text
    assert 'href="/join/"' in page
    assert CHECKOUT not in page


def test_visitor_is_led_to_signing_up_and_in_and_back(till: Till, visitor: Client) -> None:
    page = visitor.get("/premium/").text
    assert "/accounts/signup/?next=/premium/" in page
    assert "/accounts/login/?next=/premium/" in page
    assert "csrfmiddlewaretoken" not in page


def test_page_kept_for_visitors_is_never_in_another_currency(till: Till, cast: Cast) -> None:
    for zone, sign in (("America/Sao_Paulo", "R$4,800"), ("America/New_York", "$1,000"), ("", "$1,000")) * 2:
        reader = Client(headers={"host": "a.localhost"})
        if zone:
            reader.cookies["zone"] = zone
        assert f">{sign}<" in reader.get("/premium/").text
    reader.cookies["currency"] = "BRL"
    assert ">R$4,800<" in reader.get("/premium/").text


def test_plan_without_price_in_ones_currency_is_shown_in_another(till: Till, visitor: Client) -> None:
    visitor.cookies["zone"] = "America/Sao_Paulo"
    page = visitor.get("/premium/").text
    assert ">R$4,800<" in page
    assert ">$300<" in page


def test_who_pays_by_transfer_may_pay_the_next_year_before_the_end(till: Till, alice: Client) -> None:
    BillingSettings.objects.create(takes_transfers=True, bank_details="IBAN DE00 0000")
    Subscription.objects.create(
        membership=till.cast.alice, provider="transfer", plan=till.yearly.version.plan, price=till.yearly,
        status="active", started_at=clock.now(), period_starts_at=clock.now(),
        period_ends_at=clock.now() + timedelta(days=300), ends_at=clock.now() + timedelta(days=300),
    )  # fmt: skip
    assert "Pay for the next year" in alice.get("/premium/yours/").text
    led = alice.post(CHECKOUT, {"price": till.yearly.pk, "provider": "transfer"}, follow=True)
    assert Order.objects.get().reference in led.text
    again = alice.post(CHECKOUT, {"price": till.yearly.pk, "provider": "stripe"})
    assert again.headers["Location"] == "/premium/yours/"


def test_price_is_told_from_the_order_on_the_transfer_page(till: Till, alice: Client) -> None:
    BillingSettings.objects.create(takes_transfers=True, bank_details="IBAN DE00 0000")
    choose(alice, priced(till.once.version.plan, number=2, EUR="250.50"), provider="transfer")
    shown = alice.get(f"/premium/transfer/{Order.objects.get().key}/")
    assert "€250.50" in shown.text
