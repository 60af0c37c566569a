import pytest
from hypothesis import given
from hypothesis import strategies as st

from program.timecode import seconds_in, timecode


@pytest.mark.parametrize(
    ("text", "second"),
    [("14:05", 845), (" 0:00 ", 0), ("1:04:05", 3845), ("64:05", 3845), ("090:00", 5400), ("12:59:59", 46799)],
)
def test_place_in_a_recording_is_read(text: str, second: int) -> None:
    assert seconds_in(text) == second


@pytest.mark.parametrize(
    "text", ["", "14", "14:5", "14:60", "1:60:00", "1:4:05", "-1:00", "14.05", "a:bc", "١٤:٠٥", "1:2:3:4"]
)
def test_what_is_no_place_is_none(text: str) -> None:
    assert seconds_in(text) is None


@given(st.integers(min_value=0, max_value=86_399))
def test_what_is_written_is_read_back(second: int) -> None:
    assert seconds_in(timecode(second)) == second
