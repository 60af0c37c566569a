"""A subscription through its life, as our rows tell it."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from members.billing.providers.card import CardProvider
from members.billing.providers.interface import Refused
from members.models import Coupon, Finding, Grant, LedgerEntry, Membership, Receipt, Refund, Subscription, TaxRule
from program import clock
from program.local.stripe import control
from tests.members.billing.conftest import Till

CARD = CardProvider()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def tier(member: Membership, now: datetime) -> str:
    return Membership.objects.with_tier(now).get(pk=member.pk).tier


def access(member: Membership) -> datetime | None:
    return Grant.objects.get(membership=member).ends_at


def test_renewal_goes_on_and_stands_in_the_books(till: Till) -> None:
    alice = till.cast.alice
    till.clocked(alice)
    till.buy(alice, till.monthly)
    first = till.subscription(alice)
    till.until(alice, first.period_ends_at + 2 * HOUR)
    second = till.subscription(alice)
    assert second.period_starts_at == first.period_ends_at
    assert access(alice) == second.period_ends_at + 7 * DAY
    assert till.ledger(alice) == [("payment", Decimal(99)), ("payment", Decimal(99))]
    assert list(Receipt.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_failed_renewal_has_seven_days_and_comes_back(till: Till) -> None:
    alice = till.cast.alice
    till.clocked(alice)
    till.buy(alice, till.monthly)
    renewal = till.subscription(alice).period_ends_at
    till.use_card(alice, "pm_card_chargeCustomerFail")
    till.until(alice, renewal + 2 * HOUR)
    late = till.subscription(alice)
    assert late.status == "past_due"
    assert late.past_due_since == renewal + HOUR
    assert access(alice) == renewal + HOUR + 7 * DAY
    last = renewal + HOUR + 7 * DAY
    assert tier(alice, last - timedelta(microseconds=1)) == "curriculum"
    assert tier(alice, last) == "free"

    till.use_card(alice, "pm_card_visa")
    till.until(alice, renewal + 9 * DAY)
    again = till.subscription(alice)
    assert (again.status, again.past_due_since) == ("active", None)
    assert tier(alice, renewal + 9 * DAY) == "curriculum"


def test_retries_in_vain_end_it_without_giving_more_than_grace(till: Till) -> None:
    alice = till.cast.alice
    till.clocked(alice)
    till.buy(alice, till.monthly)
    renewal = till.subscription(alice).period_ends_at
    till.use_card(alice, "pm_card_chargeCustomerFail")
    till.until(alice, renewal + 20 * DAY)
    over = till.subscription(alice)
    assert over.status == "canceled"
    assert over.ended_at is not None
    assert access(alice) == renewal + HOUR + 7 * DAY


def test_cancelling_keeps_access_to_the_end_and_can_be_taken_back(till: Till) -> None:
    alice = till.cast.alice
    till.clocked(alice)
    till.buy(alice, till.yearly)
    subscription = till.subscription(alice)
    CARD.cancel(subscription)
    till.settle(alice)
    end = subscription.period_ends_at
    assert (till.subscription(alice).ends_at, access(alice)) == (end, end)
    CARD.resume(subscription)
    till.settle(alice)
    assert (till.subscription(alice).ends_at, access(alice)) == (None, end + 7 * DAY)
    CARD.cancel(subscription)
    till.until(alice, end + HOUR)
    assert till.subscription(alice).status == "canceled"
    assert tier(alice, end - timedelta(microseconds=1)) == "premium"
    assert tier(alice, end) == "free"


def test_upgrade_credits_what_is_left(till: Till) -> None:
    """F19: a $99 month of thirty days, left on its tenth, credits $66.00."""
    alice = till.cast.alice
    till.clocked(alice, now=datetime.fromisoformat("2026-06-01T12:00:00+00:00"))
    till.buy(alice, till.monthly)
    subscription = till.subscription(alice)
    tenth = subscription.period_starts_at + 10 * DAY
    till.until(alice, tenth)
    change = CARD.preview_change(subscription, till.yearly, now=tenth)
    assert (change.credit, change.due, change.currency) == (Decimal("66.00"), Decimal("934.00"), "USD")
    CARD.change_now(subscription, till.yearly, now=tenth)
    till.settle(alice)
    changed = till.subscription(alice)
    assert (changed.plan.slug, changed.status) == ("yearly", "active")
    assert tier(alice, clock.now()) == "premium"
    assert till.ledger(alice)[-1] == ("payment", Decimal("934.00"))


def test_upgrade_with_a_card_that_fails_changes_nothing(till: Till) -> None:
    alice = till.cast.alice
    till.clocked(alice)
    till.buy(alice, till.monthly)
    till.use_card(alice, "pm_card_chargeCustomerFail")
    subscription = till.subscription(alice)
    with pytest.raises(Refused):
        CARD.change_now(subscription, till.yearly, now=subscription.period_starts_at + DAY)
    till.settle(alice)
    assert till.subscription(alice).plan.slug == "monthly"
    assert till.ledger(alice) == [("payment", Decimal(99))]


def test_what_comes_with_the_renewal_keeps_taxes_and_a_lasting_reduction(till: Till) -> None:
    """A phase of Stripe's that does not name them takes them away."""
    alice = till.cast.alice
    TaxRule.objects.create(name="VAT", percentage=19, is_inclusive=False)
    till.clocked(alice)
    till.buy(alice, till.yearly, coupon=Coupon.objects.create(code="ALWAYS", percent=10, duration="forever"))
    subscription = till.subscription(alice)
    CARD.change_at_renewal(subscription, till.monthly)
    till.until(alice, subscription.period_ends_at + 2 * HOUR)
    # 99.00 less 10 % is 89.10, and 19 % on it.
    assert till.ledger(alice) == [("payment", Decimal("1071.00")), ("payment", Decimal("106.03"))]


def test_downgrade_comes_with_the_renewal(till: Till) -> None:
    alice = till.cast.alice
    till.clocked(alice)
    till.buy(alice, till.yearly)
    subscription = till.subscription(alice)
    CARD.change_at_renewal(subscription, till.monthly)
    till.settle(alice)
    assert till.subscription(alice).plan.slug == "yearly"
    till.until(alice, subscription.period_ends_at + 2 * HOUR)
    changed = till.subscription(alice)
    assert changed.plan.slug == "monthly"
    assert till.ledger(alice) == [("payment", Decimal(1000)), ("payment", Decimal(99))]
    assert tier(alice, subscription.period_ends_at + 2 * HOUR) == "curriculum"


def test_planned_change_can_be_taken_back(till: Till) -> None:
    alice = till.cast.alice
    till.clocked(alice)
    till.buy(alice, till.monthly)
    subscription = till.subscription(alice)
    CARD.change_at_renewal(subscription, till.yearly)
    CARD.keep(subscription)
    till.until(alice, subscription.period_ends_at + 2 * HOUR)
    assert till.subscription(alice).plan.slug == "monthly"


def test_refund_stands_in_the_books_with_its_credit_note(till: Till) -> None:
    till.buy(till.cast.alice, till.yearly)
    payment = LedgerEntry.objects.get(kind="payment")
    refund = Refund.objects.create(entry=payment, amount=Decimal("753.42"), reason="Moved away")
    assert CARD.refund(refund, amount=refund.amount) == CARD.refund(refund, amount=refund.amount)
    till.settle(till.cast.alice)
    assert till.ledger(till.cast.alice)[1:] == [("refund", Decimal("-753.42"))]
    note = Receipt.objects.get(kind="credit_note")
    assert (note.number, note.total, note.refers_to) == (2, Decimal("-753.42"), Receipt.objects.get(number=1))


def test_dispute_takes_the_money_and_winning_returns_it(till: Till) -> None:
    till.buy(till.cast.alice, till.yearly)
    charge = LedgerEntry.objects.get(kind="payment").remote_id
    dispute = control.dispute(till.box, {"key": till.key, "charge": charge})
    till.settle(till.cast.alice)
    assert till.ledger(till.cast.alice)[1:] == [("dispute", Decimal(-1000))]
    assert Finding.objects.get(kind="dispute").subject == dispute["id"]
    control.dispute(till.box, {"key": till.key, "dispute": dispute["id"], "status": "won"})
    till.settle(till.cast.alice)
    assert till.ledger(till.cast.alice)[2:] == [("dispute_won", Decimal(1000))]


def test_second_subscription_is_found_once(till: Till) -> None:
    """Also when both began in the same second, as they do on a clock that stands."""
    alice = till.cast.alice
    till.clocked(alice)
    till.buy(alice, till.yearly)
    till.buy(alice, till.monthly)
    first, second = Subscription.objects.filter(membership=alice).order_by("pk")
    assert first.started_at == second.started_at
    for moved in (first, second, first):
        moved.save(update_fields=["changes"])  # The last written lies last in the table.
        till.settle(alice)
    assert [found.subject for found in Finding.objects.filter(kind="second_subscription")] == [second.remote_id]


def test_portal_is_an_address_of_stripe(till: Till) -> None:
    till.buy(till.cast.alice, till.yearly)
    url = CARD.portal_url(till.customer(till.cast.alice), return_url="http://a.localhost/premium/yours/")
    assert url.startswith(f"{till.box.base_url}/p/session/")
