"""The shared curriculum (the same for every program) and each member's way through it.

The first four tables are global: every program reads them, only the loader writes them.
"""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import Membership, Tier
from program.tenancy.owned import ProgramKey, ProgramOwned

RETIRED = _("No longer in the curriculum; kept because members have done it.")


class Module(models.Model):
    """One of the steps, in order. Loaded from curriculum/content/."""

    slug = models.SlugField(_("short name"), max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(_("position"))
    is_retired = models.BooleanField(_("retired"), default=False, db_default=False, help_text=RETIRED)

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("module", args=[self.slug])


class ModuleText(models.Model):
    module = models.ForeignKey(Module, models.CASCADE, related_name="texts", verbose_name=_("module"))
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    title = models.CharField(_("title"), max_length=80)
    promise = models.CharField(_("promise"), max_length=160)
    outcomes = models.JSONField(_("what you will be able to do"), default=list, db_default=[])
    note = models.TextField(_("note"), blank=True, help_text=_("What is coming, while the module has no lessons."))

    class Meta:
        verbose_name = _("module text")
        verbose_name_plural = _("module texts")
        constraints = [models.UniqueConstraint(fields=["module", "language"], name="moduletext_once_per_language")]

    def __str__(self) -> str:
        return self.title


class Lesson(models.Model):
    module = models.ForeignKey(Module, models.CASCADE, related_name="lessons", verbose_name=_("module"))
    slug = models.SlugField(_("short name"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"))
    tier = models.CharField(_("tier"), max_length=12, choices=Tier.choices, default=Tier.FREE)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    is_retired = models.BooleanField(_("retired"), default=False, db_default=False, help_text=RETIRED)

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        constraints = [
            models.UniqueConstraint(fields=["module", "slug"], name="lesson_slug_unique"),
            models.CheckConstraint(condition=models.Q(tier__in=Tier.values), name="lesson_tier_known"),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("lesson", args=[self.module.slug, self.slug])


class LessonText(models.Model):
    """A lesson's words in one language; HTML is made when it is loaded, not when it is read."""

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="texts", verbose_name=_("lesson"))
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("summary"), max_length=300)
    teaser = models.TextField(_("teaser"), help_text=_("Shown to everyone, also above their tier."))
    body_html = models.TextField(_("text"))
    contents = models.JSONField(default=list, db_default=[], help_text=_("Id and words of each heading."))
    task = models.TextField(_("do this"), blank=True, help_text=_("The one thing to do at the end."))
    mistakes = models.JSONField(_("mistakes"), default=list)
    sources = models.JSONField(_("sources"), default=list)
    digest = models.CharField(max_length=64, help_text=_("Of all these words: their name in memory."))

    class Meta:
        verbose_name = _("lesson text")
        verbose_name_plural = _("lesson texts")
        constraints = [models.UniqueConstraint(fields=["lesson", "language"], name="lessontext_once_per_language")]

    def __str__(self) -> str:
        return self.title


class LessonProgress(ProgramOwned):
    """A row when a member is done with a lesson; reading writes nothing.

    This will be the largest table: its unique index answers the pages, so the keys have no index of their own.
    """

    membership = ProgramKey(
        Membership, models.CASCADE, related_name="lesson_progress", db_index=False, verbose_name=_("member")
    )
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="+", db_index=False, verbose_name=_("lesson"))
    done_at = models.DateTimeField(_("done"), default=timezone.now)

    class Meta(ProgramOwned.Meta):
        verbose_name = _("lesson progress")
        verbose_name_plural = _("lesson progress")
        constraints = [
            models.UniqueConstraint(fields=["program", "membership", "lesson"], name="progress_once_per_lesson")
        ]
        indexes = [models.Index(fields=["program", "-done_at"], name="progress_latest")]

    def __str__(self) -> str:
        return f"{self.membership} · {self.lesson}"
