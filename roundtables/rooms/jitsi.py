"""Jitsi: a room comes into being when the first person enters, so all it takes is a name and a signed token.

With a key's number the server is 8x8's Jitsi as a Service, which checks RS256; without one it is a Jitsi of one's own
(prosody's token authentication), which shares a secret and checks HS256.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

import jwt

from roundtables.rooms.meeting import Meeting
from roundtables.rooms.provider import NoRoom, Provider
from roundtables.schedule.roundtable import Roundtable
from roundtables.seating.registration import Registration

LATE = timedelta(hours=1)
"""A conversation that goes on is not cut off at once."""
AUDIENCE = "jitsi"


@dataclass(frozen=True)
class Jitsi(Provider):
    server: str = ""
    app_id: str = ""
    key_id: str = ""
    secret: str = ""
    naming: str = ""

    def address_for(self, registration: Registration, roundtable: Roundtable, meeting: Meeting | None) -> str:
        if not (self.server and self.app_id and self.secret and self.naming):
            raise NoRoom("Jitsi is not set up.")
        room = self.room_of(roundtable)
        tenant = f"{quote(self.app_id, safe='')}/" if self.key_id else ""
        return f"{self.server.rstrip('/')}/{tenant}{room}?jwt={self.token(registration, roundtable, room)}"

    def room_of(self, roundtable: Roundtable) -> str:
        """Always the same for one roundtable, and nothing that can be guessed. Jitsi's names are lower case."""
        told = f"{roundtable.program_id}:{roundtable.pk}".encode()
        return f"roundtable-{hmac.digest(self.naming.encode(), told, 'sha256').hex()[:32]}"

    def token(self, registration: Registration, roundtable: Roundtable, room: str) -> str:
        headers = {"kid": self.key_id} if self.key_id else None
        claims = self.claims(registration, roundtable, room)
        try:
            return jwt.encode(claims, self.secret, "RS256" if self.key_id else "HS256", headers=headers)
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise NoRoom(f"Jitsi's key signs nothing: {error}") from error

    def claims(self, registration: Registration, roundtable: Roundtable, room: str) -> dict[str, Any]:
        return {
            "aud": AUDIENCE,
            "iss": "chat" if self.key_id else self.app_id,
            "sub": self.app_id if self.key_id else urlsplit(self.server).hostname,
            "room": room,
            "nbf": seconds(roundtable.doors_open_at),
            "exp": seconds(roundtable.ends_at + LATE),
            "context": {"user": user_claims(registration)},
        }


def user_claims(registration: Registration) -> dict[str, str]:
    """Text alone: Jitsi refuses other kinds of values here. The address stays with us."""
    leads = bool(registration.membership and registration.membership.is_staff)
    return {
        "id": str(registration.pk),
        "name": registration.person.display_name,
        "moderator": "true" if leads else "false",
        "affiliation": "owner" if leads else "member",
    }


def seconds(instant: datetime) -> int:
    return int(instant.timestamp())
