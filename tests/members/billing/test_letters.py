"""P17 and the other mails of payments: said when they hold, once, and not when they do not."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from members.billing.books.arriving import money_arrived
from members.billing.paying.following import payment_page
from members.billing.providers.card import CardProvider
from members.models import BillingSettings, Grant, Membership, Plan, Price, Refund, Sponsorship
from program import clock
from tests.mail.mailbox import Mailbox
from tests.members.billing.conftest import Till

ALICE = "alice@example.org"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def subjects(mailbox: Mailbox, now: datetime | None = None) -> list[str]:
    """What has arrived by then, and what comes on top."""
    mailbox.deliver_all(now=now)
    return [letter.subject for letter in mailbox.to(ALICE)]


def access(member: Membership) -> datetime | None:
    return Grant.objects.get(membership=member).ends_at


def failing(till: Till, mailbox: Mailbox, price: Price) -> datetime:
    """Alice's renewal fails. The instant of the failure."""
    till.clocked(till.cast.alice)
    till.buy(till.cast.alice, price)
    mailbox.deliver_all()
    mailbox.clear()
    renewal = till.subscription(till.cast.alice).period_ends_at
    till.use_card(till.cast.alice, "pm_card_chargeCustomerFail")
    till.until(till.cast.alice, renewal + 2 * HOUR)
    since = till.subscription(till.cast.alice).past_due_since
    assert since is not None
    return since


def test_buying_says_welcome_and_sends_the_receipt(till: Till, mailbox: Mailbox) -> None:
    till.buy(till.cast.alice, till.yearly)
    till.settle(till.cast.alice)
    assert sorted(subjects(mailbox)) == ["Welcome to Yearly", "Your receipt 000001"]
    receipt = next(letter for letter in mailbox.to(ALICE) if "receipt" in letter.subject)
    assert "$1,000.00" in receipt.body
    assert "http://a.localhost/premium/receipts/1/" in receipt.body


def test_failed_renewal_is_told_on_day_0_3_and_6_and_then_access_ends(till: Till, mailbox: Mailbox) -> None:
    """P17"""
    since = failing(till, mailbox, till.monthly)
    told: list[int] = []
    for hours in range(2, 24 * 9, 12):
        before = len(mailbox.to(ALICE))
        subjects(mailbox, since + hours * HOUR)
        told += [hours // 24] * (len(mailbox.to(ALICE)) - before)
    assert told == [0, 3, 6, 7]
    assert [letter.subject for letter in mailbox.to(ALICE)] == [
        "Your payment for Monthly did not go through",
        "Monthly is still unpaid",
        "Monthly ends tomorrow unless it is paid",
        "You are back on free",
    ]
    assert access(till.cast.alice) == since + 7 * DAY


def test_paying_meanwhile_stops_the_reminders(till: Till, mailbox: Mailbox) -> None:
    since = failing(till, mailbox, till.monthly)
    subjects(mailbox, since + 2 * HOUR)
    till.use_card(till.cast.alice, "pm_card_visa")
    till.until(till.cast.alice, since + 4 * DAY)
    later = subjects(mailbox, since + 9 * DAY)
    assert len([subject for subject in later if "unpaid" in subject or "free" in subject or "ends" in subject]) == 0


def test_days_of_grace_are_the_programs(till: Till, mailbox: Mailbox) -> None:
    BillingSettings.objects.create(grace_days=14)
    since = failing(till, mailbox, till.monthly)
    assert access(till.cast.alice) == since + 14 * DAY


def test_cancelling_and_its_end_are_told(till: Till, mailbox: Mailbox) -> None:
    till.clocked(till.cast.alice)
    till.buy(till.cast.alice, till.yearly)
    subscription = till.subscription(till.cast.alice)
    CardProvider().cancel(subscription)
    till.settle(till.cast.alice)
    till.settle(till.cast.alice)
    assert any(subject.startswith("Yearly ends on") for subject in subjects(mailbox))
    till.until(till.cast.alice, subscription.period_ends_at + HOUR)
    found = subjects(mailbox, subscription.period_ends_at + HOUR)
    assert found[-1] == "Yearly has ended"
    assert not any("renews" in subject for subject in found)


def test_year_is_announced_a_week_before_it_renews(till: Till, mailbox: Mailbox) -> None:
    till.buy(till.cast.alice, till.yearly)
    end = till.subscription(till.cast.alice).period_ends_at
    assert not any("renews" in subject for subject in subjects(mailbox, end - 8 * DAY))
    assert "renews on" in subjects(mailbox, end - 7 * DAY + HOUR)[-1]
    assert "$1,000.00 a year" in mailbox.to(ALICE)[-1].body


def test_month_is_not_announced(till: Till, mailbox: Mailbox) -> None:
    till.buy(till.cast.alice, till.monthly)
    end = till.subscription(till.cast.alice).period_ends_at
    assert not any("renews" in subject for subject in subjects(mailbox, end - HOUR))


def test_trial_is_told_three_days_before_it_costs(till: Till, mailbox: Mailbox) -> None:
    Plan.objects.filter(pk=till.monthly.version.plan_id).update(trial_days=14)
    till.buy(till.cast.alice, till.monthly, trial_days=14)
    end = till.subscription(till.cast.alice).trial_ends_at
    assert end is not None
    found = subjects(mailbox, end - 3 * DAY + HOUR)
    assert found[-1].startswith("Your trial ends on")
    assert "$99.00 a month" in mailbox.to(ALICE)[-1].body


def test_refund_is_told_with_its_own_words(till: Till, mailbox: Mailbox) -> None:
    till.buy(till.cast.alice, till.yearly)
    refund = Refund.objects.create(entry=till.cast.alice.ledger.get(), amount=Decimal(100), reason="x")  # type: ignore[attr-defined]
    CardProvider().refund(refund, amount=refund.amount)
    till.settle(till.cast.alice)
    assert subjects(mailbox)[-1] == "We gave you money back"
    assert "$100.00" in mailbox.to(ALICE)[-1].body


def test_old_news_of_a_row_seen_late_are_not_told(till: Till, mailbox: Mailbox) -> None:
    """A subscription that ended long before we first look."""
    till.clocked(till.cast.alice, now=clock.now() - 400 * DAY)
    with time_machine.travel(clock.now() - 400 * DAY):
        till.buy(till.cast.alice, till.monthly)
    till.use_card(till.cast.alice, "pm_card_chargeCustomerFail")
    till.until(till.cast.alice, clock.now())
    mailbox.clear()
    assert not any("unpaid" in subject or "free" in subject or "ended" in subject for subject in subjects(mailbox))


def test_transfer_is_explained_and_reminded_until_it_comes(till: Till, mailbox: Mailbox) -> None:
    BillingSettings.objects.create(takes_transfers=True, bank_details="IBAN DE00")
    order = till.order(till.cast.alice, till.yearly, provider="transfer", account="")
    payment_page(order, success_url="x", cancel_url="x", now=clock.now())
    assert subjects(mailbox) == ["How to pay Yearly by bank transfer"]
    assert order.reference in mailbox.to(ALICE)[0].body
    assert subjects(mailbox, clock.now() + 12 * DAY)[-1] == "Your transfer for Yearly has not arrived yet"


def test_time_paid_by_transfer_is_said_to_end_unless_it_was_paid_on(till: Till, mailbox: Mailbox) -> None:
    now = clock.now()
    for member in (till.cast.alice, till.cast.bob):
        order = till.order(member, till.yearly, provider="transfer", account="")
        money_arrived(order, amount=Decimal(1000), at=now, by=till.cast.erin, now=now)
    again = till.order(till.cast.bob, till.yearly, provider="transfer", account="")
    money_arrived(again, amount=Decimal(1000), at=now, by=till.cast.erin, now=now)
    soon = now + 353 * DAY
    with time_machine.travel(soon, tick=False):
        mailbox.deliver_all(now=soon)
    assert "Yearly ends on" in mailbox.to(ALICE)[-1].subject
    assert not [letter for letter in mailbox.to("bob@example.org") if "ends on" in letter.subject]


@pytest.mark.parametrize("language", ["en", "pt-br"])
def test_mails_speak_the_readers_language(till: Till, mailbox: Mailbox, language: str) -> None:
    till.cast.alice.language = language
    till.cast.alice.save(update_fields=["language"])
    till.buy(till.cast.alice, till.yearly)
    expected = {"en": "Welcome to Yearly", "pt-br": "Você agora tem Yearly"}[language]
    assert expected in subjects(mailbox)


def test_gift_and_seats_are_sent_with_their_codes(till: Till, mailbox: Mailbox) -> None:
    details = {"recipient": "friend@example.org", "from_name": "Alice", "words": "Go on!"}
    till.buy(till.cast.alice, till.once, kind="gift", details=details)
    till.buy(till.cast.alice, till.once, kind="seats", quantity=20, details={"sponsor": "Mill Bank"})
    mailbox.deliver_all()
    letter: Any = mailbox.to("friend@example.org")[0]
    gift = till.cast.alice.orders.get(kind="gift").gifts.get()  # type: ignore[attr-defined]
    assert letter.subject == "Alice gives you Pass at Program A"
    assert gift.code in letter.body
    assert "Go on!" in letter.body
    code = Sponsorship.objects.get().code
    assert any(code in letter.body for letter in mailbox.to(ALICE))
