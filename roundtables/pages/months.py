"""A month as it hangs on the wall: its weeks, from the day the reader's locale begins them with."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_skeleton

from program import clock

YEARS_BACK, YEARS_AHEAD = 5, 2
"""Months one may turn to; older roundtables stand in the list of the past."""


@dataclass(frozen=True, order=True)
class Month:
    year: int
    number: int

    @classmethod
    def at(cls, instant: datetime, zone: clock.ZoneInfo) -> "Month":
        wall = instant.astimezone(zone)
        return cls(wall.year, wall.month)

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def code(self) -> str:
        """As it stands in the address: 2026-12."""
        return f"{self.year:04}-{self.number:02}"

    @property
    def name(self) -> str:
        """December 2026, dezembro de 2026."""
        return str(format_skeleton("yMMMM", self.first, locale=clock.locale_code()))

    @property
    def short_name(self) -> str:
        """Dec, dez."""
        return str(format_date(self.first, "LLL", locale=clock.locale_code()))

    def plus(self, months: int) -> "Month":
        year, number = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(year, number + 1)

    def begins_at(self, zone: clock.ZoneInfo) -> datetime:
        """Its first moment on the clocks of that zone."""
        return datetime.combine(self.first, time(), tzinfo=zone).astimezone(UTC)

    def weeks(self) -> list[list[date]]:
        """Whole weeks, so that the first and the last have days of the neighbours."""
        return Calendar(first_weekday(clock.locale_code())).monthdatescalendar(self.year, self.number)


def month_or_none(code: str, this_month: Month) -> Month | None:
    """The month somebody asked for, if it is one and not absurdly far away."""
    try:
        asked = datetime.strptime(code, "%Y-%m")  # noqa: DTZ007 - a month has no zone
    except ValueError:
        return None
    found = Month(asked.year, asked.month)
    return found if found.code == code and is_near(found, this_month) else None


def is_near(month: Month, this_month: Month) -> bool:
    return this_month.plus(-12 * YEARS_BACK) <= month <= this_month.plus(12 * YEARS_AHEAD)


@cache
def first_weekday(locale: str) -> int:
    """0 is Monday. A language without a country is taken as where most of its speakers are: English, the States."""
    return int(Locale.parse(get_global("likely_subtags").get(locale, locale)).first_week_day)


def weekday_names() -> list[tuple[str, str]]:
    """The heads of the columns, short and in full."""
    named = Locale.parse(clock.locale_code()).days["stand-alone"]
    order = Calendar(first_weekday(clock.locale_code())).iterweekdays()
    return [(str(named["abbreviated"][day]), str(named["wide"][day])) for day in order]
