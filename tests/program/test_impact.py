"""The mission counts verified twelve months and nothing else."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from members.models import Venture, VerifiedRevenue
from program.impact import Mission, mission_of
from program.tenancy.scope import program_scope
from tests.cast import Cast


@pytest.fixture
def venture(cast: Cast) -> Venture:
    with program_scope(cast.a.pk):
        return Venture.objects.create(name="Harbour Ledger")


def verify(venture: Venture, amount: str, *, on: date = date(2026, 9, 30), jobs: int = 7) -> None:
    with program_scope(venture.program_id or 0):
        VerifiedRevenue.objects.create(venture=venture, amount=Decimal(amount), ends_on=on, jobs=jobs)


def mission(cast: Cast) -> Mission:
    with program_scope(cast.a.pk):
        return mission_of(cast.a)


def test_mission_is_zero_and_says_so_at_first(cast: Cast) -> None:
    assert mission(cast) == Mission(0, Decimal(0), 0)


@pytest.mark.parametrize(("amount", "counted"), [("999999.99", 0), ("1000000.00", 1), ("1000000.01", 1)])
def test_mark_is_reached_inclusive(amount: str, counted: int, cast: Cast, venture: Venture) -> None:
    verify(venture, amount)
    assert mission(cast).ventures == counted


def test_latest_check_decides(cast: Cast, venture: Venture) -> None:
    verify(venture, "1500000", on=date(2025, 12, 31))
    verify(venture, "900000", on=date(2026, 9, 30))
    assert mission(cast) == Mission(0, Decimal(0), 0)


def test_page_and_json_say_the_same(visitor: Client, cast: Cast, venture: Venture) -> None:
    verify(venture, "1250000.50", jobs=12)
    assert "$1,250,001" in visitor.get("/mission/").content.decode()
    assert visitor.get("/mission.json").json()["verified"] == {"ventures": 1, "revenue": "1250000.50", "jobs": 12}


def test_other_programs_million_is_not_ours(charlie: Client, cast: Cast, venture: Venture) -> None:
    verify(venture, "1250000")
    assert charlie.get("/mission.json").json()["verified"]["ventures"] == 0
