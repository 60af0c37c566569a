"""What a program changes in its curriculum: words, order, tier, dates, pictures."""

from django.conf import settings
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curriculum.about import AboutLesson
from curriculum.editing.own_lesson import OwnLesson
from curriculum.shared.models import Words
from members.models import Membership, Tier
from program.tenancy.owned import ProgramKey, ProgramOwned

__all__ = ["LessonSetting", "OwnLesson", "OwnText", "Picture", "Revision"]


class LessonSetting(AboutLesson):
    """How a lesson stands in this program, where that differs from the shared curriculum."""

    position = models.PositiveSmallIntegerField(_("position"), null=True, blank=True)
    tier = models.CharField(_("tier"), max_length=12, choices=Tier.choices, blank=True)
    is_hidden = models.BooleanField(_("hidden"), default=False, db_default=False)
    opens_after_days = models.PositiveSmallIntegerField(
        _("opens after days"),
        null=True,
        blank=True,
        help_text=_("Counted from the day a member joined; opens at 9:00 on the program's clock."),
    )

    class Meta(AboutLesson.Meta):
        verbose_name = _("lesson in this program")
        verbose_name_plural = _("lessons in this program")
        constraints = [
            *AboutLesson.Meta.constraints,
            models.UniqueConstraint(fields=["program", "ref"], name="lessonsetting_once_per_lesson"),
            models.CheckConstraint(condition=models.Q(tier__in=["", *Tier.values]), name="lessonsetting_tier_known"),
        ]

    def __str__(self) -> str:
        return str(self.own_lesson or self.lesson)


class OwnText(AboutLesson):
    """A lesson's words in one language as this program has them. Members see those that are `published`."""

    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    published = ProgramKey(
        "Revision", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("published")
    )
    search = SearchVectorField(null=True, editable=False)

    class Meta(AboutLesson.Meta):
        verbose_name = _("own words of a lesson")
        verbose_name_plural = _("own words of lessons")
        constraints = [
            *AboutLesson.Meta.constraints,
            models.UniqueConstraint(fields=["program", "ref", "language"], name="owntext_once_per_language"),
        ]

    def __str__(self) -> str:
        return f"{self.own_lesson or self.lesson} ({self.language})"


class Revision(Words, ProgramOwned):
    """One saved state of the words. None is ever changed; a draft is a revision that is not yet published."""

    text = ProgramKey(OwnText, models.CASCADE, related_name="revisions", verbose_name=_("own words of a lesson"))
    number = models.PositiveIntegerField(_("revision"))
    based_on = models.PositiveIntegerField(
        _("based on version"), null=True, blank=True, help_text=_("Of the shared words.")
    )
    saved_by = ProgramKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("saved by")
    )
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)
    note = models.CharField(_("what changed"), max_length=200, blank=True)

    class Meta(ProgramOwned.Meta):
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [models.UniqueConstraint(fields=["program", "text", "number"], name="revision_number_once")]


class Picture(AboutLesson):
    """A picture in a lesson's own words; whoever may read the lesson may see it."""

    file = models.FileField(_("picture"), upload_to="unused")
    words = models.CharField(_("what it shows"), max_length=200, help_text=_("For those who do not see it."))
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    uploaded_by = ProgramKey(
        Membership, models.SET_NULL, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("uploaded by"),
    )  # fmt: skip
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now, editable=False)

    class Meta(AboutLesson.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        indexes = [models.Index(fields=["program", "ref"], name="picture_of_lesson")]

    def __str__(self) -> str:
        return self.words
