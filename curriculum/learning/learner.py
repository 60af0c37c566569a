"""What decides which lessons are open to one reader, from one query."""

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from curriculum.models import Completion, Intake, LessonProgress, Opening, QuizAttempt
from members.accounts.models import TEAM
from members.models import Membership
from program import clock
from program.tenancy.prepared import prepared

EVERYTHING = 0
"""Stands among the opened modules for the whole curriculum."""


@dataclass(frozen=True, slots=True)
class Learner:
    """A member, or whoever reads as a visitor does: with nothing done and entitled to nothing."""

    now: datetime
    zone: clock.ZoneInfo
    granted: frozenset[str] = field(default_factory=frozenset)
    """What they are entitled to."""

    joined_at: datetime | None = None
    is_team: bool = False
    done: frozenset[int] = field(default_factory=frozenset)
    """Refs of the lessons they are done with."""

    passed: frozenset[int] = field(default_factory=frozenset)
    """Refs of the lessons whose quiz they passed."""

    tried: frozenset[int] = field(default_factory=frozenset)
    """Refs of the lessons whose quiz they tried, passed or not."""

    completed: frozenset[int] = field(default_factory=frozenset)
    """Ids of the modules they completed."""

    opened: frozenset[int] = field(default_factory=frozenset)
    """Ids of the modules that were opened to them ahead of order and date."""

    patterns: tuple[str, ...] = ()
    """What the diagnostic saw."""

    took_diagnostic: bool = False


def learner_of(membership: Membership | None, zone: clock.ZoneInfo) -> Learner:
    """`zone` is the program's: lessons open on its clock."""
    now = clock.now()
    if membership is None or not membership.is_active:
        return Learner(now, zone)
    (done, passed, tried, completed, opened, patterns) = state_of(membership.pk)[0]
    return Learner(
        now=now,
        zone=zone,
        granted=membership.entitlements,
        joined_at=membership.joined_at,
        is_team=membership.role in TEAM,
        done=frozenset(done),
        passed=frozenset(passed),
        tried=frozenset(tried),
        completed=frozenset(completed),
        opened=frozenset(opened),
        patterns=tuple(patterns or ()),
        took_diagnostic=patterns is not None,
    )


type Refs = list[int]


@prepared
def state_of(membership_id: int) -> QuerySet[Membership, tuple[Refs, Refs, Refs, Refs, Refs, list[str]]]:
    mine = {"membership": OuterRef("pk")}
    openings = Opening.objects.filter(Q(**mine) | Q(membership=None), closed_at=None)
    intakes = Intake.objects.filter(**mine).order_by("-finished_at", "-pk")
    return Membership.objects.filter(pk=membership_id).values_list(
        ArraySubquery(LessonProgress.objects.filter(**mine).values("ref")),
        ArraySubquery(QuizAttempt.objects.filter(**mine, is_passed=True).values("ref").distinct()),
        ArraySubquery(QuizAttempt.objects.filter(**mine).values("ref").distinct()),
        ArraySubquery(Completion.objects.filter(**mine).values("module_id")),
        ArraySubquery(openings.values(opened=Coalesce("module_id", Value(EVERYTHING)))),
        Subquery(intakes.values("patterns")[:1]),
    )
