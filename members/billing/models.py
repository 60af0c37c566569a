"""What a membership is entitled to, from when until when. Expiry needs no job."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Case, OuterRef, Q, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.accounts.models import Membership
from program.tenancy.owned import OwnedManager, OwnedQuerySet, ProgramKey, ProgramOwned


class Tier(models.TextChoices):
    FREE = "free", _("Free")
    CURRICULUM = "curriculum", _("Curriculum")
    PREMIUM = "premium", _("Premium")


RANK = {Tier.FREE: 0, Tier.CURRICULUM: 1, Tier.PREMIUM: 2}


class GrantQuerySet(OwnedQuerySet["Grant"]):  # type: ignore[override]
    def in_force(self, now: datetime) -> "GrantQuerySet":
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=now), starts_at__lte=now)


class Grant(ProgramOwned):
    """A tier given to a membership for a time."""

    membership = ProgramKey(Membership, models.CASCADE, related_name="grants", verbose_name=_("membership"))
    tier = models.CharField(
        _("tier"), max_length=12, choices=[(t.value, t.label) for t in (Tier.CURRICULUM, Tier.PREMIUM)]
    )
    starts_at = models.DateTimeField(_("from"), default=timezone.now)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("Empty: without an end."))
    reason = models.CharField(_("reason"), max_length=200)
    granted_by = ProgramKey(
        Membership,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("granted by"),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar["GrantQuerySet"] = OwnedManager.from_queryset(GrantQuerySet)()  # type: ignore[assignment]

    class Meta(ProgramOwned.Meta):
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        constraints = [
            models.CheckConstraint(condition=Q(tier__in=["curriculum", "premium"]), name="grant_tier_known"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=models.F("starts_at")),
                name="grant_ends_after_start",
                violation_error_message=_("The grant must end after it starts."),
            ),
        ]
        indexes = [models.Index(fields=["program", "membership", "starts_at"])]

    def __str__(self) -> str:
        return f"{self.get_tier_display()} · {self.reason}"


def highest_grant(now: datetime) -> Subquery:
    """For Membership querysets: the highest tier in force, or NULL."""
    rank = Case(When(tier=Tier.PREMIUM, then=Value(2)), default=Value(1))
    in_force = Grant.objects.filter(membership=OuterRef("pk")).in_force(now)
    return Subquery(in_force.order_by(rank.desc()).values("tier")[:1])
