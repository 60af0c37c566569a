"""Countries by their two letters, in the reader's words."""

from functools import cache

from babel import Locale

from program.clock import locale_code

NOT_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


@cache
def _names(language: str) -> dict[str, str]:
    named = Locale.parse(language).territories
    return {
        code: name for code, name in named.items() if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES
    }


def country_name(code: str) -> str:
    return _names(locale_code()).get(code, code)


def country_choices() -> list[tuple[str, str]]:
    return sorted(_names(locale_code()).items(), key=lambda country: country[1])
