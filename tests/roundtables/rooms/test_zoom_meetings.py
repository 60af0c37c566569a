"""Meetings at Zoom are made, moved and taken away once each, and what was changed meanwhile is not lost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from program import clock
from program.tenancy.scope import platform_scope, program_scope
from roundtables.models import Meeting, RoomService, Roundtable
from roundtables.rooms import keeping, syncing
from roundtables.schedule import actions
from tests.cast import Cast
from tests.roundtables.conftest import BEFORE, STARTS, make_roundtable
from tests.roundtables.rooms.conftest import change, later, meeting_of, only, sweep
from tests.roundtables.rooms.zoom_stand_in import Zoom


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
    change(cast, table, host_name="Somebody else")
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
