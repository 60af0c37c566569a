"""Local wall time: eight in the morning stays eight when the clocks change."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from program.clock import ZoneInfo
from program.tenancy.scope import program_scope
from roundtables.models import Series
from roundtables.schedule.scheduling import NoSuchHour, instant, next_date, next_free_date, next_number
from tests.cast import Cast
from tests.roundtables.conftest import make_roundtable

LOS_ANGELES = ZoneInfo("America/Los_Angeles")
EIGHT = time(8)


def thursdays() -> Series:
    return Series(name="Weekly", weekday=3, local_time=EIGHT, time_zone="America/Los_Angeles")


def test_thursdays_at_eight_across_the_november_change() -> None:
    october = next_date(thursdays(), datetime(2026, 10, 27, tzinfo=UTC))
    november = next_date(thursdays(), instant(october, EIGHT, LOS_ANGELES))
    told = [instant(on, EIGHT, LOS_ANGELES).isoformat() for on in (october, november)]
    assert told == ["2026-10-29T15:00:00+00:00", "2026-11-05T16:00:00+00:00"]


def test_date_that_has_begun_is_not_the_next() -> None:
    begins = instant(date(2026, 10, 1), EIGHT, LOS_ANGELES)
    assert next_date(thursdays(), begins - timedelta(seconds=1)) == date(2026, 10, 1)
    assert next_date(thursdays(), begins) == date(2026, 10, 8)


def test_hour_that_the_clocks_skip_is_refused() -> None:
    with pytest.raises(NoSuchHour):
        instant(date(2026, 3, 8), time(2, 30), LOS_ANGELES)


def test_next_date_and_number_follow_what_is_scheduled(cast: Cast) -> None:
    with program_scope(cast.a.pk):
        series = thursdays()
        series.save()
        now = datetime(2026, 9, 21, tzinfo=UTC)
        assert (next_number(), next_free_date(series, now)) == (1, date(2026, 9, 24))
        make_roundtable(102, series=series)
        assert (next_number(), next_free_date(series, now)) == (103, date(2026, 10, 8))
