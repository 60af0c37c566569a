"""Reminder schedules, as staff write them."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from program import clock
from program.tenancy.scope import program_scope
from roundtables.letters import reminding
from roundtables.models import Series
from roundtables.schedule import actions
from roundtables.schedule.leads import leads_in, validate_leads
from roundtables.seating import seats
from tests.cast import Cast
from tests.mail.mailbox import Mailbox
from tests.roundtables.conftest import STARTS, make_roundtable


def test_schedule_is_read_longest_first_and_each_length_once() -> None:
    assert [lead.name for lead in leads_in("1h, 7d 24h 1d")] == ["7d", "24h", "1h"]


@pytest.mark.parametrize("text", ["soon", "0h", "7", "d", "1w", "-1h", "1.5h", "99999h"])
def test_word_that_is_no_length_is_named(text: str) -> None:
    with pytest.raises(ValidationError, match=text):
        validate_leads(text)


@pytest.mark.parametrize("text", ["1h 2h 3h 4h 5h 6h 7h", "61d"])
def test_too_many_or_too_long_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="At most 6 reminders"):
        validate_leads(text)


@given(st.lists(st.tuples(st.integers(1, 9999), st.sampled_from("dhm")), max_size=6))
def test_any_schedule_is_in_order_and_has_a_subject(parts: list[tuple[int, str]]) -> None:
    leads = leads_in(" ".join(f"{count}{unit}" for count, unit in parts))
    lengths = [lead.before for lead in leads]
    assert lengths == sorted(set(lengths), reverse=True)
    assert all("%(number)s" in reminding(lead.name) for lead in leads)


def test_table_reminds_as_it_says_else_as_its_series_says(cast: Cast, mailbox: Mailbox) -> None:
    with program_scope(cast.a.pk):
        series = Series.objects.create(name="Weekly", time_zone="UTC", local_time="08:00", reminders="3d 30m")
        follows = make_roundtable(103, series=series)
        own = make_roundtable(104, series=series, reminders="2h")
        for table in (follows, own):
            seats.register(table, cast.alice, now=clock.now())
    told = [letter.subject for letter in mailbox.deliver_all(now=STARTS - timedelta(seconds=1))]
    assert sorted(subject for subject in told if subject.startswith("In ")) == [
        "In 2 hours: no. 104, Pricing out loud",
        "In 3 days: no. 103, Pricing out loud",
        "In 30 minutes: no. 103, Pricing out loud",
    ]


def test_series_that_changes_its_schedule_plans_anew(cast: Cast, mailbox: Mailbox) -> None:
    with program_scope(cast.a.pk):
        series = Series.objects.create(name="Weekly", time_zone="UTC", local_time="08:00")
        seats.register(make_roundtable(103, series=series), cast.alice, now=clock.now())
    mailbox.deliver_all(now=STARTS - timedelta(days=7))
    with program_scope(cast.a.pk):
        series.reminders = "7d 2h"
        actions.save_series(series, now=clock.now())
    told = [letter.subject for letter in mailbox.deliver_all(now=STARTS - timedelta(seconds=1))]
    assert [subject for subject in told if subject.startswith("In ")] == [
        "In a week: no. 103, Pricing out loud",
        "In 2 hours: no. 103, Pricing out loud",
    ]
