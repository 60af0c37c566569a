"""What was paid and not used. Pure arithmetic over whole days.

Source: the program's own rule (worked examples F19 of its arithmetic): price x days left / days, half up to the coin.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, slots=True)
class Unused:
    """Days of a paid period, and how many of them are left."""

    days: int
    used: int

    @property
    def left(self) -> int:
        return self.days - self.used


def unused(begins: date, ends: date, today: date) -> Unused:
    """Whole days from `begins` to `ends` (not counted itself), of which those before `today` are used.

    A day before the period counts as none used, a day after it as all. ValueError when the period has no day.
    """
    days = (ends - begins).days
    if days < 1:
        raise ValueError("A period has at least one day.")
    return Unused(days, min(max((today - begins).days, 0), days))


def refund(price: Decimal, period: Unused, places: int = 2) -> Decimal:
    """`price` (major units, not negative) x days left / days, half up to `places` decimals (0 for yen, 2 for dollars).

    $1,000.00 on day 90 of 365 is $753.42; a $99.00 month on day 10 of 30 is $66.00.
    """
    if price < 0:
        raise ValueError("A price is not negative.")
    return (price * period.left / period.days).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def still_refundable(paid: Decimal, given_back: Decimal) -> Decimal:
    """What is left of a payment to give back: never below nothing. Both in major units, neither negative."""
    return max(paid - given_back, Decimal(0))
