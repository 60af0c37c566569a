"""The room's tables, each defined beside what it is about."""

from roundtables.registration import Registration
from roundtables.roundtable import Roundtable, Series, reaches

__all__ = ["Registration", "Roundtable", "Series", "reaches"]
