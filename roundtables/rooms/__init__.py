"""Where people meet: a plain link, or a room of a conferencing service.

Nobody is mailed the address of a room. Mails carry the personal link of a seat, and that link asks here at the moment
somebody follows it, so the room may change after the mails went out.
"""

from roundtables.rooms.keeping import keep_up
from roundtables.rooms.leading import address_for

__all__ = ["address_for", "keep_up"]
