"""A change is made to one roundtable, or to all that follow in its series."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from program import clock
from program.audit.models import Entry
from program.mail.models import Message
from program.tenancy.scope import program_scope
from roundtables.models import Format, Roundtable, Series
from roundtables.seating import seats
from roundtables.staff.following_admin import listed
from tests.cast import Cast
from tests.mail.mailbox import Mailbox
from tests.roundtables.conftest import STARTS, make_roundtable
from tests.roundtables.staff import ROUNDTABLES, form_of, page, register, send, weekly, words

type Change = Callable[..., str]
LOS_ANGELES = "America/Los_Angeles"
FIRST = datetime(2026, 10, 22, 15, tzinfo=UTC)
STARTS_AT = (
    FIRST,
    FIRST + timedelta(days=7),
    datetime(2026, 11, 5, 16, tzinfo=UTC),
    datetime(2026, 11, 12, 16, tzinfo=UTC),
)


@pytest.fixture
def season(cast: Cast) -> list[Roundtable]:
    """Nos. 100 to 103 at eight in Los Angeles, on both sides of the change of the clocks."""
    with program_scope(cast.a.pk):
        series = weekly()
        return [
            make_roundtable(100 + step, series=series, starts_at=starts_at, capacity=80, room_url="")
            for step, starts_at in enumerate(STARTS_AT)
        ]


@pytest.fixture
def change(erin: Client, cast: Cast, season: list[Roundtable]) -> Change:
    """Changes no. 100, and all that follow."""

    def save(table: Roundtable = season[0], **changed: str) -> str:
        form = form_of(table, **{"applies_to": "following", **changed})
        return words(send(erin, f"{ROUNDTABLES}{table.pk}/change/", form))

    return save


def stored(cast: Cast, *fields: str) -> list[Any]:
    with program_scope(cast.a.pk):
        rows = Roundtable.objects.order_by("number")
        return list(rows.values_list(*fields, flat=len(fields) == 1))


def hours(cast: Cast) -> list[str]:
    return [f"{starts_at:%m-%d %H:%M}" for starts_at in stored(cast, "starts_at")]


def alter(cast: Cast, number: int, **fields: Any) -> None:
    with program_scope(cast.a.pk):
        Roundtable.objects.filter(number=number).update(**fields)


def test_hour_is_changed_on_each_own_wall_clock(change: Change, cast: Cast) -> None:
    said = change(time="09:30")
    assert hours(cast) == ["10-22 16:30", "10-29 16:30", "11-05 17:30", "11-12 17:30"]
    assert stored(cast, "sequence") == [1, 1, 1, 1]
    assert "Changed too: nos. 101–103." in said
    assert "The series was changed too." in said
    with program_scope(cast.a.pk):
        assert str(Series.objects.get().local_time) == "09:30:00"
        assert Entry.objects.filter(action="changed", model="roundtables.roundtable").count() == 4


def test_only_this_one_is_the_usual_way(change: Change, cast: Cast) -> None:
    change(time="09:30", applies_to="this")
    assert hours(cast) == ["10-22 16:30", "10-29 15:00", "11-05 16:00", "11-12 16:00"]
    with program_scope(cast.a.pk):
        assert str(Series.objects.get().local_time) == "08:00:00"


def test_other_weekday_is_the_same_shift_for_all(change: Change, cast: Cast) -> None:
    change(date="2026-10-20")
    assert hours(cast) == ["10-20 15:00", "10-27 15:00", "11-03 16:00", "11-10 16:00"]
    with program_scope(cast.a.pk):
        assert Series.objects.get().weekday == 1


def test_other_zone_keeps_the_hour_on_the_wall(change: Change, cast: Cast) -> None:
    change(time_zone="Europe/Berlin")
    assert hours(cast) == ["10-22 06:00", "10-29 07:00", "11-05 07:00", "11-12 07:00"]


def test_those_before_stay(change: Change, season: list[Roundtable], cast: Cast) -> None:
    change(season[2], time="09:30")
    assert hours(cast) == ["10-22 15:00", "10-29 15:00", "11-05 17:30", "11-12 17:30"]


def test_what_was_changed_for_one_alone_stays_and_is_listed(change: Change, cast: Cast) -> None:
    alter(
        cast, 102, starts_at=STARTS_AT[2] + timedelta(hours=3), ends_at=STARTS_AT[2] + timedelta(hours=4), capacity=10
    )
    said = change(time="09:30", capacity="90", host_name="Erin")
    assert hours(cast) == ["10-22 16:30", "10-29 16:30", "11-05 19:00", "11-12 17:30"]
    assert stored(cast, "capacity", "host_name") == [(90, "Erin"), (90, "Erin"), (10, "Erin"), (90, "Erin")]
    assert "Left as it was on no. 102: Starts at, which was different before." in said
    assert "Left as it was on no. 102: Seats, which was different before." in said


def test_cancelled_and_past_ones_stay_and_are_listed(change: Change, cast: Cast) -> None:
    past = STARTS - timedelta(days=15)
    alter(cast, 100, starts_at=past - timedelta(days=7), ends_at=past - timedelta(days=7) + timedelta(hours=1))
    alter(cast, 101, starts_at=past, ends_at=past + timedelta(hours=1))
    alter(cast, 102, state="cancelled")
    with program_scope(cast.a.pk):
        first = Roundtable.objects.get(number=100)
    said = change(first, host_name="Erin")
    assert stored(cast, "host_name") == ["Erin", "Dana", "Dana", "Erin"]
    assert "Left as it was on no. 101: all of it, as it is over." in said
    assert "Left as it was on no. 102: all of it, as it was cancelled." in said


def test_seats_are_never_fewer_than_are_taken(change: Change, season: list[Roundtable], cast: Cast) -> None:
    register(cast, season[1], cast.alice, cast.bob)
    said = change(capacity="1")
    assert stored(cast, "capacity") == [1, 80, 1, 1]
    assert "Left as it was on no. 101: Seats, of which 2 are taken." in said


def test_hour_that_the_clocks_skip_leaves_that_one(change: Change, season: list[Roundtable], cast: Cast) -> None:
    for table, day in zip(season, (7, 14, 21, 28), strict=True):
        hour = 20 if day == 7 else 19
        starts_at = datetime(2027, 3, day, hour, tzinfo=UTC)
        alter(cast, table.number, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
        table.starts_at, table.ends_at = starts_at, starts_at + timedelta(hours=1)
    said = change(season[0], time="02:30")
    assert hours(cast) == ["03-07 10:30", "03-14 19:00", "03-21 09:30", "03-28 09:30"]
    assert "Left as it was on no. 101: the time, as there is no such hour on that day." in said


def test_what_the_form_has_in_common_is_carried_over(change: Change, cast: Cast) -> None:
    with program_scope(cast.a.pk):
        talk = Format.objects.create(slug="talk", name="Talk")
    link = "https://meet.example.org/new"
    change(
        format=str(talk.pk), tier="premium", reminders="3d", confirm_hours="48", offer_hours="6", room_url=link,
        minutes="45", title="Mine alone",
    )  # fmt: skip
    found = stored(cast, "format", "tier", "reminders", "confirm_hours", "offer_hours", "room_url")
    assert set(found) == {(talk.pk, "premium", "3d", 48, 6, link)}
    assert stored(cast, "title") == ["Mine alone", *["Pricing out loud"] * 3]
    with program_scope(cast.a.pk):
        series = Series.objects.get()
        assert (series.format, series.reminders, series.duration_minutes) == (talk, "3d", 45)


def test_words_alone_are_carried_nowhere(change: Change, cast: Cast) -> None:
    assert "Nothing you changed is carried over" in change(title="Mine alone")
    assert stored(cast, "title")[1:] == ["Pricing out loud"] * 3


def test_those_with_a_seat_hear_of_the_new_time(
    change: Change, season: list[Roundtable], cast: Cast, mailbox: Mailbox
) -> None:
    register(cast, season[2], cast.alice)
    mailbox.deliver_all()
    change(time="09:30")
    assert mailbox.to("alice@example.org")[-1].subject.startswith("New time for no. 102")
    with program_scope(cast.a.pk):
        due = Message.objects.filter(kind="roundtables.reminder", state="due").values_list("due_at", flat=True)
        assert max(due) == STARTS_AT[2] + timedelta(minutes=30)


def test_last_of_a_series_is_not_asked_about_others(erin: Client, season: list[Roundtable]) -> None:
    assert "This and all that follow" in page(erin, f"{ROUNDTABLES}{season[0].pk}/change/")
    assert "This and all that follow" not in page(erin, f"{ROUNDTABLES}{season[-1].pk}/change/")


def test_wrong_choice_is_told(change: Change, cast: Cast) -> None:
    assert "Select a valid choice." in change(applies_to="everything", time="09:30")
    assert hours(cast)[0] == "10-22 15:00"


@pytest.mark.parametrize(("hours_before", "is_refused"), [("336", True), ("48", False)])
def test_asking_who_comes_when_it_is_too_late_is_refused(
    change: Change, cast: Cast, hours_before: str, is_refused: bool
) -> None:
    starts_at = STARTS + timedelta(days=4)
    for number in (100, 101, 102, 103):
        alter(cast, number, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), series=None)
    with program_scope(cast.a.pk):
        said = change(Roundtable.objects.get(number=100), confirm_hours=hours_before)
    assert ("Too late: everybody would have been asked on" in said) is is_refused
    assert stored(cast, "confirm_hours")[0] == (None if is_refused else 48)


def test_hours_to_confirm_that_stood_before_do_not_stop_other_changes(
    change: Change, season: list[Roundtable], cast: Cast
) -> None:
    soon = STARTS - timedelta(days=9, hours=12)
    alter(cast, 100, starts_at=soon, ends_at=soon + timedelta(hours=1), confirm_hours=24)
    with program_scope(cast.a.pk):
        change(Roundtable.objects.get(number=100), title="Other words", applies_to="this")
    assert stored(cast, "title")[0] == "Other words"


@pytest.mark.parametrize(
    ("numbers", "words"),
    [([], ""), ([101], "101"), ([101, 102, 104], "101–102, 104"), ([104, 106, 107], "104, 106–107")],
)
def test_numbers_are_listed_in_runs(numbers: list[int], words: str) -> None:
    assert listed(numbers) == words


def test_each_that_follows_costs_the_same(erin: Client, cast: Cast) -> None:
    """Whichever it is, it is saved with a fixed number of questions, so a year takes twelve times a month."""
    with program_scope(cast.a.pk):
        series = weekly()
        for step in range(9):
            table = make_roundtable(200 + step, series=series, starts_at=STARTS_AT[2] + timedelta(weeks=step))
            seats.register(table, cast.alice, now=clock.now())
    _, seven, four, one = (asked_to_save(erin, cast, 200 + step) for step in (0, 1, 4, 7))
    assert seven - four == four - one > 0


def asked_to_save(client: Client, cast: Cast, number: int) -> int:
    """How many questions about roundtables, seats and mails."""
    with program_scope(cast.a.pk):
        table = Roundtable.objects.get(number=number)
    form = form_of(table, applies_to="following", time=f"{number - 190:02}:30")
    with CaptureQueriesContext(connection) as queries:
        send(client, f"{ROUNDTABLES}{table.pk}/change/", form)
    return sum("roundtables_" in query["sql"] or "mail_message" in query["sql"] for query in queries.captured_queries)
