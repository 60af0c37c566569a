"""Many sweepers and workers at once make one meeting for each roundtable: twice without the claim, once with it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from program import clock
from program.tenancy.scope import platform_scope, program_scope
from roundtables.models import Meeting, RoomService, Roundtable
from roundtables.rooms import keeping, syncing
from tests.cast import Cast, make_cast
from tests.conftest import HOST_A, HOST_B
from tests.roundtables.rooms.zoom_stand_in import ACCOUNT, CLIENT, SECRET, Zoom, zoom_stand_in

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

SWEEPERS, TABLES = 8, 12

type Claim = Callable[[], list[tuple[int, int]]]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast(HOST_A, HOST_B)


def announce(cast: Cast) -> None:
    starts_at = clock.now() + timedelta(days=10)
    with program_scope(cast.a.pk):
        told = {"account_id": ACCOUNT, "client_id": CLIENT, "host": "host@example.org"}
        service = RoomService(provider="zoom", is_default=True, settings=told)
        service.seal(client_secret=SECRET)
        service.save()
        for number in range(1, TABLES + 1):
            Roundtable.objects.create(
                number=number, title="Pricing", starts_at=starts_at, ends_at=starts_at + timedelta(hours=1),
                time_zone="UTC",
            )  # fmt: skip


def all_sweep(claim: Claim) -> list[tuple[int, int]]:
    """What all of them together took, each in a transaction of its own."""
    barrier = Barrier(SWEEPERS)

    def sweep(_: int) -> list[tuple[int, int]]:
        try:
            connection.ensure_connection()
            barrier.wait()
            with platform_scope():
                keeping.notice(clock.now())
            barrier.wait()
            with platform_scope():
                return claim()
        finally:
            connection.close()

    with ThreadPoolExecutor(SWEEPERS) as pool:
        return [taken for share in pool.map(sweep, range(SWEEPERS)) for taken in share]


def all_see_to(taken: list[tuple[int, int]]) -> None:
    def see_to(one: tuple[int, int]) -> None:
        try:
            syncing.see_to(one[1], program_id=one[0])
        finally:
            connection.close()

    with ThreadPoolExecutor(SWEEPERS) as pool:
        list(pool.map(see_to, taken))


def test_every_meeting_is_claimed_and_made_once(cast: Cast, settings: Any) -> None:
    announce(cast)
    with zoom_stand_in() as zoom:
        point_to(zoom, settings)
        taken = all_sweep(lambda: syncing.claim(clock.now()))
        assert len(taken) == len(set(taken)) == TABLES
        all_see_to(taken)
        assert len(zoom.meetings) == TABLES
        assert zoom.methods() == ["POST"] * TABLES
    with program_scope(cast.a.pk):
        assert Meeting.objects.filter(state="made").count() == TABLES


def test_looking_without_the_lock_claims_twice(cast: Cast) -> None:
    """The negative control: the same sweepers look, then mark."""
    announce(cast)
    looked = Barrier(SWEEPERS)

    def look_then_mark() -> list[tuple[int, int]]:
        found = list(Meeting.objects.due(clock.now()).values_list("program_id", "pk"))
        looked.wait()
        Meeting.objects.filter(pk__in=[pk for _program, pk in found]).update(lease_until=clock.now())
        return [(int(program_id or 0), pk) for program_id, pk in found]

    taken = all_sweep(look_then_mark)
    assert len(taken) == SWEEPERS * TABLES
    assert len(set(taken)) == TABLES


def point_to(zoom: Zoom, settings: Any) -> None:
    settings.ZOOM_API_URL = settings.ZOOM_OAUTH_URL = zoom.url
