"""The currencies that Stripe takes, and those of them without minor units."""

_WITHOUT_MINOR = "bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf"
_OTHERS = """
aed ars aud bam bgn bob brl cad chf cny cop crc czk dkk dop eur gbp gel ghs gtq hkd hnl huf idr ils inr isk kes mad mxn
myr ngn nok nzd pen php pkr pln qar ron rsd sar sek sgd thb try twd tzs uah usd uyu zar
"""
ZERO_DECIMAL = frozenset(_WITHOUT_MINOR.split())
LARGEST = {"idr": 999_999_999_999}
CURRENCIES = ZERO_DECIMAL | frozenset(_OTHERS.split())


def largest(code: str) -> int:
    """Eight digits of minor units, but for rupiah."""
    return LARGEST.get(code, 99_999_999)
