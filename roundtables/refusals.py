"""Why somebody cannot register, join or watch: one named error each, one clear sentence on the page."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """Base of the room's refusals; nothing was changed."""

    sentence: Promise = _("That is not possible.")

    def __str__(self) -> str:
        return str(self.sentence)


class RoundtableCancelled(Refused):
    sentence = _("This roundtable will not take place.")


class RoundtablePast(Refused):
    sentence = _("This roundtable is over.")


class RegistrationNotOpen(Refused):
    sentence = _("Registration for this roundtable has not opened yet.")


class RoundtableClosed(Refused):
    sentence = _("Registration for this roundtable is closed.")


class TierTooLow(Refused):
    sentence = _("This roundtable is for a higher tier than yours.")


class MembersOnly(Refused):
    sentence = _("This roundtable is for members.")


class OfferOver(Refused):
    sentence = _("This offer is over; the seat went to the next in the list.")


class AlreadyThere(Refused):
    sentence = _("That did not work with this address: one person cannot have two places at a roundtable.")


class NotRegistered(Refused):
    sentence = _("You are not registered for this roundtable.")


class RoomForSeats(Refused):
    sentence = _("The room is for those with a seat; you are on the waiting list.")


class SeatsBusy(Exception):
    """Very many people are registering at this moment; trying again is all it takes."""
