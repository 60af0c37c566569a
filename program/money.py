"""Money: an amount and its currency, written as the reader's locale writes it."""

from decimal import Decimal

from babel.core import Locale, get_global
from babel.numbers import format_compact_currency, format_currency
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from program.clock import locale_code


def validate_currency(code: str) -> None:
    if code not in get_global("all_currencies"):
        raise ValidationError(_("“%(code)s” is not a currency. Write it like USD or BRL."), params={"code": code})


def money(amount: Decimal, currency: str) -> str:
    """`amount` in major units, like $1,234.50 or R$ 1.234,50."""
    return str(format_currency(amount, currency, locale=locale_code()))


def round_money(amount: Decimal, currency: str) -> str:
    """Without decimals, for large figures: $1,000,000 or R$ 1.000.000."""
    whole = Locale.parse(locale_code()).currency_formats["standard"].pattern.replace(".00", "")
    return str(format_currency(amount, currency, format=whole, locale=locale_code(), currency_digits=False))


def compact_money(amount: Decimal, currency: str) -> str:
    """For small places: $1M."""
    return str(format_compact_currency(amount, currency, locale=locale_code(), fraction_digits=1))
