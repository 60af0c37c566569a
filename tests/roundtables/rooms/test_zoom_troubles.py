"""Zoom refuses, fails, falls silent, asks to wait: nothing is made twice, and staff read what it said."""

import time
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache

from program import clock
from program.tenancy.scope import program_scope
from roundtables.models import RoomService, Roundtable
from roundtables.rooms import keeping, syncing
from roundtables.rooms.zoom_client import wait_of
from tests.cast import Cast
from tests.roundtables.conftest import BEFORE
from tests.roundtables.rooms.conftest import change, later, meeting_of, only, sweep
from tests.roundtables.rooms.zoom_stand_in import Trouble, Zoom


def test_answer_that_never_came_makes_no_second_meeting(cast: Cast, table: Roundtable, with_zoom: Zoom) -> None:
    """Zoom made it and failed then: the next try finds it, on the second page of the host's meetings."""
    with_zoom.page_size = 1
    with_zoom.meetings["1"] = {"id": 1, "agenda": "Somebody's own", "join_url": "https://zoom.example/j/1"}
    with_zoom.troubles.append(Trouble(500, "POST", is_after_the_work=True))
    sweep()
    assert (meeting_of(cast).state, meeting_of(cast).last_error) == ("wanted", "Zoom said 500: Trouble.")
    later(11)
    assert (meeting_of(cast).state, meeting_of(cast).last_error) == ("made", "")
    assert len(with_zoom.meetings) == 2
    assert with_zoom.methods() == ["POST", "PATCH"]


def test_silent_zoom_is_given_up_after_five_seconds(cast: Cast, table: Roundtable, with_zoom: Zoom) -> None:
    with_zoom.troubles.append(Trouble(0, "POST", is_silent=True, is_after_the_work=True))
    began = time.perf_counter()
    sweep()
    assert 4 < time.perf_counter() - began < 30
    meeting = meeting_of(cast)
    assert (meeting.state, meeting.last_error) == ("wanted", "Zoom does not answer: ReadTimeout")
    later(11)
    assert meeting_of(cast).state == "made"
    assert len(with_zoom.meetings) == 1


def test_failures_are_tried_again_with_pauses_and_given_up(cast: Cast, table: Roundtable, with_zoom: Zoom) -> None:
    with_zoom.troubles.extend([Trouble(503)] * 20)
    with time_machine.travel(BEFORE, tick=False) as now:
        for pause in syncing.PAUSES:
            sweep()
            assert meeting_of(cast).state == "wanted"
            asked = len(with_zoom.asked)
            now.shift(pause - timedelta(seconds=1))
            sweep()
            assert len(with_zoom.asked) == asked
            now.shift(timedelta(seconds=1))
        sweep()
    assert (meeting_of(cast).state, meeting_of(cast).last_error) == ("failed", "Zoom said 503: Trouble.")


def test_refusal_is_final_until_staff_try_again(cast: Cast, table: Roundtable, with_zoom: Zoom) -> None:
    with_zoom.troubles.append(Trouble(400))
    sweep()
    assert meeting_of(cast).state == "failed"
    sweep()
    assert with_zoom.methods() == []
    with program_scope(cast.a.pk):
        keeping.try_again(table, now=clock.now())
    sweep()
    meeting = meeting_of(cast)
    assert (meeting.state, meeting.last_error) == ("made", "")


def test_trying_again_finds_a_meeting_deleted_over_there(cast: Cast, table: Roundtable, with_zoom: Zoom) -> None:
    sweep()
    with_zoom.meetings.clear()
    with program_scope(cast.a.pk):
        keeping.try_again(table, now=clock.now())
    sweep()
    assert meeting_of(cast).join_url == only(with_zoom)["join_url"]


def test_limit_is_respected_as_long_as_zoom_says(cast: Cast, table: Roundtable, with_zoom: Zoom) -> None:
    with_zoom.troubles.append(Trouble(429, headers={"Retry-After": "90"}))
    sweep()
    meeting = meeting_of(cast)
    assert (meeting.state, meeting.due_at, meeting.attempts) == ("wanted", BEFORE + timedelta(seconds=90), 0)
    later(89)
    assert with_zoom.meetings == {}
    later(90)
    assert len(with_zoom.meetings) == 1


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("7", 7), ("0", 1), ("999999999999", 86_400), ("", 60), ("soon", 60), ("-5", 60), ("²", 60),
        ("2026-09-21T15:00:30Z", 30), ("Mon, 21 Sep 2026 15:00:45 GMT", 45), ("2020-01-01T00:00:00Z", 1),
        ("2026-13-45T00:00:00Z", 60), ("2026-09-30", 86_400),
    ],
)  # fmt: skip
def test_wait_is_read_from_any_kind_of_header(said: str, seconds: int) -> None:
    assert wait_of({"Retry-After": said}) == timedelta(seconds=seconds)


def test_token_is_kept_and_refreshed_once_when_taken_back(cast: Cast, table: Roundtable, with_zoom: Zoom) -> None:
    sweep()
    with_zoom.tokens.clear()
    change(cast, table, title="Again")
    sweep()
    change(cast, table, title="And again")
    sweep()
    assert [path for _method, path in with_zoom.asked if "/oauth/" in path] == [
        "/oauth/token?grant_type=account_credentials&account_id=account-1"
    ] * 2
    assert only(with_zoom)["topic"] == "No. 102: And again"


def test_token_is_sealed_under_the_programs_key(cast: Cast, table: Roundtable, with_zoom: Zoom) -> None:
    sweep()
    client = cache._cache.get_client()  # type: ignore[attr-defined]
    (key,) = [key for key in client.scan_iter(f"{cache.key_prefix}:*") if b"zoom-token" in key]
    assert f":program:{cast.a.pk}:".encode() in key
    assert b"token-" not in client.get(key)
    assert 3500 < client.ttl(key) <= 3540


def test_wrong_account_is_told_to_staff_and_tried_once(cast: Cast, table: Roundtable, with_zoom: Zoom) -> None:
    with program_scope(cast.a.pk):
        service = RoomService.objects.get()
        service.seal(client_secret="wrong")
        service.save()
    sweep()
    meeting = meeting_of(cast)
    assert meeting.state == "failed"
    assert meeting.last_error == "Zoom does not accept the account: Invalid client_id or client_secret"
