"""Done with a lesson, and with its last one of a module: completed, once and for good."""

from datetime import datetime

from django.db import transaction

from curriculum.about import keys_of
from curriculum.entries import LessonEntry, ModuleEntry
from curriculum.learning.learner import Learner
from curriculum.models import Completion, LessonProgress
from members.models import Membership


def needs_quiz(lesson: LessonEntry, learner: Learner) -> bool:
    """Whether its quiz has to be passed before it counts as done. What was done before there was one stays done."""
    return lesson.has_quiz and lesson.ref not in learner.passed | learner.done


@transaction.atomic
def mark_done(membership: Membership, lesson: LessonEntry, module: ModuleEntry, *, now: datetime) -> Completion | None:
    """Once: who says so twice was done the first time. The module's completion, if this lesson completed it."""
    Membership.objects.select_for_update(no_key=True).get(pk=membership.pk)  # Two last lessons at the same moment.
    row = LessonProgress(membership=membership, **keys_of(lesson.ref), done_at=now)
    LessonProgress.objects.bulk_create([row], ignore_conflicts=True)
    return complete(membership, module, now=now) if is_all_done(membership, module) else None


def is_all_done(membership: Membership, module: ModuleEntry) -> bool:
    needed = [lesson.ref for lesson in module.required]
    mine = LessonProgress.objects.filter(membership=membership, ref__in=needed)
    return bool(needed) and mine.count() == len(needed)


def complete(membership: Membership, module: ModuleEntry, *, now: datetime) -> Completion | None:
    """None where it was completed before."""
    row = Completion(
        membership=membership,
        module_id=module.pk,
        name=membership.display_name[:80],
        lessons=len(module.required),
        completed_at=now,
    )
    Completion.objects.bulk_create([row], ignore_conflicts=True)
    return Completion.objects.filter(membership=membership, module_id=module.pk, code=row.code).first()


def mark_open(membership: Membership, lesson: LessonEntry) -> None:
    """A module that was completed stays so."""
    LessonProgress.objects.filter(membership=membership, ref=lesson.ref).delete()
