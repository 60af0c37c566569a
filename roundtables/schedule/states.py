"""Which state follows which. PostgreSQL keeps to it too: see migration 0002."""

from roundtables.models import Roundtable

State = Roundtable.State

NEXT: dict[str, tuple[str, ...]] = {
    State.DRAFT: (State.SAVE_THE_DATE, State.OPEN, State.CLOSED, State.CANCELLED),
    State.SAVE_THE_DATE: (State.DRAFT, State.OPEN, State.CLOSED, State.CANCELLED),
    State.OPEN: (State.CLOSED, State.CANCELLED),
    State.CLOSED: (State.OPEN, State.CANCELLED),
    State.CANCELLED: (),
}
"""What was open is not hidden again, and what was cancelled stays so. Full, live, over and recorded follow from
seats, clock and recording: no decision leads there or back."""


def may_follow(before: str, after: str) -> bool:
    return after == before or after in NEXT[before]


def choices_after(before: str) -> list[tuple[str, str]]:
    """For a form: cancelling is an action of its own, with a reason."""
    return [
        (state.value, str(state.label)) for state in State if may_follow(before, state) and state != State.CANCELLED
    ]
