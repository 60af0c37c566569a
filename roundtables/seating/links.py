"""The personal links of a registration: whoever holds one acts for that seat, signed in or not."""

from program.mail.links import absolute
from roundtables.models import Registration

ACTS = ("join", "confirm", "accept", "decline", "leave", "pass-on")


def seat_path(registration: Registration, act: str = "") -> str:
    """The page of that seat, or of something one does there."""
    return f"{registration.path}{act}/" if act else registration.path


def seat_address(registration: Registration, act: str = "") -> str:
    return absolute(registration.roundtable.program, seat_path(registration, act))
