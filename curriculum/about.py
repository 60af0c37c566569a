"""Rows about a lesson, be it of the shared curriculum or a program's own: one number names both."""

from django.db import models
from django.db.models import F, GeneratedField, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from curriculum.editing.own_lesson import OwnLesson
from curriculum.shared.models import Lesson
from program.tenancy.owned import ProgramKey, ProgramOwned

REF = Coalesce(F("lesson_id"), Value(0) - F("own_lesson_id"))
"""A shared lesson's id, or the id of the program's own lesson below zero."""


class AboutLesson(ProgramOwned):
    """Exactly one of the two keys is set; `ref` is what pages look rows up by."""

    lesson = models.ForeignKey(
        Lesson, models.CASCADE, null=True, blank=True, related_name="+", db_index=False, verbose_name=_("lesson")
    )
    own_lesson = ProgramKey(
        OwnLesson,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("own lesson"),
    )
    ref = GeneratedField(expression=REF, output_field=models.BigIntegerField(), db_persist=True)

    class Meta(ProgramOwned.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(lesson=None) ^ Q(own_lesson=None), name="%(class)s_about_one_lesson")
        ]


def keys_of(ref: int) -> dict[str, int]:
    """What a new row about that lesson is made with."""
    return {"lesson_id": ref} if ref > 0 else {"own_lesson_id": -ref}
