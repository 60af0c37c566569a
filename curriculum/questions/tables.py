"""Roundtables are another room: whoever composes the two says here what is known of one, by its number."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from members.models import Membership


@dataclass(frozen=True, slots=True)
class Table:
    """A roundtable where a question was answered, for one reader."""

    url: str
    recording_url: str
    """Where they watch its recording; empty: not they, or nobody yet."""

    is_recorded: bool

    def at(self, second: int | None) -> str:
        """The answer itself where they may hear it, else the roundtable's page."""
        if not self.recording_url:
            return self.url
        return self.recording_url if second is None else f"{self.recording_url}?t={second}"


type LookUp = Callable[[Collection[int], Membership], dict[int, Table]]

_look_ups: list[LookUp] = []


def look_up_with(look_up: LookUp) -> None:
    _look_ups[:] = [look_up]


def tables_for(numbers: Collection[int], membership: Membership) -> dict[int, Table]:
    """Asks nothing when there is no number."""
    return {number: table for ask in _look_ups if numbers for number, table in ask(numbers, membership).items()}
