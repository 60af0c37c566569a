"""Where questions come from: whoever composes the rooms says it once, and this room asks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from members.models import Membership

MOST = 12
"""On the agenda of one roundtable."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A question as a roundtable shows it, and where it was asked."""

    pk: int
    words: str
    asker: str
    title: str = ""
    url: str = ""
    language: str = ""
    second: int | None = None
    answer: str = ""


class Source(Protocol):
    permission: str
    """What one has to be allowed in order to answer."""

    def on_agenda(self, number: int, now: datetime) -> list[Brought]:
        """The oldest that wait, if this is the next roundtable of the program; one query."""
        ...

    def waiting(self, until: datetime) -> list[Brought]:
        """The oldest of those asked until then."""
        ...

    def answered_at(self, number: int) -> list[Brought]:
        """In the order of the recording."""
        ...

    def answer(self, pk: int, number: int, second: int, words: str, *, by: Membership, now: datetime) -> bool:
        """False: it does not wait any more, nor was it answered here."""
        ...


_sources: list[Source] = []


def questions_come_from(source: Source) -> None:
    _sources[:] = [source]


def source() -> Source:
    return _sources[0]
