from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.models import Grant, Membership, Tier
from program.tenancy.scope import program_scope
from tests.cast import Cast, make_member
from tests.conftest import HOST_A, browser_of
from tests.curriculum.content import COURSE, Loader


@pytest.fixture(scope="module")
def load(django_db_setup: None, django_db_blocker: Any, owner: tuple[str, str]) -> Iterator[Loader]:
    """Loads a folder as the owner; the tables all programs share are empty again after the module's last test."""
    loader = Loader(owner)
    yield loader
    with django_db_blocker.unblock():
        loader.forget()


@pytest.fixture
def lessons(db: None, load: Loader) -> None:
    """The small curriculum in tests/curriculum/content/."""
    load()


@pytest.fixture
def course(db: None, load: Loader) -> None:
    """The larger one in tests/curriculum/course/."""
    load(COURSE)


def words(browser: Client, url: str) -> str:
    """A page with its white space made one."""
    answer = browser.get(url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def queries(browser: Client, url: str) -> int:
    """How many a page asks once everything that is kept in memory is there."""
    browser.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(url).status_code == 200
    return sum("SAVEPOINT" not in query["sql"] for query in asked)  # The test's own transaction makes those.


def grant(membership: Membership, tier: str) -> None:
    with program_scope(membership.program_id or 0):
        Grant.objects.create(membership=membership, tier=tier, reason="for the test")


@pytest.fixture
def reader(cast: Cast) -> Client:
    """A member of A on the curriculum tier."""
    membership = make_member(cast.a, "Rita")
    grant(membership, Tier.CURRICULUM)
    return browser_of(membership, HOST_A)


@pytest.fixture
def premium(cast: Cast) -> Client:
    """A member of A on the premium tier."""
    membership = make_member(cast.a, "Paula")
    grant(membership, Tier.PREMIUM)
    return browser_of(membership, HOST_A)
