"""The curriculum that all programs share: every program reads these tables, only the loader writes them."""

from django.conf import settings
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import Tier

RETIRED = _("No longer in the curriculum; kept because members have done it.")


class Module(models.Model):
    """One of the steps, in order. Loaded from curriculum/content/."""

    slug = models.SlugField(_("short name"), max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(_("position"))
    requires = models.JSONField(
        _("opens after"), default=list, db_default=[], help_text=_("Short names of the modules to be done first.")
    )
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
    is_optional = models.BooleanField(
        _("optional"), default=False, db_default=False, help_text=_("The module is complete without it.")
    )
    requires = models.JSONField(
        _("opens after"), default=list, db_default=[], help_text=_("Lessons to be done first, as module/lesson.")
    )
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


class Words(models.Model):
    """What a lesson says. HTML is made when the words are saved, not when they are read."""

    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("summary"), max_length=300)
    teaser = models.TextField(_("teaser"), help_text=_("Shown to everyone, also above their tier."))
    body = models.TextField(_("text"), blank=True, db_default="", help_text=_("In Markdown."))
    body_html = models.TextField(editable=False)
    contents = models.JSONField(default=list, db_default=[], help_text=_("Id and words of each heading."))
    task = models.TextField(_("do this"), blank=True, help_text=_("The one thing to do at the end."))
    mistakes = models.JSONField(_("mistakes"), default=list, db_default=[])
    sources = models.JSONField(_("sources"), default=list, db_default=[])
    quiz = models.JSONField(_("quiz"), default=list, db_default=[])
    worksheet = models.JSONField(_("worksheet"), null=True, blank=True)
    digest = models.CharField(max_length=64, help_text=_("Of all these words: their name in memory."))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


class LessonText(Words):
    """A lesson's words in one language, and how often they have changed."""

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="texts", verbose_name=_("lesson"))
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    version = models.PositiveIntegerField(_("version"), default=1, db_default=1)
    search = SearchVectorField(null=True, editable=False)

    class Meta:
        verbose_name = _("lesson text")
        verbose_name_plural = _("lesson texts")
        constraints = [models.UniqueConstraint(fields=["lesson", "language"], name="lessontext_once_per_language")]


class LessonTextVersion(models.Model):
    """A version as it was, so that a program which changed the lesson sees what it is behind."""

    text = models.ForeignKey(LessonText, models.CASCADE, related_name="versions", verbose_name=_("lesson text"))
    number = models.PositiveIntegerField(_("version"))
    words = models.JSONField(_("words"))
    loaded_at = models.DateTimeField(_("loaded"), default=timezone.now)

    class Meta:
        verbose_name = _("version of a lesson text")
        verbose_name_plural = _("versions of lesson texts")
        constraints = [models.UniqueConstraint(fields=["text", "number"], name="lessontextversion_number_once")]

    def __str__(self) -> str:
        return f"{self.text} · {self.number}"


class Reference(models.Model):
    """An entry of what stands beside the lessons: patterns, mistakes, books, and the diagnostic's headings."""

    class Kind(models.TextChoices):
        PATTERN = "pattern", _("Pattern")
        HEADING = "heading", _("Heading of the diagnostic")
        MISTAKE = "mistake", _("Mistake")
        BOOK = "book", _("Book")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    slug = models.CharField(_("short name"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"))
    entry = models.JSONField(_("entry"), help_text=_("As its file has it, with its words in every language."))

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="reference_slug_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["pattern", "heading", "mistake", "book"]), name="reference_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.slug
