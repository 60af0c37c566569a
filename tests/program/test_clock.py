"""One formatter for every instant: right on both sides of a change of the clocks."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from program.clock import ZoneInfo, local_time, validate_zone, zone_or_none

BEFORE = datetime(2026, 10, 29, 15, tzinfo=UTC)
AFTER = datetime(2026, 11, 5, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("instant", "zone", "written"),
    [
        (BEFORE, "America/Los_Angeles", "Thursday, October 29, 2026, 8:00 AM PDT"),
        (AFTER, "America/Los_Angeles", "Thursday, November 5, 2026, 8:00 AM PST"),
        (BEFORE, "Asia/Kolkata", "Thursday, October 29, 2026, 8:30 PM UTC+05:30"),
        (AFTER, "Asia/Kolkata", "Thursday, November 5, 2026, 9:30 PM UTC+05:30"),
        (BEFORE, "America/Sao_Paulo", "Thursday, October 29, 2026, 12:00 PM UTC-03:00"),
        (AFTER, "America/Sao_Paulo", "Thursday, November 5, 2026, 1:00 PM UTC-03:00"),
        (AFTER, "UTC", "Thursday, November 5, 2026, 4:00 PM UTC"),
    ],
)
def test_wall_time_names_its_zone(instant: datetime, zone: str, written: str) -> None:
    assert local_time(instant, ZoneInfo(zone)).replace("\u202f", " ") == written


def test_wall_time_in_portuguese() -> None:
    with translation.override("pt-br"):
        written = local_time(AFTER, ZoneInfo("America/Sao_Paulo"))
    assert written.startswith("quinta-feira, 5 de novembro de 2026, 13:00 ")


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "x" * 500])
def test_zone_that_does_not_exist_is_none_and_refused(name: str) -> None:
    assert zone_or_none(name) is None
    with pytest.raises(ValidationError, match="time zone"):
        validate_zone(name)
