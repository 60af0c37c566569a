"""The schedule of a program: one lesson a week in one click, everything open in one click, both in the audit log."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from curriculum.learning.schedule_form import FARTHEST
from curriculum.models import Lesson, LessonSetting, Opening
from members.models import Membership
from program.audit.models import Entry
from program.tenancy.scope import program_scope
from tests.cast import Cast
from tests.conftest import HOST_A, browser_of
from tests.curriculum.conftest import queries, words
from tests.curriculum.content import Loader, write_folder

pytestmark = pytest.mark.usefixtures("course")

SCHEDULE, EVERYBODY = "/admin/curriculum/opening/schedule/", "/admin/curriculum/opening/everybody/"
COUNT, SELL = "/curriculum/counting/count/", "/curriculum/selling/ask-for-money/"


def fields(page: str) -> dict[str, str]:
    """The numbers as they stand in the form."""
    inputs = re.findall(r'<input type="number"[^>]*>', page)
    names = [re.findall(r'name="([^"]+)"', one)[0] for one in inputs]
    return {name: (re.findall(r'value="([^"]*)"', one) or [""])[0] for name, one in zip(names, inputs, strict=True)}


def saved(cast: Cast) -> dict[str, int | None]:
    with program_scope(cast.a.pk):
        rows = LessonSetting.objects.select_related("lesson")
        return {str(row): row.opens_after_days for row in rows}


@pytest.fixture
def save(cast: Cast, django_capture_on_commit_callbacks: Any) -> Callable[..., str]:
    """Posts the schedule as Erin does; what was changed is committed."""

    def post(browser: Client, data: dict[str, str]) -> str:
        with program_scope(cast.a.pk), django_capture_on_commit_callbacks(execute=True):
            answer = browser.post(SCHEDULE, data, follow=True)
        return " ".join(answer.content.decode().split())

    return post


def name_of(slug: str) -> str:
    return f"days_{Lesson.objects.get(slug=slug).pk}"


def joined(cast: Cast, days_ago: int) -> None:
    with program_scope(cast.a.pk):
        Membership.objects.filter(pk=cast.alice.pk).update(joined_at=datetime.now(UTC) - timedelta(days=days_ago))


def test_lessons_stand_in_order_with_their_days(erin: Client) -> None:
    page = words(erin, SCHEDULE)
    titles = ["The first question", "The second question", "For the curious", "Ask for money", "Ask again", "Count"]
    places = [page.index(f">{title}</a>") for title in titles]
    assert places == sorted(places)
    assert set(fields(page).values()) == {""}


def test_one_lesson_a_week_is_proposed_looked_at_and_saved(erin: Client, cast: Cast, save: Callable[..., str]) -> None:
    page = words(erin, f"{SCHEDULE}?weekly")
    assert list(fields(page).values()) == ["", "7", "14", "21", "28", "35"]
    day = (datetime.now(UTC).astimezone(cast.a.zone) + timedelta(days=7)).strftime("%A, %B %-d")
    assert f"{day}, 9:00 AM" in page
    assert saved(cast) == {}
    after = save(erin, fields(page))
    assert "Saved: 5 lessons open at another time now." in after
    assert saved(cast) == {
        "second-question": 7, "for-the-curious": 14, "ask-for-money": 21, "ask-again": 28, "count": 35,
    }  # fmt: skip
    with program_scope(cast.a.pk):
        entry = Entry.objects.get(action="set the schedule of")
    assert entry.actor == cast.erin.user
    assert entry.changes["counting/count"] == ["", "35"]


def test_typed_numbers_can_be_looked_at_before_they_are_saved(erin: Client, cast: Cast) -> None:
    answer = erin.post(SCHEDULE, {name_of("count"): "3", "preview": "yes"})
    page = " ".join(answer.content.decode().split())
    day = (datetime.now(UTC).astimezone(cast.a.zone) + timedelta(days=3)).strftime("%A, %B %-d")
    assert f"{day}, 9:00 AM" in page
    assert fields(page)[name_of("count")] == "3"
    assert saved(cast) == {}


@pytest.mark.parametrize("typed", ["-1", "x", str(FARTHEST + 1), "1.5", "99999999999999999999"])
def test_wrong_number_is_named_and_what_was_typed_stays(erin: Client, cast: Cast, typed: str) -> None:
    answer = erin.post(SCHEDULE, {name_of("count"): typed, name_of("ask-again"): "4"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Nothing was saved" in page
    assert "errorlist" in page
    assert f'value="{typed}"' in page
    assert fields(page)[name_of("ask-again")] == "4"
    assert saved(cast) == {}


def test_lesson_opens_at_nine_seven_days_after_enrolment_for_members_who_read(
    erin: Client, alice: Client, charlie: Client, cast: Cast, save: Callable[..., str]
) -> None:
    """P27: the schedule as staff saved it is the wall that members meet."""
    joined(cast, 0)
    assert "The magpie counts." in words(alice, COUNT)
    save(erin, {name_of("count"): "7"})
    page = words(alice, COUNT)
    assert "9:00 AM" in page
    assert "magpie" not in page
    assert "The magpie counts." in words(charlie, COUNT)
    joined(cast, 8)
    assert "The magpie counts." in words(alice, COUNT)


def test_emptied_schedule_leaves_no_rows(erin: Client, cast: Cast, save: Callable[..., str]) -> None:
    save(erin, {name_of("count"): "7"})
    save(erin, {name_of("count"): ""})
    assert saved(cast) == {}
    assert "Nothing was changed." in save(erin, {})


def test_lesson_that_came_after_the_page_was_opened_keeps_its_days(
    erin: Client, cast: Cast, save: Callable[..., str]
) -> None:
    """Another tab, or another editor, added it and said when it opens."""
    opened_before = {name: value for name, value in fields(words(erin, SCHEDULE)).items() if name != name_of("count")}
    save(erin, {name_of("count"): "7"})
    save(erin, {**opened_before, name_of("ask-again"): "3"})
    assert saved(cast) == {"count": 7, "ask-again": 3}


def test_other_settings_of_a_lesson_stay(erin: Client, cast: Cast, save: Callable[..., str]) -> None:
    with program_scope(cast.a.pk):
        lesson = Lesson.objects.get(slug="count")
        LessonSetting.objects.create(lesson=lesson, tier="premium", position=9)
    save(erin, {name_of("count"): "7"})
    with program_scope(cast.a.pk):
        row = LessonSetting.objects.get()
        assert (row.tier, row.position, row.opens_after_days) == ("premium", 9, 7)


def test_staff_open_all_works_in_one_click_and_is_logged(
    erin: Client, alice: Client, charlie: Client, cast: Cast, save: Callable[..., str]
) -> None:
    """P27, the override; taken back likewise."""
    joined(cast, 0)
    save(erin, {name_of("count"): "7"})
    answer = erin.post(EVERYBODY, {"open": "yes"}, follow=True)
    assert "Everything is open to everybody." in answer.content.decode()
    assert "The magpie counts." in words(alice, COUNT)
    assert "ibexcanary" in words(alice, SELL)
    assert "quoll" not in words(alice, "/curriculum/selling/ask-again/")
    assert "ibexcanary" not in words(charlie, SELL)
    erin.post(EVERYBODY, {"open": "yes"})
    with program_scope(cast.a.pk):
        assert Opening.objects.count() == 1
        assert [entry.actor for entry in Entry.objects.filter(action="opened")] == [cast.erin.user]
    for _ in range(2):
        erin.post(EVERYBODY, {"open": "no"})
    assert "magpie" not in words(alice, COUNT)
    with program_scope(cast.a.pk):
        assert Entry.objects.filter(action="took back").count() == 1
        assert Opening.objects.get().closed_at is not None


@pytest.mark.parametrize("role", ["coach", "host", "support", "member"])
def test_schedule_is_for_editors_and_owners(cast: Cast, role: str) -> None:
    with program_scope(cast.a.pk):
        Membership.objects.filter(pk=cast.dana.pk).update(role=role)
    browser = browser_of(cast.dana, HOST_A)
    for answer in (browser.get(SCHEDULE), browser.post(EVERYBODY, {"open": "yes"})):
        assert answer.status_code in (302, 403)
    with program_scope(cast.a.pk):
        assert not Opening.objects.exists()


def test_editor_keeps_the_schedule(cast: Cast, save: Callable[..., str]) -> None:
    with program_scope(cast.a.pk):
        Membership.objects.filter(pk=cast.dana.pk).update(role="editor")
    dana = browser_of(cast.dana, HOST_A)
    assert SCHEDULE in dana.get("/admin/curriculum/opening/").content.decode()
    save(dana, {name_of("count"): "7"})
    assert saved(cast) == {"count": 7}


def test_schedule_costs_the_same_with_1_and_30_lessons(erin: Client, load: Loader, tmp_path: object) -> None:
    load(write_folder(tmp_path / "one", 1))  # type: ignore[operator]
    one = queries(erin, SCHEDULE)
    load(write_folder(tmp_path / "thirty", 30))  # type: ignore[operator]
    assert queries(erin, SCHEDULE) == one
