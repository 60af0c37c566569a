"""What the page offers to this reader at this moment: one of the templates in roundtables/panels/."""

from datetime import datetime

from members.models import Membership
from roundtables.models import Registration, Roundtable


def panel_of(
    roundtable: Roundtable, membership: Membership | None, registration: Registration | None, now: datetime
) -> str:
    return f"roundtables/panels/{_panel(roundtable, membership, registration, now)}.html"


def _panel(
    roundtable: Roundtable, membership: Membership | None, registration: Registration | None, now: datetime
) -> str:
    phase = roundtable.phase_at(now)
    if phase in ("cancelled", "ended", "recorded"):
        return phase
    if registration:
        return registration.state
    if roundtable.state != Roundtable.State.OPEN:
        return "save_the_date" if roundtable.state == Roundtable.State.SAVE_THE_DATE else "closed"
    if membership and not roundtable.is_for(membership):
        return "tier"
    return "full" if roundtable.is_full else "open"
