"""When lessons open: so many days after a member joined, in the order of the path."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q

from curriculum.about import keys_of
from curriculum.catalogue import begin_own_edition
from curriculum.entries import Catalogue
from curriculum.models import LessonSetting
from members.models import User
from program.audit.log import record
from program.models import Program

WEEK = 7
SAYS_NOTHING = Q(position=None, tier="", is_hidden=False, opens_after_days=None)

type Days = dict[int, int | None]
"""By the ref of each lesson; None: it opens at once."""


def days_of(everything: Catalogue) -> Days:
    return {lesson.ref: lesson.opens_after_days or None for lesson in everything.lessons}


def one_a_week(everything: Catalogue) -> Days:
    """The first at once, each further one a week after the one before it."""
    return {lesson.ref: number * WEEK or None for number, lesson in enumerate(everything.lessons)}


@transaction.atomic
def save_schedule(program: Program, everything: Catalogue, days: Mapping[int, int | None], *, by: User) -> int:
    """How many lessons open at another time than before."""
    before = days_of(everything)
    changed = {ref: wanted or None for ref, wanted in days.items() if (wanted or None) != before.get(ref)}
    if not changed:
        return 0
    rows = [LessonSetting(**keys_of(ref), opens_after_days=wanted) for ref, wanted in changed.items()]
    LessonSetting.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["program", "ref"], update_fields=["opens_after_days"]
    )
    LessonSetting.objects.filter(SAYS_NOTHING).delete()
    told = {everything.lesson_by_ref[ref].key: [said(before[ref]), said(wanted)] for ref, wanted in changed.items()}
    record("set the schedule of", program, by=by, changes=told)
    transaction.on_commit(begin_own_edition)
    return len(changed)


def said(days: int | None) -> str:
    return "" if days is None else str(days)
