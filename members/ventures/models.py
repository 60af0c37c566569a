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

    venture = ProgramKey(Venture, models.CASCADE, related_name="founders", verbose_name=_("venture"))
    membership = ProgramKey(Membership, models.CASCADE, related_name="founderships", verbose_name=_("membership"))
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.OWNER)
    since = models.DateTimeField(_("since"), default=timezone.now)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

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
        return str(self.membership)


class VerifiedRevenue(ProgramOwned):
    """What staff saw in a venture's books: its revenue of twelve months, and the people it employs."""

    venture = ProgramKey(Venture, models.CASCADE, related_name="verified_revenues", verbose_name=_("venture"))
    ends_on = models.DateField(_("twelve months up to"))
    amount = models.DecimalField(_("revenue"), max_digits=16, decimal_places=2)
    jobs = models.PositiveIntegerField(_("people employed"), default=0)
    verified_by = ProgramKey(
        Membership,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("verified by"),
    )
    verified_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta(ProgramOwned.Meta):
        verbose_name = _("verified revenue")
        verbose_name_plural = _("verified revenue")
        constraints = [
            models.UniqueConstraint(fields=["program", "venture", "ends_on"], name="verifiedrevenue_once_per_day"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="verifiedrevenue_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.venture} · {self.ends_on}"
