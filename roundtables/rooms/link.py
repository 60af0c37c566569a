"""A plain link: whatever staff wrote into the roundtable."""

from dataclasses import dataclass

from roundtables.rooms.meeting import Meeting
from roundtables.rooms.provider import Provider
from roundtables.schedule.roundtable import Roundtable
from roundtables.seating.registration import Registration


@dataclass(frozen=True)
class Link(Provider):
    def address_for(self, registration: Registration, roundtable: Roundtable, meeting: Meeting | None) -> str:
        return roundtable.room_url
