"""Which roundtables need a meeting at a provider, and which meetings no longer say what their roundtable says.

Staff's changes are looked at in their own transaction (`keep_up`). The sweep looks at everything again (`notice`), so
a roundtable that came into being in any other way, or another choice of the program, is seen within half a minute.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from roundtables.rooms.leading import PROVIDERS, chosen
from roundtables.rooms.meeting import Meeting
from roundtables.rooms.nudge import nudge
from roundtables.rooms.service import RoomService
from roundtables.schedule.roundtable import Roundtable

KEEPERS = [name for name, provider in PROVIDERS.items() if provider.keeps_meetings]
MOST = 1000
State = Meeting.State


def keep_up(roundtable: Roundtable, *, now: datetime) -> None:
    """After a change of staff's: what a provider keeps for this roundtable is brought up to date."""
    services = list(RoomService.objects.all())
    if not Meeting.objects.filter(roundtable=roundtable).want(now):
        if not keeper_of(roundtable, services, now):
            return
        Meeting.objects.bulk_create([Meeting(roundtable=roundtable, due_at=now)], ignore_conflicts=True)
    transaction.on_commit(nudge)


def try_again(roundtable: Roundtable, *, now: datetime) -> None:
    """Asks the provider anew, even about what it said yes to: somebody may have changed the meeting over there."""
    Meeting.objects.filter(roundtable=roundtable).update(sequence=None)
    keep_up(roundtable, now=now)


def keep_all_up(*, now: datetime) -> None:
    """After a change of the program's services: what failed is tried with the new settings."""
    Meeting.objects.filter(state=State.FAILED).want(now)
    transaction.on_commit(nudge)


def keeper_of(roundtable: Roundtable, services: Sequence[RoomService], now: datetime) -> str:
    """The provider that has to keep a meeting for it; drafts, and what is over or called off, need none."""
    if roundtable.state in (Roundtable.State.DRAFT, Roundtable.State.CANCELLED) or roundtable.is_past(now):
        return ""
    name = chosen(roundtable, services)
    is_set_up = any(service.provider == name for service in services)
    return name if name in KEEPERS and is_set_up else ""


def notice(now: datetime) -> None:
    """Across programs: makes rows for roundtables that need a meeting, and wants again what is out of step."""
    wanting = in_need(now)
    missing = wanting.filter(meetings=None).order_by().values_list("pk", "program_id")[:MOST]
    rows = [Meeting(roundtable_id=pk, program_id=program_id, due_at=now) for pk, program_id in missing]
    Meeting.objects.bulk_create(rows, ignore_conflicts=True)
    ahead = Meeting.objects.filter(roundtable__ends_at__gt=now)
    was_changed = Q(sequence=None) | ~Q(sequence=F("roundtable__sequence"))
    ahead.filter(Q(state=State.MADE), was_changed | ~Q(roundtable__in=wanting)).want(now)
    ahead.filter(state=State.REMOVED, roundtable__in=wanting).want(now)


def in_need(now: datetime) -> QuerySet[Roundtable]:
    """The same as `keeper_of` says, for all of them."""
    of_program = RoomService.objects.filter(program=OuterRef("program"), provider__in=KEEPERS)
    by_choice = Q(provider__in=KEEPERS) & Exists(of_program.filter(provider=OuterRef("provider")))
    by_default = Q(provider="") & Exists(of_program.filter(is_default=True))
    return Roundtable.objects.upcoming(now).filter(by_choice | by_default)
