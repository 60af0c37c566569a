"""What is bought for others, paid by transfer, and given back: members and staff, each in their browser."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from members.billing.books import refunding
from members.models import BillingSettings, Gift, LedgerEntry, Membership, Refund, Sponsorship
from program import clock
from tests.browser.inspection import Inspector
from tests.browser.shop.conftest import Shop, choose, pay, welcomed
from tests.browser.steps import fill

pytestmark = pytest.mark.browser

MAIN = "main"


def redeem(shop: Shop, member: Membership, code: str) -> Page:
    page = shop.page_of(member)
    page.goto("/premium/redeem/")
    fill(page, code=code)
    return page


def test_gift_is_paid_by_one_and_redeemed_by_another_once(shop: Shop) -> None:
    cast = shop.till.cast
    giver = shop.page_of(cast.alice)
    inspector = Inspector(giver)
    inspector.visit("/premium/gift/")
    giver.get_by_label(re.compile("Yearly")).check()
    fill(giver, from_name="Alice", recipient="bob@example.org", words="Call ten clinics first.")
    pay(giver)
    expect(giver.locator(MAIN)).to_contain_text("Thank you. It is ready to be passed on.")
    giver.goto("/premium/yours/")
    inspector.look()
    code = shop.look_up(Gift.objects.get).code
    expect(giver.locator(MAIN)).to_contain_text(code)
    taker = redeem(shop, cast.bob, code.lower().replace("-", " "))
    expect(taker.locator("body")).to_contain_text("It is yours: Premium is open to you.")
    assert (shop.tier(cast.bob), shop.tier(cast.alice)) == ("premium", "free")
    again = redeem(shop, cast.frank, code)
    expect(again.locator(MAIN)).to_contain_text("This gift was redeemed already.")
    assert shop.charged() == [100_000]
    assert inspector.found == [], inspector.said


def test_sponsor_pays_seats_and_the_one_too_many_is_refused(shop: Shop) -> None:
    """P19, with two seats."""
    cast = shop.till.cast
    sponsor = shop.page_of(cast.alice)
    inspector = Inspector(sponsor)
    inspector.visit("/premium/seats/")
    sponsor.get_by_label(re.compile("Yearly")).check()
    until = f"{clock.now() + timedelta(days=100):%Y-%m-%d}"
    fill(sponsor, sponsor="A bank", seats="2", ends_on=until)
    pay(sponsor)
    expect(sponsor.locator(MAIN)).to_contain_text("Thank you. It is ready to be passed on.")
    code = shop.look_up(Sponsorship.objects.get).code
    for member in (cast.bob, cast.frank):
        redeem(shop, member, code)
        assert shop.tier(member) == "premium"
    refused = redeem(shop, cast.alice, code)
    expect(refused.locator(MAIN)).to_contain_text("All seats of A bank are taken.")
    sponsor.goto("/premium/yours/")
    expect(sponsor.locator(MAIN)).to_contain_text("2 of 2 seats taken")
    kinds = shop.look_up(lambda: sorted(LedgerEntry.objects.values_list("kind", "amount")))
    assert kinds == [("payment", Decimal(2000)), ("sponsored", Decimal(0)), ("sponsored", Decimal(0))]
    assert inspector.found == [], inspector.said


def test_transfer_is_ordered_by_the_member_and_taken_in_by_staff(shop: Shop) -> None:
    cast = shop.till.cast
    shop.look_up(lambda: BillingSettings.objects.create(takes_transfers=True, bank_details="IBAN DE00 0000"))
    page = shop.page_of(cast.alice)
    inspector = Inspector(page)
    page.goto("/premium/")
    form = page.locator("form", has=page.get_by_role("button", name="Choose Yearly"))
    form.get_by_label("By bank transfer").check()
    form.get_by_role("button", name="Choose Yearly").click()
    expect(page.locator(MAIN)).to_contain_text("IBAN DE00 0000")
    inspector.look()
    assert shop.tier(cast.alice) == "free"
    staff = shop.page_of(cast.erin)
    staff.goto("/admin/members/ledgerentry/owed/")
    staff.locator("#transfers + ul a").click()
    staff.get_by_role("link", name="The money arrived…").click()
    fill(staff)
    expect(staff.locator(".messagelist")).to_contain_text("Taken in.")
    assert shop.tier(cast.alice) == "premium"
    page.goto("/premium/receipts/1/")
    expect(page.locator(MAIN)).to_contain_text("$1,000.00")
    assert inspector.found == [], inspector.said


def test_refund_is_proposed_sent_and_seen(shop: Shop) -> None:
    alice = shop.till.cast.alice
    page = shop.page_of(alice)
    choose(page)
    pay(page)
    welcomed(page)
    staff = shop.page_of(shop.till.cast.erin)
    staff.goto("/admin/members/ledgerentry/")
    staff.locator("#result_list tbody th a").first.click()
    staff.get_by_role("link", name="Give money back…").click()
    expect(staff.locator("[name=amount]")).to_have_value("1000.00")
    fill(staff, amount="1000", reason="Moved to another city")
    shop.look_up(lambda: refunding.send(Refund.objects.get().pk, now=clock.now()))
    staff.goto("/admin/members/refund/")
    expect(staff.locator("#result_list")).to_contain_text("Done")
    assert shop.tier(alice) == "free"
    page.goto("/premium/receipts/1/")
    expect(page.locator(MAIN)).to_contain_text("Given back later: 000002")
