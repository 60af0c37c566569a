"""P22: a price changes with notice. Who pays keeps the old price until their first renewal after the day."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from members.billing.paying.changing import cancel
from members.billing.rolling import moving, tasks
from members.models import Membership, PlanVersion, Price, Subscription
from program.mail.models import Message
from tests.cast import make_member
from tests.mail.mailbox import Mailbox
from tests.members.billing.conftest import Till

BOUGHT = datetime.fromisoformat("2026-06-01T12:00:00+00:00")
TOLD = datetime.fromisoformat("2026-06-10T12:00:00+00:00")
BEGINS = datetime.fromisoformat("2026-06-20T00:00:00+00:00")
RENEWAL = datetime.fromisoformat("2026-07-01T12:00:00+00:00")
HOUR = timedelta(hours=1)


@pytest.fixture
def hourly(
    till: Till, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable[..., Any]
) -> Callable[[datetime], None]:
    """What the clock does, at an instant: tasks run as soon as they are handed over."""
    for task in (tasks.announce, tasks.move):
        monkeypatch.setattr(task, "apply_async", lambda args, kwargs, run=task: run(*args, **kwargs))

    def run(now: datetime) -> None:
        with time_machine.travel(now, tick=False), django_capture_on_commit_callbacks(execute=True):
            tasks.look_at_prices()

    return run


def dearer(till: Till, price: Price, starts_at: datetime = BEGINS, number: int = 2, **more: Any) -> PlanVersion:
    given = {"moves_existing": True, "note": "We pay our coaches better.", **more}
    version = PlanVersion.objects.create(plan=price.version.plan, number=number, starts_at=starts_at, **given)
    Price.objects.create(version=version, currency="USD", amount=price.amount + 20)
    return version


def monthly(till: Till, member: Membership, price: Price | None = None) -> Subscription:
    with time_machine.travel(BOUGHT, tick=False):
        till.clocked(member)
        till.buy(member, price or till.monthly)
    return till.subscription(member)


def coming(till: Till, member: Membership) -> PlanVersion | None:
    """What their price changes to at the renewal."""
    price = till.subscription(member).next_price
    return price.version if price else None


def paid(till: Till, member: Membership) -> list[Decimal]:
    return [amount for _kind, amount in till.ledger(member)]


def test_price_changes_at_the_first_renewal_after_the_day_and_is_told_before(
    till: Till, hourly: Callable[[datetime], None], mailbox: Mailbox
) -> None:
    alice = till.cast.alice
    monthly(till, alice)
    version = dearer(till, till.monthly)
    hourly(TOLD)
    hourly(TOLD + HOUR)
    with time_machine.travel(TOLD + HOUR, tick=False):
        mailbox.deliver_all(now=TOLD + HOUR)
    letters = [letter for letter in mailbox.to("alice@example.org") if "will cost something else" in letter.subject]
    assert len(letters) == 1
    assert "We pay our coaches better." in letters[0].body
    assert "$99.00 a month" in letters[0].body
    assert "$119.00 a month" in letters[0].body
    assert till.subscription(alice).next_price is None
    hourly(BEGINS + HOUR)
    hourly(BEGINS + 2 * HOUR)
    assert coming(till, alice) == version
    till.until(alice, RENEWAL + 2 * HOUR)
    assert paid(till, alice) == [99, 119]
    assert till.subscription(alice).next_price is None
    hourly(RENEWAL + 3 * HOUR)
    assert PlanVersion.objects.get(pk=version.pk).rolled_out_at is not None
    till.until(alice, RENEWAL + timedelta(days=31) + 2 * HOUR)
    assert paid(till, alice) == [99, 119, 119]


def test_who_cancelled_hears_nothing_and_is_not_moved(till: Till, hourly: Callable[[datetime], None]) -> None:
    monthly(till, till.cast.alice)
    dearer(till, till.monthly)
    with time_machine.travel(TOLD, tick=False):
        cancel(till.cast.alice, now=TOLD)
    hourly(TOLD)
    hourly(BEGINS + HOUR)
    assert not Message.objects.filter(kind="billing.price_change").exists()
    assert till.subscription(till.cast.alice).next_price is None


@pytest.mark.parametrize("keeps", ["founding price", "other currency", "newer price", "no move wanted"])
def test_who_keeps_their_price(till: Till, hourly: Callable[[datetime], None], keeps: str) -> None:
    price = till.monthly
    if keeps == "founding price":
        PlanVersion.objects.filter(pk=price.version_id).update(places=10)
    if keeps == "other currency":
        price = till.monthly.version.prices.get(currency="BRL")
    if keeps == "newer price":
        PlanVersion.objects.filter(pk=price.version_id).update(number=3)
    monthly(till, till.cast.alice, price)
    dearer(till, till.monthly, moves_existing=keeps != "no move wanted")
    hourly(TOLD)
    hourly(BEGINS + HOUR)
    assert not Message.objects.filter(kind="billing.price_change").exists()
    till.until(till.cast.alice, RENEWAL + 2 * HOUR)
    assert paid(till, till.cast.alice) == [price.amount, price.amount]


def test_only_the_newest_price_that_has_begun_moves_anybody(till: Till, hourly: Callable[[datetime], None]) -> None:
    monthly(till, till.cast.alice)
    dearer(till, till.monthly, BEGINS - timedelta(days=2))
    newest = dearer(till, till.monthly, BEGINS - timedelta(days=1), number=3)
    hourly(BEGINS)
    assert coming(till, till.cast.alice) == newest


def test_a_crash_after_stripes_answer_moves_once(till: Till, hourly: Callable[[datetime], None]) -> None:
    """Our row is as before the answer; the schedule that stands there is taken up."""
    monthly(till, till.cast.alice)
    dearer(till, till.monthly)
    hourly(BEGINS + HOUR)
    Subscription.objects.update(next_price=None, changes=0)
    hourly(BEGINS + 2 * HOUR)
    till.until(till.cast.alice, RENEWAL + 2 * HOUR)
    assert paid(till, till.cast.alice) == [99, 119]


def test_who_comes_after_the_announcement_is_told_too(till: Till, hourly: Callable[[datetime], None]) -> None:
    dearer(till, till.monthly)
    hourly(BOUGHT - timedelta(days=1))
    monthly(till, till.cast.alice)
    hourly(TOLD)
    assert Message.objects.filter(kind="billing.price_change").count() == 1


def test_many_are_told_in_portions(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moving, "AT_ONCE", 2)
    for number in range(5):
        Subscription.objects.create(
            membership=make_member(till.cast.a, f"Member {number}"), provider="stripe", status="active",
            plan=till.monthly.version.plan, price=till.monthly, started_at=BOUGHT, period_starts_at=BOUGHT,
            period_ends_at=RENEWAL,
        )  # fmt: skip
    version = dearer(till, till.monthly)
    with time_machine.travel(TOLD, tick=False):
        moving.announce(version.pk, program_id=till.cast.a.pk)
    assert Message.objects.filter(kind="billing.price_change").count() == 5


def test_another_programs_members_are_left_alone(till: Till, hourly: Callable[[datetime], None]) -> None:
    from program.tenancy.scope import program_scope
    from tests.members.billing.conftest import plan_of, priced

    monthly(till, till.cast.alice)
    with program_scope(till.cast.b.pk):
        dearer(till, priced(plan_of("monthly", "curriculum", "month"), USD="99"))  # type: ignore[arg-type]
    hourly(TOLD)
    hourly(BEGINS + HOUR)
    assert not Message.objects.filter(kind="billing.price_change").exists()
    assert till.subscription(till.cast.alice).next_price is None
