"""The shared curriculum (the same for every program) and each member's way through it."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.models import Membership, Tier
from program.tenancy.owned import ProgramKey, ProgramOwned


class Module(models.Model):
    """One of the steps, in order. Loaded from curriculum/content/, shared by all programs."""

    slug = models.SlugField(max_length=40, unique=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")
        indexes = [models.Index(fields=["position"])]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("module", args=[self.slug])


class ModuleText(models.Model):
    module = models.ForeignKey(Module, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=12, choices=settings.LANGUAGES)
    title = models.CharField(max_length=80)
    promise = models.CharField(max_length=160)
    note = models.TextField(blank=True, help_text=_("What is coming, while the module has no lessons."))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["module", "language"], name="moduletext_once_per_language")]

    def __str__(self) -> str:
        return self.title


class Lesson(models.Model):
    module = models.ForeignKey(Module, models.CASCADE, related_name="lessons")
    slug = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    tier = models.CharField(max_length=12, choices=Tier.choices, default=Tier.FREE)
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        constraints = [
            models.UniqueConstraint(fields=["module", "slug"], name="lesson_slug_unique"),
            models.CheckConstraint(condition=models.Q(tier__in=Tier.values), name="lesson_tier_known"),
        ]

    def __str__(self) -> str:
        return self.slug


class LessonText(models.Model):
    """A lesson's words in one language; HTML is made when it is loaded, not when it is read."""

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=12, choices=settings.LANGUAGES)
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=300)
    teaser = models.TextField()
    body_html = models.TextField()
    task = models.TextField(blank=True, help_text=_("The one thing to do at the end."))
    mistakes = models.JSONField(default=list)
    sources = models.JSONField(default=list)
    digest = models.CharField(max_length=64, help_text=_("Of the file, so that loading twice changes nothing."))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lesson", "language"], name="lessontext_once_per_language")]

    def __str__(self) -> str:
        return self.title


class LessonProgress(ProgramOwned):
    """A row when a member opened a lesson; `done_at` when they said they were done."""

    membership = ProgramKey(Membership, models.CASCADE, related_name="lesson_progress")
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta(ProgramOwned.Meta):
        verbose_name = _("lesson progress")
        verbose_name_plural = _("lesson progress")
        constraints = [
            models.UniqueConstraint(fields=["program", "membership", "lesson"], name="progress_once_per_lesson")
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} · {self.lesson_id}"
