"""Staff press twice, or two of them at once: a season is made once, a note goes out once."""

from datetime import date, time, timedelta
from time import sleep

import pytest

from curriculum.models import Opening
from program import clock
from program.mail.models import Message
from program.models import Program
from program.tenancy.scope import program_scope
from roundtables.models import Note, Roundtable, Series
from roundtables.schedule.season import Overtaken, schedule_season
from roundtables.seating import seats
from roundtables.staff import notes
from tests.cast import Cast
from tests.conftest import HOST_A, browser_of
from tests.races.crowd import all_at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

THREADS = 8


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The same people, in rows that other connections see."""
    from tests.cast import make_cast
    from tests.conftest import HOST_B

    return make_cast(HOST_A, HOST_B)


def make_series(program: Program, weekday: int) -> Series:
    with program_scope(program.pk):
        return Series.objects.create(name="Weekly", weekday=weekday, local_time=time(8), time_zone="UTC")


def next_four(series: Series) -> list[date]:
    days = series.dates(clock.now().date() + timedelta(days=1))
    return [next(days) for _ in range(4)]


def schedule(series: Series) -> int:
    titles = dict.fromkeys(next_four(series), "Weekly")
    try:
        return len(
            schedule_season(
                series, titles, state="draft", first_number=1, copies_agenda=False, by=None, now=clock.now()
            )
        )
    except Overtaken:
        return 0


@pytest.mark.parametrize("weekdays", [[3] * THREADS, [1, 3] * (THREADS // 2)])
def test_season_is_made_once_however_many_press(cast: Cast, weekdays: list[int]) -> None:
    """Of one series, whose row they wait for; of two, whose numbers the database keeps apart."""
    made = {weekday: make_series(cast.a, weekday) for weekday in set(weekdays)}
    attempts = all_at_once(schedule, [made[day] for day in weekdays], threads=THREADS, program=cast.a)
    assert sorted(attempt.result for attempt in attempts) == [0] * (THREADS - 1) + [4]
    with program_scope(cast.a.pk):
        assert sorted(Roundtable.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_note_goes_out_once_however_many_press(cast: Cast) -> None:
    now = clock.now()
    with program_scope(cast.a.pk):
        starts_at = now + timedelta(days=3)
        table = Roundtable.objects.create(
            number=1, title="x", starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), time_zone="UTC"
        )
        for member in (cast.alice, cast.bob):
            seats.register(table, member, now=now)
        note = Note.objects.create(roundtable=table, subject="x", words="x")

    def send(note: Note) -> int | None:
        return notes.send_note(note, by=cast.erin, now=now)

    attempts = all_at_once(send, [note] * THREADS, threads=THREADS, program=cast.a)
    assert sorted(attempt.result or 0 for attempt in attempts) == [0] * (THREADS - 1) + [2]
    with program_scope(cast.a.pk):
        assert Message.objects.filter(kind="roundtables.note").count() == 2


def test_what_two_coaches_open_at_once_is_opened_once_and_the_second_is_told(cast: Cast) -> None:
    """Dana looks whether it is open while Erin has not yet committed that it is."""

    def open_everything(by: str) -> str:
        if by == "Erin":
            Opening.objects.create(membership=cast.alice, reason="Erin says so", opened_by=cast.erin)
            sleep(0.5)
            return ""
        sleep(0.2)
        data = {"membership": cast.alice.pk, "module": "", "reason": "Dana says so"}
        browser = browser_of(cast.dana, HOST_A)
        return browser.post("/admin/curriculum/opening/add/", data, follow=True).content.decode()

    attempts = all_at_once(open_everything, ["Erin", "Dana"], threads=2, program=cast.a)
    assert any("This is open already" in (attempt.result or "") for attempt in attempts), attempts
    with program_scope(cast.a.pk):
        assert [opening.reason for opening in Opening.objects.all()] == ["Erin says so"]
