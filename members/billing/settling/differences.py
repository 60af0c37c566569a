"""What differed between our rows and the payment service, for the finding that says so."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(slots=True)
class Differences:
    found: dict[str, list[str]] = field(default_factory=dict)
    """By what it is about: [ours, theirs]."""

    def note(self, about: str, ours: Any, theirs: Any) -> None:
        self.found[about] = [told(ours), told(theirs)]

    def compare(self, about: str, ours: Any, theirs: Any) -> None:
        if ours != theirs:
            self.note(about, ours, theirs)

    def __bool__(self) -> bool:
        return bool(self.found)


def told(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, datetime) else str(value)
