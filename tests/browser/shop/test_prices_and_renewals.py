"""Prices in the reader's currency, a renewal that fails, and a price that changes with notice, as people see them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from members.billing.rolling import moving
from members.models import PlanVersion
from program import clock
from program.mail.models import Message
from tests.browser.inspection import Inspector
from tests.browser.shop.conftest import MONTHLY, Shop, choose, pay, welcomed
from tests.browser.steps import fill

pytestmark = pytest.mark.browser


def test_prices_stand_and_are_charged_in_the_chosen_currency(shop: Shop) -> None:
    """P20."""
    alice = shop.till.cast.alice
    page = shop.page_of(alice)
    page.goto("/premium/")
    page.locator("select[name=currency]").select_option("BRL")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("main")).to_contain_text("R$4,800")
    page.get_by_role("button", name="Choose Yearly").click()
    page.wait_for_load_state()
    pay(page)
    welcomed(page)
    assert (shop.paid(alice), shop.charged()) == ([Decimal(4800)], [480_000])
    page.goto("/premium/")
    expect(page.locator("select[name=currency]")).to_have_count(0)  # What somebody pays in does not change.


def test_failed_renewal_is_told_and_access_stays_for_some_days(shop: Shop) -> None:
    """P17."""
    alice = shop.till.cast.alice
    shop.look_up(lambda: shop.till.clocked(alice))
    page = shop.page_of(alice)
    choose(page, MONTHLY)
    pay(page)
    welcomed(page)
    renewal = shop.look_up(lambda: shop.till.subscription(alice)).period_ends_at
    shop.look_up(lambda: shop.till.use_card(alice, "pm_card_chargeCustomerFail"))
    shop.look_up(lambda: shop.till.until(alice, renewal + timedelta(hours=2)))
    inspector = Inspector(page)
    inspector.visit("/premium/yours/")
    expect(page.locator("main")).to_contain_text("Your last payment did not go through")
    assert shop.tier(alice) == "curriculum"
    assert inspector.found == [], inspector.said


def test_staff_set_a_price_with_notice_and_members_keep_theirs_until_then(shop: Shop) -> None:
    """P22."""
    cast = shop.till.cast
    page = shop.page_of(cast.alice)
    choose(page, MONTHLY)
    pay(page)
    welcomed(page)
    staff = shop.page_of(cast.erin)
    staff.goto(f"/admin/members/plan/{shop.till.monthly.version.plan_id}/change/")
    staff.get_by_role("link", name="New prices…").click()
    expect(staff.locator("[name=prices-1-currency]")).to_have_value("USD")
    staff.locator("[name=prices-1-amount]").fill("119")
    staff.locator("[name=moves_existing]").check()
    day = f"{clock.now() + timedelta(days=40):%Y-%m-%d}"
    fill(staff, starts_at_0=day, starts_at_1="09:00:00", note="We pay our coaches better.")
    expect(staff.locator(".messagelist")).to_contain_text("are told by mail within the hour")
    version = shop.look_up(lambda: PlanVersion.objects.get(number=2))
    moving.announce(version.pk, program_id=cast.a.pk)
    told = shop.look_up(lambda: Message.objects.get(kind="billing.price_change"))
    assert told.address == "alice@example.org"
    visitor = shop.open().new_page()
    visitor.goto("/premium/")
    expect(visitor.locator("main")).to_contain_text("$99")
    expect(visitor.locator("main")).not_to_contain_text("$119")
