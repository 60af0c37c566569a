from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from members.models import Membership
from program import clock
from program.tenancy.scope import platform_scope, program_scope
from roundtables.models import Meeting, Registration, RoomService, Roundtable
from roundtables.rooms import keeping, syncing
from roundtables.schedule import actions
from roundtables.seating import seats
from tests.cast import Cast
from tests.roundtables.rooms.zoom_stand_in import ACCOUNT, CLIENT, SECRET, Zoom, zoom_stand_in

WEBHOOK_SECRET = "hush-webhook-secret"
JITSI_SECRET = "a-secret-that-prosody-knows-and-nobody-else"


@pytest.fixture
def zoom(settings: Any) -> Iterator[Zoom]:
    with zoom_stand_in() as server:
        settings.ZOOM_API_URL = settings.ZOOM_OAUTH_URL = server.url
        yield server


def set_up(cast: Cast, provider: str, told: dict[str, object], *, is_default: bool = True, **secrets: str) -> None:
    with program_scope(cast.a.pk):
        service = RoomService(provider=provider, settings=told, is_default=is_default)
        service.seal(**secrets)
        service.save()


@pytest.fixture
def with_zoom(cast: Cast, zoom: Zoom) -> Zoom:
    """Program A meets at Zoom."""
    told: dict[str, object] = {"account_id": ACCOUNT, "client_id": CLIENT, "host": "host@example.org", "records": True}
    set_up(cast, "zoom", told, client_secret=SECRET, webhook_secret=WEBHOOK_SECRET)
    return zoom


def with_jitsi(cast: Cast, *, is_default: bool = True, **told: object) -> None:
    open_ones: dict[str, object] = {"server": "https://meet.jit.example", "app_id": "founders", "key_id": ""}
    secret = str(told.pop("secret", JITSI_SECRET))
    set_up(cast, "jitsi", {**open_ones, **told}, is_default=is_default, secret=secret)


def sweep() -> None:
    """What the beat and the workers do, in this process."""
    now = clock.now()
    with platform_scope():
        keeping.notice(now)
        claimed = syncing.claim(now)
    for program_id, meeting_id in claimed:
        syncing.see_to(meeting_id, program_id=program_id)


def meeting_of(cast: Cast) -> Meeting:
    with program_scope(cast.a.pk):
        return Meeting.objects.select_related("roundtable").get()


def seat_of(cast: Cast, table: Roundtable, member: Membership) -> Registration:
    with program_scope(cast.a.pk):
        return seats.register(table, member, now=clock.now())


def change(cast: Cast, table: Roundtable, **fields: object) -> None:
    """As staff save the form."""
    with program_scope(cast.a.pk):
        locked = seats.lock(table.pk)
        for name, value in fields.items():
            setattr(locked, name, value)
        actions.save_changed(locked, now=clock.now())


def only(zoom: Zoom) -> dict[str, object]:
    (meeting,) = zoom.meetings.values()
    return meeting


def later(seconds: float) -> None:
    """A sweep after that long."""
    with time_machine.travel(clock.now() + timedelta(seconds=seconds), tick=False):
        sweep()
