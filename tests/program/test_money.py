"""Amounts are written as the reader's locale writes them, rounded half up."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from program.money import money, round_money, validate_currency


@pytest.mark.parametrize(
    ("language", "amount", "currency", "written"),
    [
        ("en", "1234.5", "USD", "$1,234.50"),
        ("en", "0.125", "USD", "$0.13"),
        ("en", "1234.5", "JPY", "¥1,235"),
        ("pt-br", "1234.5", "BRL", "R$\xa01.234,50"),
        ("pt-br", "1234.5", "USD", "US$\xa01.234,50"),
    ],
)
def test_money_follows_locale_and_currency(language: str, amount: str, currency: str, written: str) -> None:
    with translation.override(language):
        assert money(Decimal(amount), currency) == written


@pytest.mark.parametrize(("amount", "written"), [("1250000.50", "$1,250,001"), ("2.5", "$3"), ("0", "$0")])
def test_large_figures_are_rounded_half_up(amount: str, written: str) -> None:
    assert round_money(Decimal(amount), "USD") == written


def test_round_money_in_portuguese() -> None:
    with translation.override("pt-br"):
        assert round_money(Decimal(1_000_000), "BRL") == "R$\xa01.000.000"


def test_currency_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValidationError, match="XYZ"):
        validate_currency("XYZ")
