"""The founder's company in a program; several founders may share one."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.accounts.models import Membership
from program.tenancy.owned import ProgramKey, ProgramOwned


class Venture(ProgramOwned):
    name = models.CharField(_("name"), max_length=80)
    one_liner = models.CharField(_("in one sentence"), max_length=160, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)

    class Meta(ProgramOwned.Meta):
        verbose_name = _("venture")
        verbose_name_plural = _("ventures")
        indexes = [models.Index(fields=["program", "-created_at"])]

    def __str__(self) -> str:
        return self.name


class Founder(ProgramOwned):
    """A membership's part in a venture. Leaving keeps the row, so that the history stays."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        MEMBER = "member", _("Member")

    venture = ProgramKey(Venture, models.CASCADE, related_name="founders")
    membership = ProgramKey(Membership, models.CASCADE, related_name="founderships")
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.OWNER)
    since = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta(ProgramOwned.Meta):
        verbose_name = _("founder")
        verbose_name_plural = _("founders")
        constraints = [
            models.UniqueConstraint(
                fields=["program", "membership"],
                condition=models.Q(left_at=None),
                name="founder_one_venture_at_a_time",
            ),
            models.CheckConstraint(condition=models.Q(role__in=["owner", "member"]), name="founder_role_known"),
        ]
        indexes = [models.Index(fields=["program", "venture"])]

    def __str__(self) -> str:
        return f"{self.membership_id} · {self.venture_id}"
