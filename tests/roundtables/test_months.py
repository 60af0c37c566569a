"""Months on the wall: their weeks, their first moment, and which one an address asks for."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from roundtables.pages.months import Month, first_weekday, month_or_none, weekday_names

OCTOBER = Month(2026, 10)


def test_month_is_the_readers_own() -> None:
    half_past_eleven_at_night = datetime(2026, 10, 1, 6, 30, tzinfo=UTC)
    assert Month.at(half_past_eleven_at_night, ZoneInfo("America/Los_Angeles")) == Month(2026, 9)
    assert Month.at(half_past_eleven_at_night, ZoneInfo("Asia/Kolkata")) == OCTOBER


def test_month_begins_on_the_clocks_of_a_zone() -> None:
    assert OCTOBER.begins_at(ZoneInfo("Asia/Kolkata")) == datetime(2026, 9, 30, 18, 30, tzinfo=UTC)
    assert OCTOBER.begins_at(ZoneInfo("America/Los_Angeles")) == datetime(2026, 10, 1, 7, tzinfo=UTC)


def test_month_begins_where_midnight_was_skipped() -> None:
    """On 1 October 2000 the clocks of Asunción went from midnight to one."""
    assert Month(2000, 10).begins_at(ZoneInfo("America/Asuncion")) == datetime(2000, 10, 1, 4, tzinfo=UTC)


@given(st.integers(-2000, 2000))
def test_turning_there_and_back_is_the_same_month(months: int) -> None:
    there = OCTOBER.plus(months)
    assert there.plus(-months) == OCTOBER
    assert (there > OCTOBER) == (months > 0)


@pytest.mark.parametrize(
    ("language", "first", "name"), [("en", "Sun", "October 2026"), ("pt-br", "dom.", "outubro de 2026")]
)
def test_month_speaks_the_readers_language(language: str, first: str, name: str) -> None:
    with translation.override(language):
        assert weekday_names()[0][0] == first
        assert OCTOBER.name == name
        assert OCTOBER.weeks()[0][0] == date(2026, 9, 27)


@pytest.mark.parametrize(("locale", "first"), [("en", 6), ("pt_BR", 6), ("pt_PT", 6), ("de", 0), ("fr", 0), ("ar", 5)])
def test_weeks_begin_as_the_locale_says(locale: str, first: int) -> None:
    assert first_weekday(locale) == first


@pytest.mark.parametrize("code", ["2026-10", "2026-11", "2021-10", "2028-10"])
def test_month_nearby_is_found(code: str) -> None:
    found = month_or_none(code, OCTOBER)
    assert found is not None
    assert found.code == code


NONE = [
    "",
    "2026",
    "2026-13",
    "2026-00",
    "2026-1",
    "0001-01",
    "9999-12",
    "2021-09",
    "2028-11",
    "x",
    "\x00",
    "２０２６-１０",
]


@pytest.mark.parametrize("code", NONE)
def test_month_that_is_none_or_far_away_is_not(code: str) -> None:
    assert month_or_none(code, OCTOBER) is None
