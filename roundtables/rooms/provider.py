"""What every provider of rooms can do, and how it says that it cannot."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from roundtables.rooms.meeting import Meeting
from roundtables.schedule.roundtable import Roundtable
from roundtables.seating.registration import Registration


class NoRoom(Exception):
    """The provider cannot lead anybody in right now; the words are for staff."""


class ProviderFailed(Exception):
    """The provider did not do what it was asked; the words are for staff.

    `is_final`: asking again changes nothing. `wait`: it said itself when to ask again.
    """

    def __init__(self, words: str, *, is_final: bool = False, wait: timedelta | None = None) -> None:
        super().__init__(words)
        self.is_final, self.wait = is_final, wait


@dataclass(frozen=True)
class Wanted:
    """A meeting as it should be: what is told to a provider, read before any transaction is closed."""

    topic: str
    starts_at: datetime
    minutes: int
    time_zone: str
    page: str
    """The roundtable's own address; a provider writes it into its meeting, and finds the meeting by it."""


@dataclass(frozen=True)
class Made:
    """A meeting as the provider knows it."""

    external_id: str
    join_url: str


@dataclass(frozen=True)
class Provider:
    """Base of all providers, and what one does that needs no preparation: only `address_for` has to be said.

    `address_for` runs while somebody waits for a page; the other three run in the background, where the network is.
    """

    keeps_meetings: ClassVar[bool] = False
    """Whether a roundtable needs a meeting there before anybody can be led in."""

    def address_for(self, registration: Registration, roundtable: Roundtable, meeting: Meeting | None) -> str:
        """Where this person is led to now; empty while there is no room. Raises `NoRoom`."""
        raise NotImplementedError

    def make(self, wanted: Wanted) -> Made:
        """The meeting; a second call finds the first one's. Raises `ProviderFailed`, as the next two do."""
        raise NotImplementedError

    def change(self, external_id: str, wanted: Wanted) -> bool:
        """Brings it up to date; False when there is no such meeting any more."""
        raise NotImplementedError

    def remove(self, external_id: str) -> None:
        """Takes it away; one that is gone already is no failure."""
        raise NotImplementedError
