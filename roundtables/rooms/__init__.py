"""Where people meet: a plain link, or a room of a conferencing service."""

from roundtables.models import Registration


def address_for(registration: Registration) -> str:
    """Where this person is led to now; empty while there is no room."""
    return str(registration.roundtable.room_url)
