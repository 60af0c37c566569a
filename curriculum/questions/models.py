"""Questions under lessons: answered in writing, or at a roundtable with the minute of its recording."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from curriculum.about import AboutLesson
from members.models import Membership
from program.tenancy.owned import ProgramKey


class Question(AboutLesson):
    """Roundtables are another room: a question knows the one that answered it by its number alone."""

    membership = ProgramKey(Membership, models.CASCADE, related_name="questions", verbose_name=_("asked by"))
    words = models.TextField(_("question"), max_length=1000)
    is_for_roundtable = models.BooleanField(_("take to a roundtable"), default=False)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    hidden_at = models.DateTimeField(_("hidden"), null=True, blank=True)
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answered_by = ProgramKey(
        Membership, models.SET_NULL, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("answered by"),
    )  # fmt: skip
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    roundtable = models.PositiveIntegerField(_("at roundtable"), null=True, blank=True)
    second = models.PositiveIntegerField(_("second of the recording"), null=True, blank=True)

    class Meta(AboutLesson.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            *AboutLesson.Meta.constraints,
            models.CheckConstraint(
                condition=Q(second=None) | Q(roundtable__isnull=False), name="question_second_of_a_roundtable"
            ),
        ]
        indexes = [
            models.Index(fields=["program", "ref", "asked_at"], name="question_under_lesson"),
            models.Index(
                fields=["program", "asked_at"],
                condition=Q(is_for_roundtable=True, answered_at=None, hidden_at=None),
                name="question_for_roundtable",
            ),
        ]

    def __str__(self) -> str:
        return Truncator(self.words).chars(80)
