"""What members answered in the intake diagnostic, each time they took it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import Membership
from program.tenancy.owned import ProgramKey, ProgramOwned


class Intake(ProgramOwned):
    membership = ProgramKey(
        Membership, models.CASCADE, related_name="intakes", db_index=False, verbose_name=_("member")
    )
    version = models.PositiveSmallIntegerField(_("version"), help_text=_("Of the questions."))
    answers = models.JSONField(_("answers"))
    patterns = models.JSONField(_("patterns"), default=list, help_text=_("Short names, the weightiest first."))
    finished_at = models.DateTimeField(_("finished"), default=timezone.now)

    class Meta(ProgramOwned.Meta):
        verbose_name = _("intake")
        verbose_name_plural = _("intakes")
        indexes = [models.Index(fields=["program", "membership", "-finished_at"], name="intake_latest_of_member")]

    def __str__(self) -> str:
        return f"{self.membership} · {self.finished_at:%Y-%m-%d}"
