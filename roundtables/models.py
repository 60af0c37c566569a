"""The room's tables, each defined beside what it is about."""

from roundtables.agenda import AgendaItem, Presenter
from roundtables.format import Format
from roundtables.guest import Guest
from roundtables.note import Note
from roundtables.registration import Interest, Person, Registration
from roundtables.roundtable import Roundtable, reaches
from roundtables.series import Series

__all__ = [
    "AgendaItem",
    "Format",
    "Guest",
    "Interest",
    "Note",
    "Person",
    "Presenter",
    "Registration",
    "Roundtable",
    "Series",
    "reaches",
]
