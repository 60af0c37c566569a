"""A Thursday at eight in Los Angeles, ten days before no. 102."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from members.models import Membership
from program.models import Program
from program.tenancy.scope import program_scope
from roundtables.models import CalendarFeed, Registration, Roundtable
from tests.cast import Cast, make_member
from tests.conftest import HOST_A, browser_of
from tests.mail.mailbox import Mailbox

STARTS = datetime(2026, 10, 1, 15, 0, tzinfo=UTC)
"""8 a.m. in Los Angeles, in summer time."""
BEFORE = STARTS - timedelta(days=10)

type Make = Callable[..., Roundtable]


def make_roundtable(number: int = 102, **fields: Any) -> Roundtable:
    starts_at = fields.pop("starts_at", STARTS)
    told = {
        "title": "Pricing out loud",
        "summary": "Bring your price and say it.",
        "host_name": "Dana",
        "ends_at": starts_at + timedelta(hours=1),
        "time_zone": "America/Los_Angeles",
        "room_url": "https://meet.example.org/secret-room",
        **fields,
    }
    return Roundtable.objects.create(number=number, starts_at=starts_at, **told)


def make_members(program: Program, count: int) -> list[Membership]:
    return [make_member(program, f"Guest{i}") for i in range(count)]


@pytest.fixture
def ten_days_before() -> Iterator[None]:
    with time_machine.travel(BEFORE, tick=False):
        yield


@pytest.fixture(autouse=True)
def _frozen(ten_days_before: None) -> None:
    """Each test moves on by hand: `time_machine.travel(STARTS)`."""


@pytest.fixture
def table(cast: Cast) -> Roundtable:
    """No. 102 of program A, with three seats."""
    with program_scope(cast.a.pk):
        return make_roundtable(capacity=3)


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def states(cast: Cast) -> Callable[[], dict[str, str]]:
    """Who stands how: name → state."""

    def look() -> dict[str, str]:
        with program_scope(cast.a.pk):
            standing = Registration.objects.standing().order_by("id")
            return dict(standing.values_list("membership__user__name", "state"))

    return look


@pytest.fixture
def feed_path(alice: Client, cast: Cast) -> str:
    """Where Alice's calendar reads."""
    alice.post("/calendar/", secure=True)
    with program_scope(cast.a.pk):
        return CalendarFeed.objects.get().path


@pytest.fixture
def phone(cast: Cast) -> Client:
    """Alice's calendar app, which is not signed in."""
    return browser_of(None, HOST_A)
