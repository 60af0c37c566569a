"""Who may read what: a lesson's tier, what has to be done before it, and the day it opens."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from curriculum.entries import Catalogue, LessonEntry, ModuleEntry
from curriculum.learning.learner import EVERYTHING, Learner
from members.billing.entitlements import LESSONS, opens
from members.models import Tier
from program.clock import ZoneInfo

OPENS = time(9)


@dataclass(frozen=True, slots=True)
class Wall:
    """Why a lesson is not open yet. Of the three the first that holds is told."""

    tier: str = ""
    modules: tuple[ModuleEntry, ...] = ()
    lessons: tuple[LessonEntry, ...] = ()
    """What has to be done before."""

    opens_after_days: int = 0
    opens_at: datetime | None = None
    """None for visitors: their days have not begun."""

    @property
    def kind(self) -> str:
        """tier, order or date"""
        return "tier" if self.tier else "order" if self.modules or self.lessons else "date"


def wall_before(lesson: LessonEntry, everything: Catalogue, learner: Learner) -> Wall | None:
    """None: the lesson is open. Nothing else may be asked before its words are shown."""
    if not opens(LESSONS[Tier(lesson.tier)], learner.granted):
        return Wall(tier=lesson.tier)
    module = everything.by_slug[lesson.module_slug]
    if learner.is_team or learner.opened & {module.pk, EVERYTHING}:
        return None
    if lesson.ref in learner.done:  # Whatever order and dates come later.
        return None
    return wall_of_order(lesson, module, everything, learner) or wall_of_date(lesson, learner)


def may_read(lesson: LessonEntry, everything: Catalogue, learner: Learner) -> bool:
    return wall_before(lesson, everything, learner) is None


def wall_of_order(lesson: LessonEntry, module: ModuleEntry, everything: Catalogue, learner: Learner) -> Wall | None:
    needed = [everything.by_slug[slug] for slug in module.requires if slug in everything.by_slug]
    modules = tuple(before for before in needed if not is_complete(before, learner))
    first = [everything.lesson_by_key[key] for key in lesson.requires if key in everything.lesson_by_key]
    lessons = tuple(before for before in first if before.ref not in learner.done)
    return Wall(modules=modules, lessons=lessons) if modules or lessons else None


def is_complete(module: ModuleEntry, learner: Learner) -> bool:
    """Once complete it stays so, whatever is added to it later."""
    if module.pk in learner.completed:
        return True
    return all(lesson.ref in learner.done for lesson in module.required)


def wall_of_date(lesson: LessonEntry, learner: Learner) -> Wall | None:
    days = lesson.opens_after_days
    if not days:
        return None
    opens_at = opening_instant(learner.joined_at, days, learner.zone) if learner.joined_at else None
    if opens_at is not None and opens_at <= learner.now:
        return None
    return Wall(opens_after_days=days, opens_at=opens_at)


def opening_instant(joined_at: datetime, days: int, zone: ZoneInfo) -> datetime:
    """Nine o'clock on the program's clock, so many days after the day somebody joined there."""
    day = joined_at.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(day, OPENS, zone)
