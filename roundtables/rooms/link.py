"""A plain link: whatever staff wrote into the roundtable."""

from dataclasses import dataclass

from roundtables.registration import Registration
from roundtables.rooms.meeting import Meeting
from roundtables.rooms.provider import Provider
from roundtables.roundtable import Roundtable


@dataclass(frozen=True)
class Link(Provider):
    def address_for(self, registration: Registration, roundtable: Roundtable, meeting: Meeting | None) -> str:
        return roundtable.room_url
