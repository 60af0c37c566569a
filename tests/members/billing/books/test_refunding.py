"""P18: giving money back, once, whoever asks how often."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine

from members.billing.books.arriving import ArrivalRefused, cancel_order, money_arrived
from members.billing.books.refunding import RefundRefused, ask_refund, propose, send
from members.billing.settling.settle import settle
from members.models import BillingSettings, Grant, LedgerEntry, Membership, Order, Receipt, Refund, Subscription
from program import clock
from program.audit.models import Entry
from program.local.stripe import control
from tests.members.billing.conftest import Till


def payment() -> LedgerEntry:
    return LedgerEntry.objects.select_related("subscription").get(kind="payment")


def ask(till: Till, amount: str, *, ends: bool = True) -> Refund:
    given = {"reason": "Moved away", "ends_subscription": ends, "by": till.cast.erin, "now": clock.now()}
    return ask_refund(payment(), amount=Decimal(amount), **given)  # type: ignore[arg-type]


def tier(member: Membership) -> str:
    return str(Membership.objects.with_tier(clock.now()).get(pk=member.pk).tier)


def test_year_cancelled_on_day_ninety_proposes_753_42(till: Till) -> None:
    """P18, in a year without a leap day."""
    till.clocked(till.cast.alice, now=datetime(2026, 3, 2, 12, tzinfo=UTC))
    till.buy(till.cast.alice, till.yearly)
    begun = till.subscription(till.cast.alice).period_starts_at
    proposal = propose(payment(), now=begun + timedelta(days=90))
    assert proposal.amount == Decimal("753.42")
    assert proposal.period is not None
    assert (proposal.period.left, proposal.period.days) == (275, 365)


def test_program_that_gives_nothing_back_proposes_nothing(till: Till) -> None:
    BillingSettings.objects.create(refunds_pro_rata=False)
    till.buy(till.cast.alice, till.yearly)
    assert propose(payment(), now=clock.now()).amount == 0
    assert propose(payment(), now=clock.now()).left == 1000


def test_refund_goes_out_ends_access_and_stands_in_the_books(till: Till) -> None:
    till.buy(till.cast.alice, till.yearly)
    asked = ask(till, "753.42")
    send(asked.pk, now=clock.now())
    send(asked.pk, now=clock.now())
    asked.refresh_from_db()
    assert asked.state == Refund.State.DONE
    assert till.ledger(till.cast.alice) == [("payment", Decimal(1000)), ("refund", Decimal("-753.42"))]
    assert till.subscription(till.cast.alice).status == "canceled"
    assert tier(till.cast.alice) == "free"
    note = Receipt.objects.get(kind="credit_note")
    assert (note.total, note.refers_to_id) == (Decimal("-753.42"), Receipt.objects.get(kind="receipt").pk)
    assert Entry.objects.get(action="refunded").changes["reason"] == ["", "Moved away"]


def test_goodwill_can_leave_access_as_it_is(till: Till) -> None:
    till.buy(till.cast.alice, till.yearly)
    send(ask(till, "100", ends=False).pk, now=clock.now())
    assert tier(till.cast.alice) == "premium"
    assert propose(payment(), now=clock.now()).left == 900


@pytest.mark.parametrize("amount", ["0", "-1", "1000.01", "0.001"])
def test_impossible_amounts_are_refused(till: Till, amount: str) -> None:
    till.buy(till.cast.alice, till.yearly)
    with pytest.raises(RefundRefused):
        ask(till, amount)


def test_second_refund_waits_for_the_first_and_takes_only_what_is_left(till: Till) -> None:
    till.buy(till.cast.alice, till.yearly)
    first = ask(till, "600")
    with pytest.raises(RefundRefused, match="being sent already"):
        ask(till, "600")
    send(first.pk, now=clock.now())
    with pytest.raises(RefundRefused, match=r"400\.00 USD"):
        ask(till, "600")
    send(ask(till, "400").pk, now=clock.now())
    assert sum(amount for _kind, amount in till.ledger(till.cast.alice)) == 0


def test_disputed_payment_is_not_given_back_twice(till: Till) -> None:
    till.buy(till.cast.alice, till.yearly)
    control.dispute(till.box, {"key": till.key, "charge": payment().remote_id})
    settle(till.customer(till.cast.alice).pk, now=clock.now())
    with pytest.raises(RefundRefused, match="disputed"):
        ask(till, "100")


def test_silent_stripe_is_asked_again_with_the_same_key(till: Till) -> None:
    till.buy(till.cast.alice, till.yearly)
    asked = ask(till, "100", ends=False)
    till.box.chaos.set("lost_answer", next=2, path="/v1/refunds")
    try:
        send(asked.pk, now=clock.now())
    finally:
        till.box.chaos.reset()
    asked.refresh_from_db()
    assert (asked.state, asked.attempts) == (Refund.State.DUE, 1)
    send(asked.pk, now=clock.now())
    asked.refresh_from_db()
    assert asked.state == Refund.State.DONE
    assert len(till.stripe.v1.refunds.list().data) == 1


def test_single_purchase_that_is_given_back_ends_its_days(till: Till) -> None:
    till.buy(till.cast.alice, till.once)
    with time_machine.travel(clock.now() + timedelta(days=30, minutes=1)):
        assert propose(payment(), now=clock.now()).amount == Decimal("200.00")
    with time_machine.travel(clock.now() + timedelta(seconds=2)):
        send(ask(till, "200").pk, now=clock.now())
        assert tier(till.cast.alice) == "free"


def transfer(till: Till, price: object, **more: object) -> Order:
    BillingSettings.objects.get_or_create(takes_transfers=True)
    return till.order(till.cast.alice, price, provider="transfer", account="", **more)  # type: ignore[arg-type]


def test_money_by_transfer_opens_access_with_receipt_once(till: Till) -> None:
    order = transfer(till, till.yearly)
    for _time in range(2):
        money_arrived(order, amount=Decimal(1000), at=clock.now(), by=till.cast.erin, now=clock.now())
    assert tier(till.cast.alice) == "premium"
    subscription = Subscription.objects.get()
    grant = Grant.objects.get()
    assert grant.ends_at == subscription.period_ends_at == subscription.ends_at
    assert till.ledger(till.cast.alice) == [("payment", Decimal(1000))]
    assert Receipt.objects.get().number == 1


def test_transfer_paid_year_ends_by_itself_and_can_be_paid_again(till: Till) -> None:
    money_arrived(transfer(till, till.yearly), amount=Decimal(1), at=clock.now(), by=till.cast.erin, now=clock.now())
    end = Subscription.objects.get().period_ends_at
    assert Subscription.objects.living(end - timedelta(microseconds=1)).exists()
    assert not Subscription.objects.living(end).exists()
    later = end - timedelta(days=5)
    money_arrived(transfer(till, till.yearly), amount=Decimal(1), at=later, by=till.cast.erin, now=later)
    assert Subscription.objects.order_by("-period_ends_at")[0].period_starts_at == end


def test_refund_of_a_transfer_is_written_by_hand_with_its_credit_note(till: Till) -> None:
    money_arrived(
        transfer(till, till.yearly), amount=Decimal(1000), at=clock.now(), by=till.cast.erin, now=clock.now()
    )
    with time_machine.travel(clock.now() + timedelta(seconds=2)):
        send(ask(till, "400").pk, now=clock.now())
        assert tier(till.cast.alice) == "free"
    assert till.ledger(till.cast.alice)[1:] == [("refund", Decimal(-400))]
    assert Receipt.objects.filter(kind="credit_note").count() == 1


def test_order_by_card_is_not_taken_by_hand_and_a_cancelled_one_stays_so(till: Till) -> None:
    with pytest.raises(ArrivalRefused):
        money_arrived(
            till.order(till.cast.bob, till.yearly),
            amount=Decimal(1),
            at=clock.now(),
            by=till.cast.erin,
            now=clock.now(),
        )
    order = transfer(till, till.yearly)
    assert cancel_order(order, by=till.cast.erin)
    assert not cancel_order(order, by=till.cast.erin)
