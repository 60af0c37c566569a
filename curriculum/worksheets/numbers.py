"""Numbers as founders write them in their language, and as they are kept: like 1234.50."""

import re
from decimal import Decimal, InvalidOperation

from babel.numbers import NumberFormatError, format_decimal, get_currency_symbol, parse_decimal

from program.clock import locale_code

DIGITS = re.compile(r"[-−]?[0-9][0-9.,]*")
MOST_DIGITS = 18


class NotANumber(ValueError):
    """What was typed cannot be read as a number in the reader's language."""


def read_number(typed: str, *, around: tuple[str, ...] = ()) -> str:
    """`around` are signs that may stand before or after it, like R$ or %."""
    bare = typed
    for sign in sorted(around, key=len, reverse=True):
        bare = re.sub(re.escape(sign), "", bare, flags=re.IGNORECASE)
    bare = re.sub(r"[\s\u00a0\u202f]", "", bare)
    if not DIGITS.fullmatch(bare) or len(bare) > MOST_DIGITS:
        raise NotANumber(typed)
    try:
        return f"{parse_decimal(bare.replace('−', '-'), locale=locale_code(), strict=True):f}"
    except NumberFormatError as error:
        raise NotANumber(typed) from error


def signs_of(currency: str) -> tuple[str, ...]:
    return (currency, get_currency_symbol(currency, locale=locale_code()), get_currency_symbol(currency, locale="en"))


def write_number(kept: str) -> str:
    """In the reader's language; what is not a number stays as it is."""
    number = decimal_of(kept)
    return kept if number is None else str(format_decimal(number, locale=locale_code(), decimal_quantization=False))


def decimal_of(kept: str) -> Decimal | None:
    try:
        number = Decimal(kept)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def example_number() -> str:
    return write_number("1234.5")
