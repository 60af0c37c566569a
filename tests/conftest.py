"""Tests run as the web's role on tables that the owner made, as in production."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from dj_database_url import parse
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection, connections
from django.test import Client

from curriculum.catalogue import forget_editions
from members.models import Membership
from program.models import Program
from program.tenancy.hosts import forget_hosts
from program.tenancy.scope import program_scope
from tests.cast import Cast, make_cast
from tests.mail.mailbox import Mailbox
from tests.one_house import OneHouse, longest_first

if not os.environ.get("DATABASE_OWNER_URL"):
    raise pytest.UsageError("The tests need their own PostgreSQL and Valkey: run `make test`.")


def pytest_configure() -> None:
    """Tests find static files by their own names; the hashed ones are made by collectstatic."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneHouse:
    return OneHouse(config, log)


@pytest.hookimpl(trylast=True)  # pytest-django has an order of its own.
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    longest_first(items)


HOST_A, HOST_B = "a.localhost", "b.localhost"


def connect_as(user: str, password: str) -> None:
    """From here on every connection of this process is of that role."""
    connection.close()
    for target in (connection.settings_dict, settings.DATABASES["default"]):
        target["USER"], target["PASSWORD"] = user, password


@pytest.fixture(scope="session")
def owner() -> tuple[str, str]:
    found = parse(settings.OWNER_DATABASE_URL)
    return str(found["USER"]), str(found["PASSWORD"])


@pytest.fixture(scope="session")
def web() -> tuple[str, str]:
    default = settings.DATABASES["default"]
    return str(default["USER"]), str(default["PASSWORD"])


@pytest.fixture(scope="session")
def django_db_modify_db_settings(web: tuple[str, str], owner: tuple[str, str], worker_id: str) -> None:
    for alias in connections:
        name = settings.DATABASES[alias]["NAME"]
        suffix = "" if worker_id == "master" else f"_{worker_id}"
        connections[alias].settings_dict["TEST"]["NAME"] = f"test_{name}{suffix}"
    connect_as(*owner)


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_modify_db_settings: None, django_db_blocker: Any, owner: tuple[str, str], web: tuple[str, str]
) -> Iterator[None]:
    with django_db_blocker.unblock():
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        with connection.cursor() as cursor:
            cursor.execute("GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO app_web")
        connect_as(*web)
    yield
    with django_db_blocker.unblock():
        name = connection.settings_dict["NAME"]
        connect_as(*owner)
        connection.creation.destroy_test_db(name.removeprefix("test_"), verbosity=0)


@pytest.fixture(scope="session")
def django_cache_of_this_worker(worker_id: str) -> None:
    """Parallel workers share one Valkey and must not see each other's keys."""
    for cache in caches.all(initialized_only=False):
        cache.key_prefix = f"test-{worker_id}"


@pytest.fixture(autouse=True)
def _fresh(django_cache_of_this_worker: None) -> Iterator[None]:
    forget_hosts()
    forget_editions()
    yield
    for cache in caches.all():
        if isinstance(cache, LocMemCache):
            cache.clear()
            continue
        for key in cache._cache.get_client().scan_iter(f"{cache.key_prefix}:*"):  # type: ignore[attr-defined]
            cache._cache.get_client().delete(key)  # type: ignore[attr-defined]


@pytest.fixture
def cast(db: None) -> Cast:
    """Programs A and B with Alice, Bob, Dana, Erin and Frank in A, and Charlie in B."""
    return make_cast(HOST_A, HOST_B)


@pytest.fixture
def program_a(cast: Cast) -> Program:
    return cast.a


@pytest.fixture
def program_b(cast: Cast) -> Program:
    return cast.b


@pytest.fixture
def in_a(program_a: Program) -> Iterator[Program]:
    """The test's own statements run inside program A."""
    with program_scope(program_a.pk):
        yield program_a


def browser_of(membership: Membership | None, host: str) -> Client:
    client = Client(headers={"host": host})
    if membership is not None:
        client.force_login(membership.user)
    return client


@pytest.fixture
def visitor(cast: Cast) -> Client:
    """A browser on program A's host that nobody signed in to."""
    return browser_of(None, HOST_A)


@pytest.fixture
def alice(cast: Cast) -> Client:
    return browser_of(cast.alice, HOST_A)


@pytest.fixture
def bob(cast: Cast) -> Client:
    return browser_of(cast.bob, HOST_A)


@pytest.fixture
def charlie(cast: Cast) -> Client:
    """Charlie on his own program's host."""
    return browser_of(cast.charlie, HOST_B)


@pytest.fixture
def erin(cast: Cast) -> Client:
    return browser_of(cast.erin, HOST_A)


@pytest.fixture
def frank(cast: Cast) -> Client:
    return browser_of(cast.frank, HOST_A)


@pytest.fixture
def mailbox() -> Mailbox:
    """The mail of this test: `mailbox.deliver_all()` sends what is due."""
    return Mailbox()
