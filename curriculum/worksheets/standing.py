"""How far a worksheet is, in one line."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from curriculum.worksheets.answers import Answers, Field, is_filled


@dataclass(frozen=True)
class Standing:
    filled: int
    total: int
    is_complete: bool
    asked_at: datetime | None = None
    answered_at: datetime | None = None

    @property
    def is_waiting(self) -> bool:
        return is_waiting(self.asked_at, self.answered_at)

    @property
    def label(self) -> str:
        if self.is_waiting:
            return _("Waiting for feedback")
        if self.answered_at:
            return _("Feedback given")
        if self.is_complete:
            return _("Complete")
        return self.count

    @property
    def count(self) -> str:
        if not self.filled:
            return _("Empty")
        return _("%(filled)s of %(total)s filled in") % {"filled": self.filled, "total": self.total}

    @property
    def tone(self) -> str:
        """The badge's colour; its words say the same."""
        if self.is_waiting:
            return "warn"
        return "accent" if self.answered_at else "good" if self.is_complete else ""


def is_waiting(asked_at: datetime | None, answered_at: datetime | None) -> bool:
    return asked_at is not None and (answered_at is None or answered_at < asked_at)


def standing_of(
    asked: list[Field], answers: Answers, asked_at: datetime | None = None, answered_at: datetime | None = None
) -> Standing:
    """A tick that nobody needs may stay away; everything else counts."""
    asked = [field for field in asked if not field.get("is_gone")]
    filled = {field["name"] for field in asked if is_filled(answers.get(field["name"]))}
    needed = {field["name"] for field in asked if field.get("needed")}
    counted = needed or {field["name"] for field in asked if field["kind"] != "check"}
    is_complete = bool(counted) and counted <= filled
    return Standing(len(filled), len(asked), is_complete, asked_at, answered_at)
