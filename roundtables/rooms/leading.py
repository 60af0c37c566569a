"""Leading somebody into the room, wherever it is at this moment."""

import logging
from collections.abc import Iterable
from dataclasses import fields

from roundtables.rooms.jitsi import Jitsi
from roundtables.rooms.link import Link
from roundtables.rooms.meeting import Meeting
from roundtables.rooms.provider import NoRoom, Provider
from roundtables.rooms.service import RoomService
from roundtables.rooms.zoom import Zoom
from roundtables.schedule.roundtable import Roundtable
from roundtables.seating.registration import Registration

logger = logging.getLogger(__name__)

PROVIDERS: dict[str, type[Provider]] = {"link": Link, "jitsi": Jitsi, "zoom": Zoom}


def address_for(registration: Registration) -> str:
    """Where this person is led to now; empty while there is no room. What a provider cannot do, the link does."""
    roundtable = registration.roundtable
    name = roundtable.provider
    if name == Roundtable.Provider.LINK:
        return roundtable.room_url
    services = list(RoomService.objects.all())
    provider = provider_named(chosen(roundtable, services), services)
    meeting = Meeting.objects.filter(roundtable=roundtable).first() if provider.keeps_meetings else None
    try:
        return provider.address_for(registration, roundtable, meeting) or roundtable.room_url
    except NoRoom as error:
        logger.error("No room for roundtable %s of program %s: %s", roundtable.number, roundtable.program_id, error)
        return roundtable.room_url


def chosen(roundtable: Roundtable, services: Iterable[RoomService]) -> str:
    """What the roundtable says, else what the program says, else the plain link."""
    of_program = next((service.provider for service in services if service.is_default), Roundtable.Provider.LINK)
    return roundtable.provider or of_program


def provider_named(name: str, services: Iterable[RoomService]) -> Provider:
    """As the program set it up; one that is not set up knows nothing, and says so when it is asked."""
    kind = PROVIDERS[name]
    told = next((service.told for service in services if service.provider == name), {})
    return kind(**{field.name: told[field.name] for field in fields(kind) if field.name in told})
