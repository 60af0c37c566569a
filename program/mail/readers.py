"""Who reads a message: language, zone and name."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from program import clock
from program.mail.models import Message
from program.models import Program

LANGUAGES = dict(settings.LANGUAGES)


@dataclass(frozen=True)
class Reader:
    language: str
    zone: clock.ZoneInfo
    name: str


def reader_of(message: Message) -> Reader:
    """The member's choices, else what the message was posted with, else the program's.

    A payload may carry "language", "zone" and "name": the way to speak to a visitor before there is a membership.
    """
    user: Any = message.user
    program: Program = message.program
    membership = next(iter(user.memberships.all()), None) if user else None
    return Reader(
        language=_language(getattr(membership, "language", ""), message, program),
        zone=_zone(getattr(membership, "time_zone", ""), message, program),
        name=user.get_short_name() if user else str(message.payload.get("name", "")),
    )


def _language(chosen: str, message: Message, program: Program) -> str:
    wishes = (chosen, str(message.payload.get("language", "")), program.language)
    return next((wish for wish in wishes if wish in LANGUAGES), settings.LANGUAGE_CODE)


def _zone(chosen: str, message: Message, program: Program) -> clock.ZoneInfo:
    wished = clock.zone_or_none(chosen) or clock.zone_or_none(str(message.payload.get("zone", "")))
    return wished or program.zone
