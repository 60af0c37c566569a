"""Amounts as payment services write them: whole numbers of the currency's smallest unit.

Source: https://docs.stripe.com/currencies, with its special cases: the last of three decimals has to be zero, and of
some currencies both.
"""

from decimal import Decimal

ZERO_DECIMAL = frozenset(
    {"BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"}
)
THREE_DECIMAL = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})
WHOLE = ZERO_DECIMAL | {"ISK", "UGX"}


def places_of(currency: str) -> int:
    """Decimal places in which `currency` is charged: 0 or 2."""
    return 0 if currency in WHOLE else 2


def coin_of(currency: str) -> Decimal:
    """The smallest amount that is charged in `currency`, in major units: 1 of yen, 0.01 of dollars."""
    return Decimal(1).scaleb(-places_of(currency))


def to_minor(amount: Decimal, currency: str) -> int:
    """Major units to minor: 12.50 USD is 1250. ValueError when the currency has no coin that small."""
    if amount != amount.quantize(coin_of(currency)):
        raise ValueError(f"{amount} {currency} has a fraction that nobody can pay.")
    return int(amount.scaleb(_written_with(currency)))


def from_minor(amount: int, currency: str) -> Decimal:
    """Minor units to major, with the decimal places it is written with: 1250 USD is 12.50."""
    return Decimal(amount).scaleb(-_written_with(currency))


def _written_with(currency: str) -> int:
    return 0 if currency in ZERO_DECIMAL else 3 if currency in THREE_DECIMAL else 2
