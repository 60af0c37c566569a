"""Meetings at Zoom are made, moved and taken away once each, whatever Zoom does meanwhile."""

import time
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from program import clock
from program.tenancy.scope import platform_scope, program_scope
from roundtables import actions, seats
from roundtables.models import Meeting, RoomService, Roundtable
from roundtables.rooms import keeping, syncing
from roundtables.rooms.zoom_client import wait_of
from tests.cast import Cast
from tests.roundtables.conftest import BEFORE, STARTS, make_roundtable
from tests.roundtables.rooms.conftest import meeting_of, sweep
from tests.roundtables.rooms.zoom_stand_in import Trouble, Zoom


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


def test_meeting_is_made_with_title_time_and_the_door_open(cast: Cast, table: Roundtable, with_zoom: Zoom) -> None:
    sweep()
    made = only(with_zoom)
    assert made["topic"] == "No. 102: Pricing out loud"
    assert (made["start_time"], made["duration"]) == ("2026-10-01T15:00:00Z", 60)
    assert (made["timezone"], made["type"]) == ("America/Los_Angeles", 2)
    assert made["settings"] == {
        "join_before_host": True, "waiting_room": False, "approval_type": 2, "auto_recording": "cloud",
    }  # fmt: skip
    meeting = meeting_of(cast)
    assert (meeting.state, meeting.sequence, meeting.join_url) == ("made", 0, made["join_url"])


def test_second_sweep_asks_zoom_nothing(cast: Cast, table: Roundtable, with_zoom: Zoom) -> None:
    sweep()
    with_zoom.asked.clear()
    sweep()
    change(cast, table, summary="Bring two prices.")
    sweep()
    assert with_zoom.asked == []


def test_moving_and_renaming_change_the_same_meeting(cast: Cast, table: Roundtable, with_zoom: Zoom) -> None:
    sweep()
    change(cast, table, title="The first invoice", starts_at=STARTS + timedelta(hours=1),
           ends_at=STARTS + timedelta(hours=3))  # fmt: skip
    assert meeting_of(cast).state == "wanted"
    sweep()
    made = only(with_zoom)
    assert (made["topic"], made["start_time"]) == ("No. 102: The first invoice", "2026-10-01T16:00:00Z")
    assert made["duration"] == 120
    assert meeting_of(cast).sequence == 1
    assert with_zoom.methods() == ["POST", "PATCH"]


def test_calling_off_takes_the_meeting_away(cast: Cast, table: Roundtable, with_zoom: Zoom) -> None:
    sweep()
    with program_scope(cast.a.pk):
        actions.call_off(table, "The coach is ill.", by=None, now=clock.now())
    sweep()
    assert with_zoom.meetings == {}
    meeting = meeting_of(cast)
    assert (meeting.state, meeting.external_id, meeting.join_url) == ("removed", "", "")
    sweep()
    assert with_zoom.methods() == ["POST", "DELETE"]


def test_other_provider_takes_the_meeting_away_and_back_makes_one(
    cast: Cast, table: Roundtable, with_zoom: Zoom
) -> None:
    sweep()
    change(cast, table, provider="link")
    sweep()
    assert with_zoom.meetings == {}
    change(cast, table, provider="zoom")
    sweep()
    assert meeting_of(cast).join_url == only(with_zoom)["join_url"]


def test_programs_choice_is_noticed_without_a_save(cast: Cast, table: Roundtable, with_zoom: Zoom) -> None:
    with program_scope(cast.a.pk):
        RoomService.objects.update(is_default=False)
    sweep()
    assert with_zoom.asked == []
    with program_scope(cast.a.pk):
        RoomService.objects.update(is_default=True)
    sweep()
    assert len(with_zoom.meetings) == 1
    with program_scope(cast.a.pk):
        RoomService.objects.update(is_default=False)
    sweep()
    assert with_zoom.meetings == {}


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_drafts_and_cancelled_need_none(cast: Cast, with_zoom: Zoom, state: str) -> None:
    with program_scope(cast.a.pk):
        make_roundtable(103, state=state, provider="zoom")
        make_roundtable(90, starts_at=BEFORE - timedelta(days=7), provider="zoom")
    sweep()
    assert with_zoom.asked == []


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
    assert 4 < time.perf_counter() - began < 8
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


def test_two_sweeps_at_once_make_one_meeting(cast: Cast, table: Roundtable, with_zoom: Zoom) -> None:
    with platform_scope():
        keeping.notice(clock.now())
        first, second = syncing.claim(clock.now()), syncing.claim(clock.now())
    assert (len(first), second) == (1, [])
    for _twice in range(2):
        syncing.see_to(first[0][1], program_id=cast.a.pk)
    assert len(with_zoom.meetings) == 1


def test_change_while_zoom_is_asked_is_not_lost(cast: Cast, table: Roundtable, with_zoom: Zoom) -> None:
    with platform_scope():
        keeping.notice(clock.now())
        ((_program, pk),) = syncing.claim(clock.now())
    with program_scope(cast.a.pk):
        job = syncing.begin(pk, clock.now())
    assert job is not None
    made = syncing.carry_out(job)
    change(cast, table, title="Renamed meanwhile")
    with program_scope(cast.a.pk):
        syncing.finish(pk, job, made, clock.now())
    assert meeting_of(cast).state == "wanted"
    sweep()
    assert only(with_zoom)["topic"] == "No. 102: Renamed meanwhile"
    assert with_zoom.methods() == ["POST", "PATCH"]


def test_worker_that_died_is_replaced_after_its_lease(cast: Cast, table: Roundtable, with_zoom: Zoom) -> None:
    with platform_scope():
        keeping.notice(clock.now())
        syncing.claim(clock.now())
    later(60)
    assert with_zoom.meetings == {}
    later(121)
    assert len(with_zoom.meetings) == 1


def test_sweep_costs_the_same_for_one_and_for_thirty(cast: Cast, table: Roundtable, with_zoom: Zoom) -> None:
    def cost() -> int:
        with platform_scope(), CaptureQueriesContext(connection) as queries:
            keeping.notice(clock.now())
            syncing.claim(clock.now())
        return len(queries)

    one = cost()
    with program_scope(cast.a.pk):
        for number in range(200, 230):
            make_roundtable(number)
    assert cost() == one
    with program_scope(cast.a.pk):
        assert Meeting.objects.count() == 31


def test_other_program_has_no_meetings(cast: Cast, table: Roundtable, with_zoom: Zoom) -> None:
    with program_scope(cast.b.pk):
        make_roundtable(7)
        make_roundtable(8, provider="zoom")
    sweep()
    with program_scope(cast.b.pk):
        assert Meeting.objects.count() == 0
    assert len(with_zoom.meetings) == 1
