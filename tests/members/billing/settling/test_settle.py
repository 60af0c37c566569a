"""What is paid at Stripe becomes access, ledger and receipt, whoever looks and how often."""

from datetime import datetime
from decimal import Decimal

from members.models import Customer, Grant, LedgerEntry, Membership, Order, Receipt
from program import clock
from tests.members.billing.conftest import DECLINED, Till


def tier(member: Membership) -> str:
    return Membership.objects.with_tier(clock.now()).get(pk=member.pk).tier


def lasts(grant: Grant, since: datetime) -> int:
    assert grant.ends_at is not None
    return (grant.ends_at - since).days


def test_buying_a_year_gives_access_ledger_and_receipt(till: Till) -> None:
    alice = till.cast.alice
    order = till.buy(alice, till.yearly)
    assert (order.state, order.paid_at is not None) == (Order.State.PAID, True)
    subscription = till.subscription(alice)
    assert (subscription.status, subscription.plan.slug) == ("active", "yearly")
    assert order.subscription == subscription
    grant = Grant.objects.get(subscription=subscription)
    assert (grant.tier, lasts(grant, subscription.period_ends_at)) == ("premium", 7)
    assert tier(alice) == "premium"
    assert till.ledger(alice) == [("payment", Decimal("1000.00"))]
    receipt = Receipt.objects.get(entry__membership=alice)
    assert (receipt.number, receipt.total, receipt.currency) == (1, Decimal("1000.00"), "USD")
    assert receipt.lines[0]["amount"] == "1000.00"


def test_looking_again_changes_nothing(till: Till) -> None:
    till.buy(till.cast.alice, till.yearly)
    assert not till.settle(till.cast.alice)
    assert (LedgerEntry.objects.count(), Receipt.objects.count(), Grant.objects.count()) == (1, 1, 1)


def test_plan_paid_once_gives_its_days(till: Till) -> None:
    order = till.buy(till.cast.alice, till.once)
    grant = Grant.objects.get(order=order)
    assert (grant.tier, grant.source, lasts(grant, grant.starts_at)) == ("premium", "purchase", 90)
    assert till.ledger(till.cast.alice) == [("payment", Decimal("300.00"))]


def test_declined_card_gives_nothing(till: Till) -> None:
    order = till.order(till.cast.alice, till.yearly)
    assert "declined" in till.pay(order, DECLINED).text
    assert not till.settle(till.cast.alice)
    assert tier(till.cast.alice) == "free"
    assert Customer.objects.get(membership=till.cast.alice).remote_id.startswith("cus_")
