"""Amounts as Stripe writes them, by the examples of its own page on currencies."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.billing.providers.minor import THREE_DECIMAL, WHOLE, coin_of, from_minor, to_minor


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [("10", "USD", 1000), ("12.50", "USD", 1250), ("500", "JPY", 500), ("5.12", "KWD", 5120), ("5", "ISK", 500)],
)
def test_amount_is_written_as_stripe_writes_it(amount: str, currency: str, minor: int) -> None:
    assert to_minor(Decimal(amount), currency) == minor
    assert from_minor(minor, currency) == Decimal(amount)


@pytest.mark.parametrize(
    ("amount", "currency"), [("0.005", "USD"), ("0.5", "JPY"), ("5.124", "KWD"), ("12.50", "ISK"), ("0.01", "UGX")]
)
def test_fraction_that_nobody_can_pay_is_refused(amount: str, currency: str) -> None:
    with pytest.raises(ValueError, match=f"{amount} {currency} has a fraction"):
        to_minor(Decimal(amount), currency)


@given(currency=st.sampled_from(["USD", "BRL", *sorted(WHOLE | THREE_DECIMAL)]), coins=st.integers(-(10**9), 10**9))
def test_whole_coins_come_back_as_they_went(currency: str, coins: int) -> None:
    amount = coins * coin_of(currency)
    assert from_minor(to_minor(amount, currency), currency) == amount
