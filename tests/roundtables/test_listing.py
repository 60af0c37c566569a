"""The list: as an agenda and by month, of one format or of all, on the reader's own days."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from program.tenancy.scope import program_scope
from roundtables.models import Format, Registration, Roundtable
from roundtables.schedule.agenda import Presenter
from roundtables.schedule.format import make_formats
from tests.cast import Cast
from tests.roundtables.conftest import BEFORE, STARTS, make_roundtable
from tests.roundtables.test_pages import asked, change, page

OCTOBER = "/roundtables/?view=month&month=2026-10"


def cell(text: str, day: str) -> str:
    """What stands on that day in the table of the month."""
    found = re.search(rf'<time datetime="{day}">(.*?)</td>', text, re.DOTALL)
    assert found, day
    return found[1]


def showcase(cast: Cast) -> Format:
    with program_scope(cast.a.pk):
        make_formats()
        return Format.objects.get(slug="showcase")


def present(table: Roundtable, *names: str) -> None:
    with program_scope(table.program.pk):
        Presenter.objects.bulk_create(
            Presenter(roundtable=table, position=place, name=name) for place, name in enumerate(names)
        )


def test_row_says_format_presenters_edition_and_tier(visitor: Client, cast: Cast, table: Roundtable) -> None:
    change(cast, table, format=showcase(cast), edition="The anniversary", tier="premium")
    present(table, "Ada", "Bao", "Chidi", "Dalia", "Emeka")
    text = page(visitor, "/roundtables/")
    for words in ("Showcase", "The anniversary", "Premium", "Ada, Bao, Chidi and 2 more"):
        assert words in text


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("seat", "You have a seat"),
        ("offered", "A seat is free for you"),
        ("waiting", "You are on the waiting list"),
    ],
)
@pytest.mark.parametrize("path", ["/roundtables/", OCTOBER])
def test_member_sees_the_own_state(
    alice: Client, bob: Client, cast: Cast, table: Roundtable, state: str, words: str, path: str
) -> None:
    until = {"offer_until": STARTS} if state == "offered" else {}
    with program_scope(cast.a.pk):
        Registration.objects.create(roundtable=table, membership=cast.alice, state=state, **until)
    assert words in page(alice, path)
    assert words not in page(bob, path)


def test_list_of_one_format_has_only_that(visitor: Client, cast: Cast, table: Roundtable) -> None:
    change(cast, table, format=showcase(cast))
    with program_scope(cast.a.pk):
        talk = Format.objects.get(slug="talk")
        make_roundtable(103, title="A talk to come", starts_at=STARTS + timedelta(days=1), format=talk)
        make_roundtable(90, title="A talk of old", starts_at=BEFORE - timedelta(days=9), format=talk)
    for path in ("/roundtables/?format=showcase", f"{OCTOBER}&format=showcase"):
        text = page(visitor, path)
        assert "Pricing out loud" in text
        assert "A talk" not in text
    text = page(visitor, "/roundtables/?format=talk")
    assert "A talk to come" in text
    assert "A talk of old" in text


def test_links_keep_view_month_and_format(visitor: Client, cast: Cast, table: Roundtable) -> None:
    change(cast, table, format=showcase(cast))
    text = page(visitor, f"{OCTOBER}&format=showcase")
    for address in (
        "/roundtables/?view=month&amp;month=2026-11&amp;format=showcase",
        "/roundtables/?view=month&amp;format=showcase",  # September is the month of today.
        "/roundtables/?format=showcase",
        "/roundtables/?view=month&amp;month=2026-10",
    ):
        assert f'href="{address}"' in text


def test_formats_that_lead_nowhere_are_not_offered(visitor: Client, cast: Cast, table: Roundtable) -> None:
    change(cast, table, format=showcase(cast))
    with program_scope(cast.a.pk):
        make_roundtable(103, state="draft", format=Format.objects.get(slug="talk"))
    assert "format=talk" not in page(visitor, "/roundtables/?format=showcase")


def test_formats_of_another_program_are_unknown(charlie: Client, cast: Cast, table: Roundtable) -> None:
    change(cast, table, format=showcase(cast))
    text = page(charlie, "/roundtables/?format=showcase")
    assert "Showcase" not in text
    assert "No roundtable is set yet" in text


@pytest.mark.parametrize(
    "query",
    [
        "view=year",
        "view=month&month=2026-13",
        "view=month&month=0000-00",
        "view=month&month=9999-12",
        "view=month&month=%00",
        "view=month&month=",
        "format=no-such",
        "format=%00",
        "format=" + "x" * 3000,
        "page=-1&page=x",
        "page=99999999999999999999",
        "view=month&view=agenda&format=a&format=b",
        "&&&===",
        "%FF=%FE",
    ],
)
def test_address_that_makes_no_sense_shows_the_list(visitor: Client, table: Roundtable, query: str) -> None:
    assert "Roundtables" in page(visitor, f"/roundtables/?{query}")


def test_late_roundtable_is_on_the_next_day_of_readers_further_east(visitor: Client, cast: Cast) -> None:
    with program_scope(cast.a.pk):
        late = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)  # 23:30 on Saturday, October 31, in Los Angeles.
        make_roundtable(104, title="A late table", starts_at=late)
    visitor.cookies["zone"] = "America/Los_Angeles"
    text = page(visitor, OCTOBER)
    assert "A late table" in cell(text, "2026-10-31")
    assert "11:30 PM PDT" in cell(text, "2026-10-31")
    assert "A late table" not in page(visitor, "/roundtables/?view=month&month=2026-11")
    visitor.cookies["zone"] = "Asia/Kolkata"
    assert "A late table" not in page(visitor, OCTOBER)
    assert "A late table" in cell(page(visitor, "/roundtables/?view=month&month=2026-11"), "2026-11-01")


def test_month_marks_today_and_says_whose_days_they_are(visitor: Client, table: Roundtable) -> None:
    visitor.cookies["zone"] = "Asia/Kolkata"
    text = page(visitor, "/roundtables/?view=month")
    assert "September 2026" in text
    assert "Days and hours in: Kolkata" in text
    assert re.search(r'aria-current="date">\s*<p class="month-date">\s*<time datetime="2026-09-21">', text)
    assert "There is no roundtable in this month." in text


def test_month_has_seats_left_and_what_was_called_off_while_it_matters(
    visitor: Client, cast: Cast, table: Roundtable
) -> None:
    with program_scope(cast.a.pk):
        make_roundtable(103, title="Called off", state="cancelled", starts_at=STARTS + timedelta(days=1))
        make_roundtable(90, title="Called off long ago", state="cancelled", starts_at=BEFORE - timedelta(days=2))
        make_roundtable(104, title="Only a draft", state="draft", starts_at=STARTS + timedelta(days=2))
    text = page(visitor, OCTOBER)
    assert "3 seats left" in cell(text, "2026-10-01")
    assert "Cancelled" in cell(text, "2026-10-02")
    assert "Only a draft" not in text
    assert "long ago" not in page(visitor, "/roundtables/?view=month")


def test_months_end_where_nobody_needs_to_go(visitor: Client, table: Roundtable) -> None:
    assert "Next month:" not in page(visitor, "/roundtables/?view=month&month=2028-09")
    text = page(visitor, "/roundtables/?view=month&month=2021-09")
    assert "Previous month:" not in text
    assert "This month" in text


@pytest.mark.parametrize("path", ["/roundtables/", "/roundtables/?format=showcase", OCTOBER])
def test_list_costs_the_same_for_one_and_for_thirty_with_all_they_have(
    alice: Client, cast: Cast, table: Roundtable, path: str
) -> None:
    chosen = showcase(cast)
    change(cast, table, format=chosen)
    with program_scope(cast.a.pk):
        make_roundtable(50, starts_at=STARTS - timedelta(days=300), format=chosen)
    one = asked(alice, path)
    with program_scope(cast.a.pk):
        for i in range(1, 30):
            more = make_roundtable(102 + i, starts_at=STARTS + timedelta(hours=12 * i), format=chosen)
            make_roundtable(50 + i, starts_at=STARTS - timedelta(days=300 - i), format=chosen)
            present(more, "Ada", "Bao")
            Registration.objects.create(roundtable=more, membership=cast.alice, state="seat")
    assert asked(alice, path) == one <= 5


KEPT = ["/roundtables/", "/roundtables/?view=month", OCTOBER, "/roundtables/?format=talk"]


@pytest.mark.parametrize("path", KEPT)
def test_kept_list_of_a_visitor_costs_none(visitor: Client, cast: Cast, table: Roundtable, path: str) -> None:
    showcase(cast)
    with program_scope(cast.a.pk):
        make_roundtable(103, format=Format.objects.get(slug="talk"))
    assert asked(visitor, path) == 0
    assert "csrfmiddlewaretoken" not in page(visitor, path)


@pytest.mark.parametrize("query", ["a=1", "view=month&x=2", "format=none", "month=2026-10", "page=7", "view=agenda"])
def test_made_up_addresses_are_not_kept(visitor: Client, table: Roundtable, query: str) -> None:
    assert asked(visitor, f"/roundtables/?{query}") > 0


def test_past_goes_on_over_pages(visitor: Client, cast: Cast) -> None:
    with program_scope(cast.a.pk):
        for i in range(25):
            make_roundtable(1 + i, title=f"Past {i:02}", starts_at=BEFORE - timedelta(days=100 - i))
    assert "Past 00" not in page(visitor, "/roundtables/")
    assert "Past 00" in page(visitor, "/roundtables/?page=2")
    assert asked(visitor, "/roundtables/?page=2") == 0
