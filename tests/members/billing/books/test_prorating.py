"""F19, and what must hold for any price and any day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.billing.books.prorating import Unused, refund, still_refundable, unused

prices = st.decimals(0, 1_000_000, places=2)
periods = st.tuples(st.integers(1, 3700), st.integers(0, 3700)).map(lambda pair: Unused(pair[0], min(pair)))


@pytest.mark.parametrize(
    ("price", "days", "used", "places", "back"),
    [
        ("1000.00", 365, 90, 2, "753.42"),
        ("99.00", 30, 10, 2, "66.00"),
        ("1000.00", 365, 0, 2, "1000.00"),
        ("1000.00", 365, 365, 2, "0.00"),
        ("10000", 366, 91, 0, "7514"),
        ("0.01", 2, 1, 2, "0.01"),
    ],
)
def test_published_refunds(price: str, days: int, used: int, places: int, back: str) -> None:
    """P18: exactly $753.42."""
    assert str(refund(Decimal(price), Unused(days, used), places)) == back


@given(prices, periods)
def test_refund_is_between_nothing_and_the_price(price: Decimal, period: Unused) -> None:
    assert 0 <= refund(price, period) <= price


@given(prices, periods)
def test_refund_never_grows_with_the_days(price: Decimal, period: Unused) -> None:
    later = Unused(period.days, min(period.used + 1, period.days))
    assert refund(price, later) <= refund(price, period)


def test_days_are_whole_and_within_the_period() -> None:
    first = date(2028, 2, 1)
    assert unused(first, date(2029, 2, 1), first + timedelta(days=90)) == Unused(366, 90)
    assert unused(first, first + timedelta(days=30), first - timedelta(days=5)).used == 0
    assert unused(first, first + timedelta(days=30), first + timedelta(days=99)).left == 0


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        unused(date(2026, 1, 1), date(2026, 1, 1), date(2026, 1, 1))
    with pytest.raises(ValueError, match="not negative"):
        refund(Decimal(-1), Unused(1, 0))


def test_nothing_is_given_back_twice() -> None:
    assert still_refundable(Decimal(100), Decimal(30)) == 70
    assert still_refundable(Decimal(100), Decimal(130)) == 0
