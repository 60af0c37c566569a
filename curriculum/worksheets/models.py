"""Worksheets: filled in by a venture's founders, every save a version."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curriculum.about import AboutLesson
from members.models import Membership, Venture
from program.tenancy.owned import ProgramKey, ProgramOwned


class Worksheet(AboutLesson):
    """A lesson's worksheet as one venture fills it in."""

    venture = ProgramKey(Venture, models.CASCADE, related_name="worksheets", db_index=False, verbose_name=_("venture"))
    asked_at = models.DateTimeField(_("feedback asked"), null=True, blank=True)
    asked_by = ProgramKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    answered_at = models.DateTimeField(_("feedback given"), null=True, blank=True)

    class Meta(AboutLesson.Meta):
        verbose_name = _("worksheet")
        verbose_name_plural = _("worksheets")
        constraints = [
            *AboutLesson.Meta.constraints,
            models.UniqueConstraint(fields=["program", "venture", "ref"], name="worksheet_once_per_venture"),
        ]
        indexes = [models.Index(fields=["program", "asked_at"], name="worksheet_waiting")]

    def __str__(self) -> str:
        return f"{self.venture} · {self.own_lesson or self.lesson}"


class WorksheetVersion(ProgramOwned):
    """What stood there at one save. Autosaves of one open page are one version until it is saved by hand."""

    worksheet = ProgramKey(
        Worksheet, models.CASCADE, related_name="versions", db_index=False, verbose_name=_("worksheet")
    )
    number = models.PositiveIntegerField(_("version"))
    answers = models.JSONField(_("answers"), default=dict)
    fields = models.JSONField(_("fields"), default=list, help_text=_("As the lesson asked at that time."))
    based_on = models.PositiveIntegerField(_("based on version"), null=True, blank=True)
    editing = models.UUIDField(_("open page"), null=True, blank=True, help_text=_("Empty: saved by hand."))
    saved_by = ProgramKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("saved by")
    )
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(ProgramOwned.Meta):
        verbose_name = _("version of a worksheet")
        verbose_name_plural = _("versions of worksheets")
        constraints = [
            models.UniqueConstraint(fields=["program", "worksheet", "number"], name="worksheetversion_number_once"),
            models.UniqueConstraint(
                fields=["program", "worksheet", "editing"],
                condition=~models.Q(editing=None),
                name="worksheetversion_one_per_open_page",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worksheet} · {self.number}"


class WorksheetComment(ProgramOwned):
    """A coach's feedback on one version, or a founder's reply to it."""

    version = ProgramKey(
        WorksheetVersion, models.CASCADE, related_name="comments", verbose_name=_("version of a worksheet")
    )
    field = models.CharField(_("field"), max_length=60, blank=True, help_text=_("Empty: about the whole sheet."))
    words = models.TextField(_("comment"), max_length=4000)
    author = ProgramKey(
        Membership, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("author")
    )
    written_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)

    class Meta(ProgramOwned.Meta):
        verbose_name = _("comment on a worksheet")
        verbose_name_plural = _("comments on worksheets")

    def __str__(self) -> str:
        return self.words[:60]
