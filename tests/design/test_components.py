"""Components say what they show, in words as well as in pictures."""

from datetime import UTC, datetime
from types import SimpleNamespace as Thing
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.html import strip_tags

PACIFIC = ZoneInfo("America/Los_Angeles")
EIGHT_IN_LOS_ANGELES = datetime(2026, 10, 6, 15, tzinfo=UTC)


def html(name: str, **context: Any) -> str:
    return render_to_string(f"components/{name}.html", context, request=RequestFactory().get("/"))


def words(name: str, **context: Any) -> str:
    return " ".join(strip_tags(html(name, **context)).split())


class Question(forms.Form):
    email = forms.EmailField(label="E-mail", help_text="Only for the answer.")
    note = forms.CharField(label="Note", required=False)
    agreed = forms.BooleanField(label="I agree")


def test_field_ties_hint_and_error_to_the_input() -> None:
    page = html("field", field=Question({"email": "alice@"})["email"])
    assert 'aria-describedby="id_email_helptext id_email_error"' in page
    assert 'id="id_email_helptext"' in page
    assert 'id="id_email_error"' in page
    assert 'aria-invalid="true"' in page
    assert '<label for="id_email">' in page


def test_field_says_which_answers_are_optional() -> None:
    assert "Note (optional)" in words("field", field=Question()["note"])
    assert "(optional)" not in words("field", field=Question()["email"])


def test_form_has_its_button_and_its_token() -> None:
    page = html("form", form=Question(), submit="Send")
    assert 'name="csrfmiddlewaretoken"' in page
    assert '<button type="submit" class="button">Send</button>' in page


@pytest.mark.parametrize(
    ("seats_left", "said"),
    [(37, "37 seats left of 100"), (1, "1 seat left of 100"), (0, "All 100 seats are taken; there is a waiting list")],
)
def test_seats_are_told_in_words(seats_left: int, said: str) -> None:
    assert words("seats", capacity=100, seats_left=seats_left) == said


@pytest.mark.parametrize(
    ("state", "seats_left", "said"),
    [
        ("open", 3, "Open"),
        ("open", 0, "Waiting list"),
        ("save_the_date", 100, "Save the date"),
        ("cancelled", 100, "Cancelled"),
        ("recorded", 0, "Recording ready"),
    ],
)
def test_roundtable_state_is_told_in_words(state: str, seats_left: int, said: str) -> None:
    assert words("roundtable_state", state=state, seats_left=seats_left) == said


def test_when_tells_the_wall_time_there_and_utc() -> None:
    told = words("when", at=EIGHT_IN_LOS_ANGELES, there=PACIFIC, zone=PACIFIC)
    assert told == "Tuesday, October 6 8:00 AM PDT 15:00 UTC"


def test_when_adds_the_time_of_a_reader_elsewhere() -> None:
    zone = ZoneInfo("Asia/Kolkata")
    told = words("when", at=EIGHT_IN_LOS_ANGELES, there=PACIFIC, zone=zone, zone_is_chosen=True)
    assert "Your time: Oct 6, 8:30 PM" in told


def test_when_claims_no_zone_for_a_visitor_who_chose_none() -> None:
    told = words("when", at=EIGHT_IN_LOS_ANGELES, there=PACIFIC, zone=ZoneInfo("Asia/Kolkata"))
    assert told.endswith("Oct 6, 8:30 PM UTC+05:30")
    assert "Your time" not in told


def test_when_gives_scripts_the_instant_and_its_zone() -> None:
    page = html("when", at=EIGHT_IN_LOS_ANGELES, there=PACIFIC, zone=PACIFIC)
    assert 'datetime="2026-10-06T15:00:00+00:00"' in page
    assert 'data-zone="America/Los_Angeles"' in page


def lesson(**changed: Any) -> dict[str, Any]:
    row = {"number": 2, "title": "A price", "url": "/x/", "minutes": 9, "tier": "curriculum"}
    return {**row, "is_open": True, "is_done": False, **changed}


def test_lesson_row_above_the_readers_tier_names_the_tier_and_no_tick() -> None:
    page = html("lesson_row", **lesson(is_open=False))
    assert "Curriculum" in strip_tags(page)
    assert "Not yet done" not in page


def test_lesson_row_says_what_is_done() -> None:
    assert 'aria-label="Done"' in html("lesson_row", **lesson(is_done=True))


def test_module_row_without_lessons_is_no_link() -> None:
    module = Thing(position=7, title="Team", promise="Who does what.", url="/x/", is_written=False)
    assert "<a" not in html("module_row", module=module)
    assert "Being written" in words("module_row", module=module)


def test_pagination_keeps_the_rest_of_the_address() -> None:
    request = RequestFactory().get("/roundtables/", {"past": "1"})
    page = render_to_string("components/pagination.html", {"page": Paginator(range(60), 20).page(2)}, request)
    assert 'href="?past=1&amp;page=3"' in page
    assert "Page 2 of 3" in page


def test_pagination_of_one_page_is_nothing() -> None:
    assert words("pagination", page=Paginator(range(3), 20).page(1)) == ""


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429", "500", "unknown_host"])
def test_error_pages_need_nothing_to_be_shown(name: str) -> None:
    page = render_to_string(f"{name}.html")
    assert "<h1>" in page
    assert "First Million" not in page


def test_unknown_host_says_which_hosts_are_served() -> None:
    hosts = {"brasil.localhost": "http://brasil.localhost:8000/"}
    link = '<a href="http://brasil.localhost:8000/">brasil.localhost</a>'
    assert link in render_to_string("unknown_host.html", {"hosts": hosts})
