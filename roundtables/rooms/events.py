"""What follows from Zoom's messages. Each may come twice and in any order: the second time changes nothing."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.dateparse import parse_datetime

from program.audit.log import record
from roundtables.rooms.meeting import Meeting
from roundtables.schedule.roundtable import Roundtable, https_url
from roundtables.seating.registration import Registration

type Message = dict[str, Any]

NUMBER = re.compile(r"[0-9]{1,20}")
KEY = re.compile(r"\w{1,35}", re.ASCII)
ADDRESS = re.compile(r"[^\s\0@]{1,64}@[^\s\0@]{1,189}")
PASSCODE = re.compile(r"[\w.~-]{1,128}", re.ASCII)


def take(message: Message, *, now: datetime) -> None:
    """What is about no meeting of this program's, or of no interest, is passed over."""
    follow = FOLLOWS.get(str(message.get("event")))
    meeting = meeting_of(message) if follow else None
    if follow and meeting:
        follow(meeting, message, now)


def meeting_of(message: Message) -> Meeting | None:
    number = str(part(message, "payload", "object", "id"))
    if not NUMBER.fullmatch(number):
        return None
    rows = Meeting.objects.filter(provider=Roundtable.Provider.ZOOM, external_id=number)
    return rows.select_related("roundtable").first()


def note_started(meeting: Meeting, message: Message, now: datetime) -> None:
    """The first time counts: whoever hosts may leave and begin again."""
    started = instant_in(message, "payload", "object", "start_time") or now
    Meeting.objects.filter(pk=meeting.pk, started_at=None).update(started_at=started)


def note_ended(meeting: Meeting, message: Message, now: datetime) -> None:
    """The last time counts."""
    ended = instant_in(message, "payload", "object", "end_time") or now
    is_later = Q(ended_at=None) | Q(ended_at__lt=ended)
    Meeting.objects.filter(is_later, pk=meeting.pk).update(ended_at=ended)


def note_attendance(meeting: Meeting, message: Message, now: datetime) -> None:
    """Of somebody with a seat there whom Zoom knows by our key or by their address; others stay strangers."""
    joined = instant_in(message, "payload", "object", "participant", "join_time") or now
    who = person_in(message)
    if who is None or not meeting.roundtable.is_joinable(joined):
        return
    seats = Registration.objects.filter(who, roundtable=meeting.roundtable, attended_at=None).seated()
    seats.update(attended_at=joined)


def person_in(message: Message) -> Q | None:
    """Zoom's customer key is the token of a seat where a client of ours gave it; the address is of Zoom's account."""
    participant = part(message, "payload", "object", "participant")
    who = Q()
    if key := text_in(participant, KEY, "customer_key"):
        who |= Q(token=key)
    if address := text_in(participant, ADDRESS, "email").lower():
        who |= Q(membership__user__email=address) | Q(guest__email=address)
    return who or None


def save_recording(meeting: Meeting, message: Message, now: datetime) -> None:
    """The link waits for staff, who look at it and publish it; one that is there already stays."""
    link = recording_link(message)
    rows = Roundtable.objects.filter(pk=meeting.roundtable_id, recording_url="")
    if link and rows.update(recording_url=link):
        record("saved the recording link of", meeting.roundtable, changes={"recording_url": ["", link]})


def recording_link(message: Message) -> str:
    """With the passcode that Zoom puts on recordings, so that members need not type one."""
    recording = part(message, "payload", "object")
    link = part(recording, "share_url")
    passcode = text_in(recording, PASSCODE, "recording_play_passcode")
    if not isinstance(link, str) or not link.isascii() or len(link) > 350:
        return ""
    try:
        https_url(link)
    except ValidationError:
        return ""
    return f"{link}?pwd={passcode}" if passcode and "?" not in link else link


def part(told: Any, *names: str) -> Any:
    """What stands there in a message whose shape is not to be trusted; None where there is nothing."""
    for name in names:
        told = told.get(name) if isinstance(told, dict) else None
    return told


def text_in(told: Any, shape: re.Pattern[str], *names: str) -> str:
    found = part(told, *names)
    return found if isinstance(found, str) and shape.fullmatch(found) and found.isprintable() else ""


def instant_in(message: Message, *names: str) -> datetime | None:
    said = part(message, *names)
    try:
        found = parse_datetime(said) if isinstance(said, str) else None
    except ValueError:
        return None
    return found if found and found.tzinfo and found.year > 1970 else None


FOLLOWS: dict[str, Callable[[Meeting, Message, datetime], None]] = {
    "meeting.started": note_started,
    "meeting.ended": note_ended,
    "meeting.participant_joined": note_attendance,
    "recording.completed": save_recording,
}
