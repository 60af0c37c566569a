"""Buying, as a person does it: Stripe's page in a browser, tabs closed half-way, the back button, a card refused."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from members.models import Coupon, Order, PlanVersion
from tests.browser.conftest import DESKTOP, PHONE, Visit
from tests.browser.inspection import Inspector
from tests.browser.shop.conftest import MONTHLY, YEARLY, Shop, choose, pay, welcomed
from tests.members.billing.conftest import DECLINED, PAYS, POOR, SECURE, priced

pytestmark = pytest.mark.browser


def pay_and_close(shop: Shop, page: Page) -> None:
    """The money is taken, and the browser is closed before it is led back."""
    assert shop.till.browser.send(page.url, email="alice@example.org", card=PAYS).status == 303
    page.goto("about:blank")


@pytest.mark.parametrize("visit", [Visit("phone", PHONE, theme="dark"), Visit("no scripts", DESKTOP, False)])
def test_member_buys_on_stripes_page_and_comes_back_to_everything(shop: Shop, visit: Visit) -> None:
    alice = shop.till.cast.alice
    page = shop.page_of(alice, visit)
    choose(page)
    expect(page.locator(".sum")).to_contain_text("1,000")
    pay(page)
    welcomed(page)
    assert (shop.paid(alice), shop.charged(), shop.tier(alice)) == ([Decimal(1000)], [100_000], "premium")
    page.get_by_role("link", name="Look after your plan").click()
    page.get_by_role("link", name=re.compile("000001")).click()
    expect(page.locator("main")).to_contain_text("$1,000.00")


@pytest.mark.parametrize("card", [DECLINED, POOR], ids=["declined", "insufficient funds"])
def test_refused_card_is_told_there_and_the_next_one_pays(shop: Shop, card: str) -> None:
    page = shop.page_of(shop.till.cast.alice)
    choose(page)
    pay(page, card)
    expect(page.get_by_role("alert")).to_be_visible()
    pay(page)
    welcomed(page)
    assert shop.charged() == [100_000]


def test_secure_step_refused_then_done(shop: Shop) -> None:
    page = shop.page_of(shop.till.cast.alice)
    choose(page)
    pay(page, SECURE)
    page.get_by_role("button", name="Fail").click()
    assert shop.charged() == []
    pay(page, SECURE)
    page.get_by_role("button", name="Authorise").click()
    welcomed(page)
    assert shop.charged() == [100_000]


def test_secure_step_left_alone_goes_on_from_the_premium_page(shop: Shop) -> None:
    page = shop.page_of(shop.till.cast.alice)
    choose(page)
    pay(page, SECURE)
    page.goto("/premium/")
    expect(page.locator("main")).to_contain_text("You stopped half-way, and nothing was charged")
    page.get_by_role("link", name="Go on to the payment").click()
    pay(page)
    welcomed(page)
    assert shop.charged() == [100_000]


def test_link_back_on_stripes_page_says_that_nothing_was_charged(shop: Shop) -> None:
    page = shop.page_of(shop.till.cast.alice)
    choose(page)
    page.get_by_role("link", name="Back").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing was charged")
    page.get_by_role("link", name="Go on to the payment").click()
    pay(page)
    welcomed(page)


def test_tab_closed_after_paying_is_made_good_by_the_next_click(shop: Shop) -> None:
    """Nobody came back and no webhook was heard: choosing again shows what is theirs instead of taking money."""
    alice = shop.till.cast.alice
    page = shop.page_of(alice)
    choose(page)
    pay_and_close(shop, page)
    assert (shop.charged(), shop.tier(alice)) == ([100_000], "free")
    choose(page)
    welcomed(page)
    assert (shop.charged(), shop.tier(alice)) == ([100_000], "premium")


def test_tab_closed_after_paying_and_another_plan_chosen(shop: Shop) -> None:
    page = shop.page_of(shop.till.cast.alice)
    choose(page)
    pay_and_close(shop, page)
    choose(page, MONTHLY)
    expect(page.get_by_role("status")).to_contain_text("Your payment has come in meanwhile.")
    assert shop.charged() == [100_000]


def test_back_button_after_paying_takes_nothing_more(shop: Shop) -> None:
    alice = shop.till.cast.alice
    page = shop.page_of(alice)
    choose(page)
    pay(page)
    welcomed(page)
    page.go_back()
    page.wait_for_load_state()
    page.goto(page.url)
    welcomed(page)
    page.goto("/premium/")
    expect(page.get_by_role("button", name=YEARLY)).to_have_count(0)
    assert (shop.charged(), shop.paid(alice)) == ([100_000], [Decimal(1000)])


def test_two_tabs_lead_to_one_page_and_one_payment(shop: Shop) -> None:
    first = shop.page_of(shop.till.cast.alice)
    second = first.context.new_page()
    choose(first)
    choose(second)
    assert first.url == second.url
    pay(first)
    welcomed(first)
    second.reload()
    welcomed(second)
    assert shop.charged() == [100_000]


def test_other_plan_in_the_second_tab_leaves_one_that_can_be_paid(shop: Shop) -> None:
    first = shop.page_of(shop.till.cast.alice)
    second = first.context.new_page()
    choose(first)
    choose(second, MONTHLY)
    first.reload()
    expect(first.locator("main, body").first).to_contain_text("expired")
    shop.complaints.clear()
    pay(second)
    welcomed(second)
    assert shop.charged() == [9_900]


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no scripts"])
def test_double_click_makes_one_order(shop: Shop, has_scripts: bool) -> None:
    page = shop.page_of(shop.till.cast.alice, Visit("nervous", DESKTOP, has_scripts))
    page.goto("/premium/")
    page.get_by_role("button", name=YEARLY).dblclick()
    page.wait_for_url(re.compile("/c/pay/"))
    assert shop.look_up(Order.objects.count) == 1
    assert len(shop.till.stripe.v1.checkout.sessions.list().data) == 1
    pay(page)
    welcomed(page)


def test_price_that_changed_meanwhile_is_told_and_the_new_one_is_paid(shop: Shop) -> None:
    page = shop.page_of(shop.till.cast.alice)
    page.goto("/premium/")
    plan = shop.till.yearly.version.plan
    shop.look_up(lambda: priced(plan, number=2, USD="1200"))
    page.get_by_role("button", name=YEARLY).click()
    expect(page.get_by_role("alert")).to_contain_text("This price is no longer offered")
    expect(page.locator("main")).to_contain_text("$1,200")
    page.get_by_role("button", name=YEARLY).click()
    pay(page)
    welcomed(page)
    assert shop.charged() == [120_000]


def test_code_that_is_over_is_told_where_it_was_typed(shop: Shop) -> None:
    shop.look_up(lambda: Coupon.objects.create(code="SPRING", percent=20, expires_at="2026-01-01T00:00Z"))
    shop.look_up(lambda: Coupon.objects.create(code="AUTUMN", percent=20))
    page = shop.page_of(shop.till.cast.alice)
    choose(page, code="spring")
    expect(page.get_by_role("alert")).to_contain_text("a time that is over")
    expect(page.locator("[aria-invalid=true]")).to_have_value("spring")
    choose(page, code="autumn")
    pay(page)
    welcomed(page)
    assert shop.charged() == [80_000]


def test_session_that_ended_meanwhile_asks_to_sign_in_and_loses_nothing(shop: Shop) -> None:
    page = shop.page_of(shop.till.cast.alice)
    page.goto("/premium/")
    page.context.clear_cookies(name="session")
    page.get_by_role("button", name=YEARLY).click()
    page.locator("input[name=login]").fill(shop.till.cast.alice.user.email)
    page.locator("input[type=password]").fill("a-long-enough-secret")
    page.locator("main form .button").first.click()
    page.wait_for_url("**/premium/")
    page.get_by_role("button", name=YEARLY).click()
    pay(page)
    welcomed(page)


@pytest.mark.parametrize("trouble", ["rate_limit", "server_error", "time_out", "lost_answer"])
def test_stripe_in_trouble_is_told_and_the_next_try_pays_once(shop: Shop, trouble: str) -> None:
    page = shop.page_of(shop.till.cast.alice)
    page.goto("/premium/")
    shop.till.box.chaos.set(trouble, next=4, amount=3 if trouble == "time_out" else None)
    page.get_by_role("button", name=YEARLY).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("does not answer just now")
    shop.till.box.chaos.reset()
    shop.complaints.clear()  # A 503 is an error to the console.
    page.get_by_role("link", name="Try again").click()
    pay(page)
    welcomed(page)
    assert shop.charged() == [100_000]


def test_member_looks_after_their_plan(shop: Shop) -> None:
    alice = shop.till.cast.alice
    page = shop.page_of(alice)
    choose(page, MONTHLY)
    pay(page)
    welcomed(page)
    page.goto("/premium/yours/")
    page.get_by_role("link", name=re.compile("Change now.*Yearly")).click()
    page.get_by_role("button", name="Change now and pay").dblclick()
    expect(page.locator("main h1")).to_have_text("Yearly")
    assert sum(shop.charged()) == 100_000
    page.get_by_role("link", name="Cancel", exact=True).click()
    page.get_by_role("button", name="Cancel it").click()
    expect(page.locator("main")).to_contain_text("Nothing more is charged.")
    assert shop.tier(alice) == "premium"
    page.get_by_role("button", name="Stay after all").click()
    page.get_by_role("button", name="Cards and invoices").click()
    page.get_by_role("link", name=re.compile("Back|Return")).first.click()
    expect(page.locator("main h1")).to_have_text("Yearly")


def test_pages_of_buying_keep_to_what_every_page_keeps_to(shop: Shop) -> None:
    shop.look_up(lambda: PlanVersion.objects.filter(plan__slug="monthly").update(places=5))
    visitor = Inspector(shop.open().new_page())
    visitor.visit("/premium/")
    page = shop.page_of(shop.till.cast.alice)
    inspector = Inspector(page)
    inspector.status = 422
    choose(page, code="nobody-knows-it")
    inspector.look()
    inspector.visit("/premium/yours/")
    choose(page)
    key = str(shop.look_up(Order.objects.get).key)
    for path in (f"/premium/return/{key}/?stopped=1", "/premium/"):
        inspector.visit(path)
    page.goto(f"/premium/checkout/{key}/")
    pay(page)
    welcomed(page)
    paths = (f"/premium/return/{key}/", "/premium/yours/", "/premium/receipts/1/", "/premium/cancel/", "/premium/")
    for path in paths:
        inspector.visit(path)
    monthly = shop.till.monthly.pk
    page.goto(f"/premium/change/?price={monthly}")
    inspector.look()
    assert [*inspector.found, *visitor.found] == [], inspector.said + visitor.said
