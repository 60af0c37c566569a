"""A season is scheduled on one page, in two steps that need no script."""

import re
from datetime import date

import pytest
from django.test import Client

from program.audit.models import Entry
from program.mail.models import Message
from program.models import Program
from program.tenancy.scope import program_scope
from roundtables.models import AgendaItem, Format, Roundtable, Series
from roundtables.schedule import season
from roundtables.seating import seats
from tests.cast import Cast
from tests.roundtables.conftest import BEFORE, make_roundtable
from tests.roundtables.staff import asked, page, send, weekly, words

OCTOBER, NOVEMBER = date(2026, 10, 29), date(2026, 11, 5)
PLACE = "/admin/roundtables/series/{}/season/?first={}&count={}"


@pytest.fixture
def series(cast: Cast) -> Series:
    with program_scope(cast.a.pk):
        make_roundtable(99)
        return weekly(host_name="Dana", duration_minutes=90, reminders="3d")


def place(series: Series, first: str = "2026-10-29", count: int = 3) -> str:
    return PLACE.format(series.pk, first, count)


def filled_in(html: str) -> dict[str, str]:
    """What the page would send if nothing was touched."""
    form = html[html.index('name="first_number"') - 40 :]
    inputs = re.findall(r"<input [^>]+>", form)
    found = {}
    for tag in inputs:
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        is_out = "disabled" in tag or ('type="checkbox"' in tag and "checked" not in tag)
        if name and not is_out:
            found[name[1]] = value[1] if value else "on"
    return found | {"state": "draft"}


def made(cast: Cast) -> list[tuple[int, str, str]]:
    with program_scope(cast.a.pk):
        rows = Roundtable.objects.filter(number__gt=99).order_by("number")
        return [(row.number, f"{row.starts_at:%m-%d %H:%M}", row.state) for row in rows]


def test_thursdays_at_eight_across_the_november_change(erin: Client, cast: Cast, series: Series) -> None:
    html = page(erin, place(series, count=2))
    shown = words(html)
    assert "Thu Oct. 29, 2026 08:00 15:00" in shown
    assert "The clocks have changed: 16:00 UTC instead of 15:00." in shown
    said = send(erin, place(series, count=2), filled_in(html))
    assert "2 roundtables were scheduled: no. 100 to 101." in said
    assert made(cast) == [(100, "10-29 15:00", "draft"), (101, "11-05 16:00", "draft")]


def test_numbers_run_on_over_a_date_that_is_left_out(erin: Client, cast: Cast, series: Series) -> None:
    form = filled_in(page(erin, place(series)))
    del form["on_2026-11-05"]
    send(erin, place(series), {**form, "state": "open", "title_2026-11-12": "Pricing"})
    assert made(cast) == [(100, "10-29 15:00", "open"), (101, "11-12 16:00", "open")]
    with program_scope(cast.a.pk):
        assert list(Roundtable.objects.order_by("number").values_list("title", flat=True))[1:] == ["Weekly", "Pricing"]


def test_new_roundtables_are_as_the_series_says(erin: Client, cast: Cast, series: Series) -> None:
    send(erin, place(series, count=1), filled_in(page(erin, place(series, count=1))))
    with program_scope(cast.a.pk):
        found = Roundtable.objects.select_related("series").get(number=100)
        assert (found.host_name, found.capacity, found.time_zone) == ("Dana", 80, "America/Los_Angeles")
        assert found.duration.total_seconds() == 90 * 60
        assert [lead.name for lead in found.leads] == ["3d"]
        assert Entry.objects.filter(action="added", object_id=str(found.pk)).exists()
        assert Entry.objects.get(action="scheduled a season of").actor == cast.erin.user


def test_second_click_schedules_nothing_and_says_so(erin: Client, cast: Cast, series: Series) -> None:
    form = filled_in(page(erin, place(series)))
    send(erin, place(series), form)
    said = send(erin, place(series), form)
    assert "Meanwhile roundtables were scheduled" in said
    assert "No. 100 is on it." in said
    assert len(made(cast)) == 3


def test_two_tabs_of_two_series_keep_numbers_apart(erin: Client, cast: Cast, series: Series) -> None:
    with program_scope(cast.a.pk):
        other = weekly(weekday=1)
    forms = {one: filled_in(page(erin, place(one, count=1))) for one in (series, other)}
    for one, form in forms.items():
        said = send(erin, place(one, count=1), form)
    assert "Meanwhile roundtables were scheduled" in said
    send(erin, place(other, count=1), filled_in(said))
    assert [number for number, *_ in made(cast)] == [100, 101]


def test_number_taken_at_the_last_moment_makes_nothing(in_a: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody of another series was faster between our look at the numbers and our write."""
    one = weekly()
    make_roundtable(100)
    monkeypatch.setattr(season, "next_number", lambda: 100)
    with pytest.raises(season.Overtaken):
        season.schedule_season(
            one,
            {OCTOBER: "A", NOVEMBER: "B"},
            state="draft",
            first_number=100,
            copies_agenda=False,
            by=None,
            now=BEFORE,
        )
    assert Roundtable.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"title_2026-10-29": " "}, "Write a title, or leave this date out."),
        ({"title_2026-10-29": "x" * 121}, "at most 120 characters"),
        ({"state": "closed"}, "Select a valid choice."),
        ({"first_number": "x"}, "Meanwhile roundtables were scheduled"),
    ],
)
def test_wrong_input_stays_and_is_told(
    erin: Client, cast: Cast, series: Series, changed: dict[str, str], sentence: str
) -> None:
    form = {**filled_in(page(erin, place(series))), "title_2026-11-05": "Kept as typed", **changed}
    said = send(erin, place(series), form)
    assert sentence in said
    assert "Kept as typed" in said
    assert made(cast) == []


def test_nothing_ticked_is_told(erin: Client, cast: Cast, series: Series) -> None:
    form = {name: value for name, value in filled_in(page(erin, place(series))).items() if not name.startswith("on_")}
    assert "Tick at least one date." in send(erin, place(series), form)


@pytest.mark.parametrize(
    ("first", "count", "sentence"),
    [
        ("2026-09-20", "3", "Choose a date from today on"),
        ("9999-12-31", "52", "Choose a date from today on"),
        ("soon", "3", "Enter a valid date."),
        ("2026-10-01", "0", "greater than or equal to 1"),
        ("2026-10-01", "53", "less than or equal to 52"),
        ("2026-10-01", "9" * 400, "less than or equal to 52"),
    ],
)
def test_wrong_dates_are_told(erin: Client, series: Series, first: str, count: str, sentence: str) -> None:
    assert sentence in page(erin, PLACE.format(series.pk, first, count))


def test_date_that_is_taken_cannot_be_chosen(erin: Client, cast: Cast, series: Series) -> None:
    with program_scope(cast.a.pk):
        make_roundtable(100, series=series)
        make_roundtable(101, series=series, starts_at=BEFORE.replace(day=8, month=10), state="cancelled")
    html = page(erin, place(series, "2026-10-01", 2))
    assert "No. 100 is on it." in html
    assert "No. 101 was cancelled on this day." in html
    said = send(
        erin, place(series, "2026-10-01", 2), {**filled_in(html), "on_2026-10-01": "on", "title_2026-10-01": "x"}
    )
    assert "Tick at least one date." in said
    send(erin, place(series, "2026-10-01", 2), {**filled_in(html), "on_2026-10-08": "on", "title_2026-10-08": "Again"})
    assert made(cast)[-1] == (102, "10-08 15:00", "draft")


def test_hour_that_the_clocks_skip_cannot_be_chosen(erin: Client, cast: Cast) -> None:
    with program_scope(cast.a.pk):
        sundays = weekly(weekday=6, local_time="02:30")
    html = page(erin, place(sundays, "2027-03-07", 3))
    assert "There is no such hour on that day: the clocks are put forward over it." in html
    assert set(filled_in(html)) & {"on_2027-03-07", "on_2027-03-14", "on_2027-03-21"} == {
        "on_2027-03-07",
        "on_2027-03-21",
    }


def test_agenda_of_the_latest_is_copied_when_asked(erin: Client, cast: Cast, series: Series) -> None:
    assert "Copy the agenda" not in page(erin, place(series))
    with program_scope(cast.a.pk):
        latest = make_roundtable(100, series=series)
        AgendaItem.objects.create(roundtable=latest, title="Questions", minutes=50)
    form = filled_in(page(erin, place(series, count=2)))
    send(erin, place(series, count=2), {**form, "copies_agenda": "on"})
    with program_scope(cast.a.pk):
        copied = AgendaItem.objects.exclude(roundtable=latest).values_list("roundtable__number", "title", "minutes")
        assert sorted(copied) == [(101, "Questions", 50), (102, "Questions", 50)]


def test_who_only_looks_schedules_nothing(cast: Cast, series: Series) -> None:
    coach = Client(headers={"host": "a.localhost"})
    coach.force_login(cast.dana.user)
    page(coach, place(series), 403)


def test_year_costs_what_a_week_costs(erin: Client, series: Series) -> None:
    assert asked(erin, place(series, count=1)) == asked(erin, place(series, count=52))


def test_series_is_changed_in_its_form_and_coming_mails_follow(erin: Client, cast: Cast, series: Series) -> None:
    with program_scope(cast.a.pk):
        table = make_roundtable(100, series=series)
        seats.register(table, cast.alice, now=BEFORE)
    form = {
        "name": "Thursdays", "repeats": "last", "weekday": "3", "local_time": "09:00", "duration_minutes": "60",
        "time_zone": "Europe/Berlin", "capacity": "20", "host_name": "Erin", "reminders": "2d", "format": "",
    }  # fmt: skip
    send(erin, f"/admin/roundtables/series/{series.pk}/change/", form)
    with program_scope(cast.a.pk):
        due = Message.objects.filter(kind="roundtables.reminder", state="due")
        assert [message.payload["before"] for message in due] == ["2d"]
        assert Series.objects.get().repeats == "last"
    wrong = send(erin, f"/admin/roundtables/series/{series.pk}/change/", {**form, "reminders": "soon"})
    assert "“soon” is no time before the start." in wrong.replace("&quot;", '"')


def test_formats_are_the_programs_own(erin: Client, cast: Cast, series: Series) -> None:
    path, told = "/admin/roundtables/format/", {"name": "Talk", "slug": "talk", "what": "", "position": "1"}
    send(erin, f"{path}add/", told)
    assert "There is already a format with this short name." in send(erin, f"{path}add/", told)
    with program_scope(cast.a.pk):
        talk = Format.objects.get()
        table = make_roundtable(100, format=talk)
    send(erin, f"{path}{talk.pk}/delete/", {"post": "yes"})
    with program_scope(cast.a.pk):
        table.refresh_from_db()
        assert (table.format, Format.objects.count()) == (None, 0)
