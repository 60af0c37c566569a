"""The books as staff see them: sums, files, money back, money that came by transfer, receipts that are void."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.models import Grant, LedgerEntry, Membership, Order, Price, Receipt, Refund
from program import clock
from program.audit.models import Entry
from tests.cast import make_member
from tests.members.billing.conftest import Till

LEDGER, ORDERS, RECEIPTS = "/admin/members/ledgerentry/", "/admin/members/order/", "/admin/members/receipt/"


@pytest.fixture
def finance(till: Till) -> Client:
    return as_role(till, "finance")


def as_role(till: Till, role: str) -> Client:
    """Dana with another role."""
    Membership.objects.filter(pk=till.cast.dana.pk).update(role=role)
    browser = Client(headers={"host": "a.localhost"})
    browser.force_login(till.cast.dana.user)
    return browser


def paid(member: Membership, price: Price, amount: str = "10", **more: Any) -> LedgerEntry:
    given = {"kind": "payment", "currency": price.currency, "happened_at": clock.now(), **more}
    return LedgerEntry.objects.create(
        amount=Decimal(amount), membership=member, price=price, plan=price.version.plan, **given
    )


def test_list_sums_what_its_filters_leave(till: Till, finance: Client) -> None:
    paid(till.cast.alice, till.yearly, "1000")
    paid(till.cast.bob, till.monthly, "99")
    paid(till.cast.bob, till.monthly, "480", currency="BRL")
    everything = finance.get(LEDGER).text
    assert "$1,099.00" in everything
    assert "R$480.00" in everything
    assert "$99.00" in finance.get(LEDGER, {"q": "bob@"}).text
    assert "$1,099.00" not in finance.get(LEDGER, {"q": "bob@"}).text


def test_file_holds_the_rows_of_the_list_and_runs_nothing(till: Till, finance: Client) -> None:
    """What somebody put into their name is text to a spreadsheet, never a formula."""
    till.cast.alice.user.name = '=HYPERLINK("https://example.org")'
    till.cast.alice.user.save()
    paid(till.cast.alice, till.yearly, "1000", note="+1+1")
    paid(till.cast.bob, till.monthly, "-5", kind="refund", remote_id="re_1")
    answer = finance.get(f"{LEDGER}list.csv", {"kind__exact": "payment"})
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="ledgerentry.csv"'
    assert text.startswith("\ufeffnumber,when,kind,amount")
    assert "\"'=HYPERLINK" in text
    assert "'+1+1" in text
    assert "re_1" not in text
    assert ",1000.00," in text
    assert Entry.objects.filter(action="exported", actor=till.cast.dana.user).exists()


@pytest.mark.parametrize("query", ["kind__exact=", "happened_at__year=x", "of__id__exact=x", "p=x", "o=9.9"])
def test_file_of_a_nonsense_list_is_no_error(till: Till, finance: Client, query: str) -> None:
    assert finance.get(f"{LEDGER}list.csv?{query}").status_code in (200, 302, 400)


@pytest.mark.parametrize("path", [LEDGER, RECEIPTS, ORDERS, f"{LEDGER}figures/", f"{LEDGER}owed/"])
def test_way_between_the_pages_of_money_says_where_one_is(finance: Client, path: str) -> None:
    page = " ".join(finance.get(path).text.split())
    assert f'<a href="{path}" aria-current="page">' in page
    nav = page.partition('class="money-nav"')[2].partition("</nav>")[0]
    assert nav.count("aria-current") == 1


def test_list_costs_the_same_for_any_number_of_rows(till: Till, finance: Client) -> None:
    def cost(path: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert finance.get(path).status_code == 200
        return len(captured)

    for path in (LEDGER, RECEIPTS, ORDERS, "/admin/members/subscription/"):
        cost(path)  # warms what is kept
    till.buy(till.cast.alice, till.yearly)
    single = [cost(path) for path in (LEDGER, RECEIPTS, ORDERS, "/admin/members/subscription/")]
    for number in range(30):
        member = make_member(till.cast.a, f"Member {number}")
        order = till.order(member, till.monthly, state="paid", paid_at=clock.now())
        entry = paid(member, till.monthly, order=order)
        Receipt.objects.create(number=100 + number, entry=entry, net=10, total=10, currency="USD", membership=member)
    many = [cost(path) for path in (LEDGER, RECEIPTS, ORDERS, "/admin/members/subscription/")]
    assert many == single


def test_refund_proposes_what_was_not_used_and_sends_it_once(
    till: Till, finance: Client, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    """P18, F19: a $1,000.00 year on its 90th day of 365."""
    with time_machine.travel("2026-01-01T12:00:00+00:00", tick=False):
        till.clocked(till.cast.alice)
        till.buy(till.cast.alice, till.yearly)
    entry = LedgerEntry.objects.get(kind="payment")
    with time_machine.travel("2026-04-01T12:00:00+00:00", tick=False):
        page = finance.get(f"{LEDGER}{entry.pk}/refund/").text
        assert 'value="753.42"' in page
        assert "275 of 365 days" in page
        form = {"amount": "753.42", "reason": "Moved abroad", "ends_subscription": "on"}
        assert finance.post(f"{LEDGER}{entry.pk}/refund/", form).status_code == 302
        again = finance.post(f"{LEDGER}{entry.pk}/refund/", form)
    assert "A refund of this payment is being sent already." in again.text
    assert Refund.objects.get().amount == Decimal("753.42")
    assert Entry.objects.filter(action="refunded").exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "This field is required."),
        ("a lot", "Enter a number."),
        ("0", "greater than or equal to 0.01"),
        ("1000.01", "Between nothing and 1000.00 USD can be given back."),
        ("1.999", "no more than 2 decimal places"),
    ],
)
def test_wrong_amount_is_named_and_stays_typed(till: Till, finance: Client, typed: str, said: str) -> None:
    entry = paid(till.cast.alice, till.yearly, "1000")
    page = finance.post(f"{LEDGER}{entry.pk}/refund/", {"amount": typed, "reason": "They asked"})
    assert page.status_code == 400 or said in page.text
    assert said in page.text
    assert 'value="They asked"' in page.text
    assert not Refund.objects.exists()


def test_what_is_no_payment_cannot_be_given_back(till: Till, finance: Client) -> None:
    till.buy(till.cast.alice, till.yearly)
    subscription = till.subscription(till.cast.alice)
    entry = paid(till.cast.alice, till.yearly, "-5", kind="refund", subscription=subscription)
    page = finance.post(f"{LEDGER}{entry.pk}/refund/", {"amount": "5", "reason": "x"}, follow=True)
    assert not Refund.objects.exists()
    assert "Only a payment can be given back." in page.text


@pytest.mark.parametrize("role", ["support", "coach", "editor", "host"])
def test_money_is_moved_by_owners_and_finance_alone(till: Till, role: str) -> None:
    entry = paid(till.cast.alice, till.yearly)
    order = till.order(till.cast.alice, till.yearly, provider="transfer", account="")
    browser = as_role(till, role)
    for path in (f"{LEDGER}{entry.pk}/refund/", f"{ORDERS}{order.pk}/arrived/", f"{ORDERS}{order.pk}/cancel/"):
        assert browser.get(path).status_code == 403
        assert browser.post(path, {"amount": "1", "reason": "x", "day": "2026-01-01"}).status_code == 403
    assert not Refund.objects.exists()


def transfer(till: Till) -> Order:
    return till.order(till.cast.alice, till.yearly, provider="transfer", account="")


def test_money_that_arrived_opens_access_once(till: Till, finance: Client) -> None:
    order, today = transfer(till), clock.now().date().isoformat()
    assert "$1,000.00" in finance.get(f"{ORDERS}{order.pk}/arrived/").text
    for _time in range(2):
        finance.post(f"{ORDERS}{order.pk}/arrived/", {"amount": "1000", "day": today})
    assert Grant.objects.get(membership=till.cast.alice).tier == "premium"
    assert till.ledger(till.cast.alice) == [("payment", Decimal(1000))]
    assert "This order is paid." in finance.get(f"{ORDERS}{order.pk}/arrived/", follow=True).text
    assert LedgerEntry.objects.get().recorded_by == till.cast.dana


def test_money_cannot_arrive_tomorrow(till: Till, finance: Client) -> None:
    order, day = transfer(till), (clock.now() + timedelta(days=2)).date().isoformat()
    page = finance.post(f"{ORDERS}{order.pk}/arrived/", {"amount": "1000", "day": day})
    assert "That day has not come yet." in page.text
    assert not LedgerEntry.objects.exists()


def test_order_by_card_is_not_taken_in_by_hand(till: Till, finance: Client) -> None:
    order = till.order(till.cast.alice, till.yearly)
    page = finance.post(f"{ORDERS}{order.pk}/arrived/", {"amount": "1000", "day": clock.now().date().isoformat()})
    assert "This order is paid by card" in page.text
    assert not LedgerEntry.objects.exists()


def test_order_is_cancelled_once(till: Till, finance: Client) -> None:
    order = transfer(till)
    assert "The order is cancelled." in finance.post(f"{ORDERS}{order.pk}/cancel/", follow=True).text
    again = finance.post(f"{ORDERS}{order.pk}/cancel/", follow=True).text
    assert "Nothing was changed." in again


def test_receipt_is_declared_void_and_keeps_its_number(till: Till, finance: Client, alice: Client) -> None:
    """P21: the next receipt takes the next number."""
    till.buy(till.cast.alice, till.once)
    receipt = Receipt.objects.get()
    assert "Declare void" in finance.get(f"{RECEIPTS}{receipt.pk}/change/").text
    finance.post(f"{RECEIPTS}{receipt.pk}/void/", {"reason": "Wrong address"})
    finance.post(f"{RECEIPTS}{receipt.pk}/void/", {"reason": "Twice"})
    assert Receipt.objects.get().void_reason == "Wrong address"
    assert "Wrong address" in alice.get("/premium/receipts/1/").text
    till.buy(till.cast.bob, till.once)
    assert list(Receipt.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_order_is_asked_about_at_stripe(till: Till, finance: Client) -> None:
    order = till.order(till.cast.alice, till.once)
    till.pay(order)
    assert "it stands at “Paid”" in finance.post(f"{ORDERS}{order.pk}/ask/", follow=True).text
    assert Grant.objects.filter(membership=till.cast.alice).exists()


def test_stripe_that_is_silent_is_said_so(till: Till, finance: Client) -> None:
    order = till.order(till.cast.alice, till.once)
    till.open(order)
    till.box.chaos.set("server_error", next=8)
    try:
        assert "Stripe did not answer" in finance.post(f"{ORDERS}{order.pk}/ask/", follow=True).text
    finally:
        till.box.chaos.reset()
