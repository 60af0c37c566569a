"""A Thursday at eight in Los Angeles, ten days before no. 102."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from members.models import Membership
from program.models import Program
from program.tenancy.scope import program_scope
from roundtables.models import Registration, Roundtable
from tests.cast import Cast, make_member
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
