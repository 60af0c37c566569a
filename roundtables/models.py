"""The room's tables, each defined beside what it is about."""

from roundtables.calendars.feed import CalendarFeed
from roundtables.rooms.meeting import Meeting
from roundtables.rooms.service import RoomService
from roundtables.schedule.agenda import AgendaItem, Presenter
from roundtables.schedule.format import Format
from roundtables.schedule.roundtable import Roundtable
from roundtables.schedule.series import Series
from roundtables.seating.guest import Guest
from roundtables.seating.registration import Interest, Person, Registration
from roundtables.staff.note import Note

__all__ = [
    "AgendaItem",
    "CalendarFeed",
    "Format",
    "Guest",
    "Interest",
    "Meeting",
    "Note",
    "Person",
    "Presenter",
    "Registration",
    "RoomService",
    "Roundtable",
    "Series",
]
