"""Each member's way through the curriculum."""

import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curriculum.about import AboutLesson
from curriculum.shared.models import Module
from members.models import Membership
from program.tenancy.owned import ProgramKey, ProgramOwned

WITHOUT_LOOKALIKES = "23456789abcdefghjkmnpqrstuvwxyz"


def new_code() -> str:
    """Twelve letters that can be read out: 31^12 is more than anyone tries."""
    return "".join(secrets.choice(WITHOUT_LOOKALIKES) for _place in range(12))


class LessonProgress(AboutLesson):
    """A row when a member is done with a lesson; reading writes nothing.

    This will be the largest table: its unique index answers the pages, so the keys have no index of their own.
    """

    membership = ProgramKey(
        Membership, models.CASCADE, related_name="lesson_progress", db_index=False, verbose_name=_("member")
    )
    done_at = models.DateTimeField(_("done"), default=timezone.now)

    class Meta(AboutLesson.Meta):
        verbose_name = _("lesson progress")
        verbose_name_plural = _("lesson progress")
        constraints = [
            *AboutLesson.Meta.constraints,
            models.UniqueConstraint(fields=["program", "membership", "ref"], name="lessonprogress_once_per_lesson"),
        ]
        indexes = [models.Index(fields=["program", "-done_at"], name="progress_latest")]

    def __str__(self) -> str:
        return f"{self.membership} · {self.own_lesson or self.lesson}"


class QuizAttempt(AboutLesson):
    """One try at a lesson's quiz; it may be taken again as often as one likes."""

    membership = ProgramKey(Membership, models.CASCADE, related_name="+", db_index=False, verbose_name=_("member"))
    answers = models.JSONField(_("answers"), help_text=_("The place of the answer chosen for each question."))
    right = models.PositiveSmallIntegerField(_("right"))
    total = models.PositiveSmallIntegerField(_("questions"))
    is_passed = models.BooleanField(_("passed"))
    taken_at = models.DateTimeField(_("taken"), default=timezone.now)

    class Meta(AboutLesson.Meta):
        verbose_name = _("quiz attempt")
        verbose_name_plural = _("quiz attempts")
        constraints = [
            *AboutLesson.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(right__lte=models.F("total")), name="quizattempt_right_of_total"
            ),
        ]
        indexes = [models.Index(fields=["program", "membership", "ref", "-taken_at"], name="quizattempt_of_member")]

    def __str__(self) -> str:
        return f"{self.membership} · {self.right}/{self.total}"


class Completion(ProgramOwned):
    """A module that a member completed: once, with a code by which anybody can check it."""

    membership = ProgramKey(
        Membership, models.CASCADE, related_name="completions", db_index=False, verbose_name=_("member")
    )
    module = models.ForeignKey(Module, models.CASCADE, related_name="+", verbose_name=_("module"))
    code = models.CharField(_("code"), max_length=12, default=new_code, editable=False)
    name = models.CharField(_("name"), max_length=80, help_text=_("As the public page says it."))
    lessons = models.PositiveSmallIntegerField(_("lessons"))
    completed_at = models.DateTimeField(_("completed"), default=timezone.now)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_because = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta(ProgramOwned.Meta):
        verbose_name = _("completed module")
        verbose_name_plural = _("completed modules")
        constraints = [
            models.UniqueConstraint(fields=["program", "membership", "module"], name="completion_once_per_module"),
            models.UniqueConstraint(fields=["program", "code"], name="completion_code_once"),
        ]
        indexes = [models.Index(fields=["program", "-completed_at"], name="completion_latest")]

    def __str__(self) -> str:
        return f"{self.name} · {self.module}"


class Opening(ProgramOwned):
    """What a coach or the staff opened ahead of order and date, for one member or for everybody, and why."""

    membership = ProgramKey(
        Membership, models.CASCADE, null=True, blank=True, related_name="openings", verbose_name=_("member"),
        help_text=_("Empty: everybody."),
    )  # fmt: skip
    module = models.ForeignKey(
        Module, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("module"),
        help_text=_("Empty: the whole curriculum."),
    )  # fmt: skip
    reason = models.CharField(_("reason"), max_length=300)
    opened_by = ProgramKey(
        Membership, models.SET_NULL, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("opened by"),
    )  # fmt: skip
    opened_at = models.DateTimeField(_("opened"), default=timezone.now, editable=False)
    closed_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta(ProgramOwned.Meta):
        verbose_name = _("opening")
        verbose_name_plural = _("openings")
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="opening_has_a_reason"),
            models.UniqueConstraint(
                fields=["program", "membership", "module"],
                condition=models.Q(closed_at=None),
                nulls_distinct=False,
                name="opening_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership or '*'} · {self.module or '*'}"
