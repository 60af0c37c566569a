"""The room's tables, each defined beside what it is about."""

from roundtables.agenda import AgendaItem, Presenter
from roundtables.calendar_feed import CalendarFeed
from roundtables.format import Format
from roundtables.guest import Guest
from roundtables.note import Note
from roundtables.registration import Interest, Person, Registration
from roundtables.rooms.meeting import Meeting
from roundtables.rooms.service import RoomService
from roundtables.roundtable import Roundtable, reaches
from roundtables.series import Series

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
    "reaches",
]
