"""Money: an amount and its currency, written as the reader's locale writes it."""

from decimal import ROUND_HALF_UP, Decimal

from babel.core import Locale, get_global
from babel.numbers import format_currency, get_currency_precision
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from program.clock import locale_code


def validate_currency(code: str) -> None:
    if code not in get_global("all_currencies"):
        raise ValidationError(_("“%(code)s” is not a currency. Write it like USD or BRL."), params={"code": code})


def rounded(amount: Decimal, places: int) -> Decimal:
    """Half up, as people round; Babel alone would round half to even."""
    return amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def money(amount: Decimal, currency: str) -> str:
    """`amount` in major units, like $1,234.50 or R$ 1.234,50."""
    exact = rounded(amount, get_currency_precision(currency))
    return str(format_currency(exact, currency, locale=locale_code()))


def round_money(amount: Decimal, currency: str) -> str:
    """Without decimals, for large figures: $1,000,000 or R$ 1.000.000."""
    pattern = Locale.parse(locale_code()).currency_formats["standard"].pattern.replace(".00", "")
    whole = rounded(amount, 0)
    return str(format_currency(whole, currency, format=pattern, locale=locale_code(), currency_digits=False))
