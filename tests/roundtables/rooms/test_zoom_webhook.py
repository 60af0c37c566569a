"""What Zoom tells us counts once it is proved to be Zoom's, and counts once."""

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from program import clock
from program.audit.models import Entry
from program.tenancy.scope import program_scope
from roundtables.models import Guest, Meeting, Registration, Roundtable
from tests.cast import Cast
from tests.roundtables.conftest import STARTS
from tests.roundtables.rooms.conftest import WEBHOOK_SECRET, meeting_of, seat_of, sweep
from tests.roundtables.rooms.zoom_stand_in import Zoom

PATH = "/zoom/webhook/"
SHARE = "https://zoom.example/rec/share/abc"


@pytest.fixture
def made(cast: Cast, table: Roundtable, with_zoom: Zoom) -> Meeting:
    sweep()
    return meeting_of(cast)


def signed(body: bytes, *, secret: str = WEBHOOK_SECRET, at: datetime | None = None) -> dict[str, str]:
    said = str(int((at or clock.now()).timestamp()))
    proof = hmac.new(secret.encode(), b"v0:" + said.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"x-zm-signature": f"v0={proof}", "x-zm-request-timestamp": said}


def send(client: Client, body: bytes, headers: dict[str, str] | None = None) -> HttpResponse:
    told = signed(body) if headers is None else headers
    answer = client.post(PATH, body, content_type="application/json", headers=told, secure=True)
    assert isinstance(answer, HttpResponse)
    return answer


def tell(client: Client, event: str, meeting: Meeting, **told: Any) -> int:
    about = {"id": meeting.external_id, "uuid": "x", **told}
    body = {"event": event, "event_ts": 1, "payload": {"account_id": "account-1", "object": about}}
    return int(send(client, json.dumps(body).encode()).status_code)


def footprint(cast: Cast) -> list[Any]:
    """Every row that a message could change."""
    with program_scope(cast.a.pk):
        return [list(model.objects.order_by("pk").values()) for model in (Meeting, Registration, Roundtable, Entry)]  # type: ignore[attr-defined]


def test_address_is_proved_to_zoom(visitor: Client, made: Meeting) -> None:
    body = json.dumps({"event": "endpoint.url_validation", "payload": {"plainToken": "qgg8vlvZRS6UYooatFL8Aw"}})
    answer = send(visitor, body.encode())
    expected = hmac.new(WEBHOOK_SECRET.encode(), b"qgg8vlvZRS6UYooatFL8Aw", hashlib.sha256).hexdigest()
    assert json.loads(answer.content) == {"plainToken": "qgg8vlvZRS6UYooatFL8Aw", "encryptedToken": expected}


@pytest.mark.parametrize(
    "token", ["v0:1:{}", 'v0:1790000000:{"event":"x"}', "", "a" * 129, "a\n", "é", None, 7, ["a"], {"a": 1}]
)
def test_nothing_is_signed_that_could_pass_for_a_message(visitor: Client, made: Meeting, token: object) -> None:
    body = json.dumps({"event": "endpoint.url_validation", "payload": {"plainToken": token}}).encode()
    answer = send(visitor, body)
    assert (answer.status_code, answer.content) == (400, b"")


def test_unsigned_validation_is_not_answered(visitor: Client, made: Meeting) -> None:
    body = json.dumps({"event": "endpoint.url_validation", "payload": {"plainToken": "abc"}}).encode()
    for headers in ({}, signed(body, secret="guessed"), signed(body, secret="")):
        answer = send(visitor, body, headers)
        assert (answer.status_code, answer.content) == (401, b"")


GOOD = json.dumps(
    {"event": "recording.completed", "payload": {"object": {"id": "85746065001", "share_url": SHARE}}}
).encode()


@pytest.mark.parametrize("minutes", [-5.1, 5.1, -600, 600])
def test_old_and_early_messages_are_refused(visitor: Client, cast: Cast, made: Meeting, minutes: float) -> None:
    before = footprint(cast)
    headers = signed(GOOD, at=clock.now() + timedelta(minutes=minutes))
    assert send(visitor, GOOD, headers).status_code == 401
    assert footprint(cast) == before


@pytest.mark.parametrize("minutes", [-4.9, 4.9])
def test_clocks_may_differ_by_five_minutes(visitor: Client, cast: Cast, made: Meeting, minutes: float) -> None:
    headers = signed(GOOD, at=clock.now() + timedelta(minutes=minutes))
    assert send(visitor, GOOD, headers).status_code == 204


def test_message_is_taken_once_and_its_replay_refused(visitor: Client, cast: Cast, made: Meeting) -> None:
    headers = signed(GOOD)
    assert send(visitor, GOOD, headers).status_code == 204
    after = footprint(cast)
    assert send(visitor, GOOD, headers).status_code == 401
    assert footprint(cast) == after


@pytest.mark.parametrize(
    "headers",
    [
        {"x-zm-signature": "v0=", "x-zm-request-timestamp": "1790000000"},
        {"x-zm-signature": "é", "x-zm-request-timestamp": "１７９"},
        {"x-zm-signature": "v0=00", "x-zm-request-timestamp": "-1"},
        {"x-zm-signature": "v0=00", "x-zm-request-timestamp": "1e9"},
        {"x-zm-signature": "v0=00", "x-zm-request-timestamp": "9" * 400},
        {"x-zm-request-timestamp": "1790000000"},
        {"x-zm-signature": "v0=00"},
    ],
)
def test_forged_headers_are_refused(visitor: Client, cast: Cast, made: Meeting, headers: dict[str, str]) -> None:
    before = footprint(cast)
    assert send(visitor, GOOD, headers).status_code == 401
    assert footprint(cast) == before


def test_changed_body_is_refused(visitor: Client, cast: Cast, made: Meeting) -> None:
    before = footprint(cast)
    assert send(visitor, GOOD.replace(b"abc", b"abd"), signed(GOOD)).status_code == 401
    assert footprint(cast) == before


@pytest.mark.parametrize(
    "body",
    [
        b"", b"\xff\xfe", b"{", b"[]", b'"x"', b"null", b"7", b"NaN", b"[" * 200_000, b"9" * 5000,
        b'{"event": "meeting.started"', b"\x00", b" " * 1_000_001, b'{"a": "' + b"x" * 1_000_000 + b'"}',
    ],
    ids=range(14),
)  # fmt: skip
def test_body_that_is_no_message_is_refused(visitor: Client, cast: Cast, made: Meeting, body: bytes) -> None:
    before = footprint(cast)
    assert send(visitor, body).status_code == 400
    assert send(visitor, body, {}).status_code in (400, 401)
    assert footprint(cast) == before


STRANGE: list[Any] = [
    None,
    True,
    -1,
    10**30,
    "",
    "x" * 5000,
    "\x00",
    "\ud800",
    [],
    {},
    [[]],
    {"id": {}},
    "85746065001\n",
]


@pytest.mark.parametrize("event", ["meeting.participant_joined", "meeting.started", "meeting.ended",
                                   "recording.completed", "meeting.of_minds", None, 7, []])  # fmt: skip
def test_strange_values_are_passed_over(visitor: Client, cast: Cast, made: Meeting, event: object) -> None:
    before = footprint(cast)
    fields = ("id", "share_url", "start_time", "participant", "recording_play_passcode")
    for value in STRANGE:
        for shape in (value, {"object": value}, {"object": {**dict.fromkeys(fields, value), "start_time": None}}):
            assert send(visitor, json.dumps({"event": event, "payload": shape}).encode()).status_code in (204, 401)
        known = {"id": 85746065001, "participant": {"email": value, "customer_key": value, "join_time": value}}
        if event not in ("meeting.started", "meeting.ended"):
            about = {**known, "share_url": value}
            body = json.dumps({"event": event, "payload": {"object": about}}).encode()
            assert send(visitor, body).status_code in (204, 401)
    assert footprint(cast) == before


def test_address_takes_nothing_but_posts(visitor: Client, made: Meeting) -> None:
    assert visitor.get(PATH, secure=True).status_code == 405


def test_program_without_zoom_believes_nobody(charlie: Client, made: Meeting) -> None:
    assert send(charlie, GOOD).status_code == 401
    assert send(charlie, GOOD, signed(GOOD, secret="")).status_code == 401


def test_start_and_end_are_kept(visitor: Client, cast: Cast, made: Meeting) -> None:
    for _twice in range(2):
        tell(visitor, "meeting.started", made, start_time="2026-10-01T14:50:00Z")
        tell(visitor, "meeting.ended", made, end_time="2026-10-01T16:05:00Z")
        tell(visitor, "meeting.started", made, start_time="2026-10-01T15:20:00Z")
        tell(visitor, "meeting.ended", made, end_time="2026-10-01T15:10:00Z")
    seen = meeting_of(cast)
    assert seen.started_at == STARTS - timedelta(minutes=10)
    assert seen.ended_at == STARTS + timedelta(minutes=65)


def attended(cast: Cast) -> dict[str, object]:
    with program_scope(cast.a.pk):
        rows = Registration.objects.with_people()
        return {row.person.display_name: row.attended_at for row in rows}


def test_attendance_is_noted_by_address_or_key(visitor: Client, cast: Cast, table: Roundtable, made: Meeting) -> None:
    alice, bob = seat_of(cast, table, cast.alice), seat_of(cast, table, cast.bob)
    with program_scope(cast.a.pk):
        guest = Guest.objects.create(email="gina@example.org", name="Gina")
        Registration.objects.create(roundtable=table, guest=guest, state="waiting")
    joined = {"join_time": "2026-10-01T15:01:00Z", "user_name": "iPhone"}
    with time_machine.travel(STARTS + timedelta(minutes=1), tick=False):
        for who in ({"email": "ALICE@example.org"}, {"customer_key": bob.token}, {"email": "gina@example.org"},
                    {"email": "stranger@example.org"}, {}):  # fmt: skip
            assert tell(visitor, "meeting.participant_joined", made, participant={**joined, **who}) == 204
    moment = STARTS + timedelta(minutes=1)
    assert attended(cast) == {"Alice": moment, "Bob": moment, "Gina": None}
    assert alice.pk != bob.pk
    with time_machine.travel(STARTS + timedelta(minutes=9), tick=False):
        again = {"email": "alice@example.org", "join_time": "2026-10-01T15:09:00Z"}
        tell(visitor, "meeting.participant_joined", made, participant=again)
    assert attended(cast)["Alice"] == moment


@pytest.mark.parametrize("joined", ["2026-10-01T14:44:59Z", "2026-10-01T16:00:00Z", "2026-09-30T15:01:00Z"])
def test_presence_before_the_doors_open_or_after_the_end_is_none(
    visitor: Client, cast: Cast, table: Roundtable, made: Meeting, joined: str
) -> None:
    seat_of(cast, table, cast.alice)
    tell(visitor, "meeting.participant_joined", made, participant={"email": "alice@example.org", "join_time": joined})
    assert attended(cast) == {"Alice": None}


def test_recording_link_waits_for_staff(visitor: Client, cast: Cast, table: Roundtable, made: Meeting) -> None:
    for code in ("pA55-code", "other"):
        tell(visitor, "recording.completed", made, share_url=SHARE, recording_play_passcode=code)
    with program_scope(cast.a.pk):
        stored = Roundtable.objects.get()
        assert stored.recording_url == f"{SHARE}?pwd=pA55-code"
        assert not stored.is_recorded
        entry = Entry.objects.get(action="saved the recording link of")
        assert (entry.actor, entry.object_id) == (None, str(table.pk))


def test_recording_link_of_staff_stays(visitor: Client, cast: Cast, table: Roundtable, made: Meeting) -> None:
    with program_scope(cast.a.pk):
        Roundtable.objects.update(recording_url="https://video.example.org/102")
    tell(visitor, "recording.completed", made, share_url=SHARE)
    with program_scope(cast.a.pk):
        assert Roundtable.objects.get().recording_url == "https://video.example.org/102"
        assert not Entry.objects.filter(action="saved the recording link of").exists()


@pytest.mark.parametrize("link", ["http://zoom.example/rec", "javascript:alert(1)", "https://" + "x" * 500, "//x", ""])
def test_link_that_is_none_is_not_saved(visitor: Client, cast: Cast, made: Meeting, link: str) -> None:
    tell(visitor, "recording.completed", made, share_url=link)
    with program_scope(cast.a.pk):
        assert Roundtable.objects.get().recording_url == ""


def test_meeting_of_another_program_is_nobodys(
    charlie: Client, visitor: Client, cast: Cast, table: Roundtable, made: Meeting
) -> None:
    """Signed with B's own secret, about a meeting of A."""
    from roundtables.models import RoomService

    with program_scope(cast.b.pk):
        service = RoomService(provider="zoom")
        service.seal(webhook_secret="secret-of-b")
        service.save()
    before = footprint(cast)
    assert send(charlie, GOOD, signed(GOOD, secret="secret-of-b")).status_code == 204
    assert send(visitor, GOOD, signed(GOOD, secret="secret-of-b")).status_code == 401
    assert footprint(cast) == before
