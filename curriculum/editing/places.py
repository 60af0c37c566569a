"""Where a lesson stands in this program: its place in the module, whether members see it, its tier and its day."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Case, When

from curriculum.about import keys_of
from curriculum.catalogue import begin_own_edition
from curriculum.editing.subject import Subject
from curriculum.models import LessonSetting, Module, OwnLesson
from program.audit.log import record


class ListChanged(Exception):
    """The lessons of the module are not those whose order was sent."""


def setting_of(subject: Subject) -> LessonSetting:
    """As it is, or as it would be without a row."""
    return LessonSetting.objects.filter(ref=subject.ref).first() or LessonSetting(**subject.keys)


@transaction.atomic
def place(subject: Subject, values: dict[str, Any], *, by: Any) -> None:
    make_rows([subject.ref])
    setting = LessonSetting.objects.select_for_update(no_key=True).get(ref=subject.ref)
    before = {name: getattr(setting, name) for name in values}
    changes = {name: [str(before[name]), str(value)] for name, value in values.items() if before[name] != value}
    if not changes:
        return
    for name in changes:
        setattr(setting, name, values[name])
    setting.save(update_fields=list(changes))
    record("changed", setting, by=by, changes=changes)
    transaction.on_commit(begin_own_edition)


@transaction.atomic
def reorder(module: Module, refs: Sequence[int], *, by: Any) -> None:
    """All lessons of the module, shown or hidden, in the order wanted."""
    if len(set(refs)) != len(refs) or set(refs) != set(lessons_of(module)):
        raise ListChanged
    make_rows(refs)
    settings = LessonSetting.objects.filter(ref__in=refs)
    list(settings.select_for_update(no_key=True).order_by("pk"))  # Who drags at the same moment waits here.
    wanted = Case(*(When(ref=ref, then=number) for number, ref in enumerate(refs, 1)))
    settings.update(position=wanted)
    record("put in order the lessons of", module, by=by, changes={"order": ["", ", ".join(map(str, refs))]})
    transaction.on_commit(begin_own_edition)


def make_rows(refs: Sequence[int]) -> None:
    LessonSetting.objects.bulk_create([LessonSetting(**keys_of(ref)) for ref in refs], ignore_conflicts=True)


def lessons_of(module: Module) -> list[int]:
    shared = module.lessons.filter(is_retired=False).values_list("pk", flat=True)
    own = OwnLesson.objects.filter(module=module).values_list("pk", flat=True)
    return [*shared, *(-pk for pk in own)]


def moved(refs: list[int], ref: int, steps: int) -> list[int]:
    """The same list with one of them so many places further down, or up below zero."""
    if ref not in refs:
        return refs
    place = refs.index(ref)
    rest = [other for other in refs if other != ref]
    rest.insert(min(max(place + steps, 0), len(rest)), ref)
    return rest
