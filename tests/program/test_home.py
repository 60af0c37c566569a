"""The front page and the desk: what they show, to whom, at what cost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.models import Founder, Venture
from program.tenancy.scope import program_scope
from roundtables.models import Roundtable
from tests.cast import Cast


@pytest.fixture
def schedule(cast: Cast) -> Callable[[int], None]:
    """So many roundtables ahead, a week apart, in program A."""

    def scheduled(count: int) -> None:
        start = timezone.now() + timedelta(days=3)
        with program_scope(cast.a.pk):
            known = Roundtable.objects.count()
            for n in range(known, known + count):
                begins = start + timedelta(weeks=n)
                Roundtable.objects.create(
                    number=100 + n,
                    title=f"Table {100 + n}",
                    starts_at=begins,
                    ends_at=begins + timedelta(hours=1),
                    time_zone="America/Los_Angeles",
                    state=Roundtable.State.OPEN,
                )

    return scheduled


def queries(browser: Client, path: str) -> list[str]:
    browser.get(path)  # what is remembered by this process is remembered now
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert browser.get(path).status_code == 200
    return [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]


def test_visitor_sees_program_next_roundtable_and_mission(visitor: Client, schedule: Callable[[int], None]) -> None:
    schedule(5)
    page = visitor.get("/").content.decode()
    assert "Program A" in page
    assert "Table 100" in page
    assert "Table 103" in page
    assert "Table 104" not in page
    assert "UTC" in page
    assert "Nobody here has passed the first million yet" in page


def test_visitor_sees_a_page_without_roundtables(visitor: Client) -> None:
    assert "The next roundtable is being set" in visitor.get("/").content.decode()


def test_invite_only_program_has_no_open_door(visitor: Client, cast: Cast) -> None:
    with program_scope(cast.a.pk):
        cast.a.signup_policy = "invite"
        cast.a.save(update_fields=["signup_policy"])
    assert "Start free" not in visitor.get("/").content.decode()


def test_kept_page_asks_the_database_for_nothing(visitor: Client, schedule: Callable[[int], None]) -> None:
    schedule(3)
    assert queries(visitor, "/") == []


def test_front_page_costs_a_member_one_query(alice: Client, schedule: Callable[[int], None]) -> None:
    """Who is there; the rest is what everyone sees alike."""
    schedule(3)
    assert len(queries(alice, "/")) == 1


@pytest.mark.parametrize("path", ["/", "/desk/"])
def test_page_costs_the_same_with_one_roundtable_and_thirty(
    path: str, alice: Client, schedule: Callable[[int], None]
) -> None:
    schedule(1)
    at_one = len(queries(alice, path))
    schedule(29)
    assert len(queries(alice, path)) == at_one
    assert at_one <= 6


def test_desk_leads_a_new_member_through_the_first_evening(alice: Client, schedule: Callable[[int], None]) -> None:
    schedule(1)
    page = alice.get("/desk/").content.decode()
    for step in ("Name your venture", "Read your first lesson", "Take a seat at the next roundtable"):
        assert step in page
    assert "Your desk, Alice" in page


def test_desk_shows_own_venture_and_not_a_peers(alice: Client, bob: Client, cast: Cast) -> None:
    with program_scope(cast.a.pk):
        Founder.objects.create(venture=Venture.objects.create(name="Harbour Ledger"), membership=cast.alice)
    assert "Harbour Ledger" in alice.get("/desk/").content.decode()
    assert "Harbour Ledger" not in bob.get("/desk/").content.decode()


def test_stranger_is_asked_to_join_before_the_desk(cast: Cast) -> None:
    from tests.conftest import HOST_A, browser_of

    assert browser_of(cast.charlie, HOST_A).get("/desk/").headers["Location"].startswith("/join/")
    assert browser_of(None, HOST_A).get("/desk/").headers["Location"].startswith("/accounts/login/")
