"""What a membership is entitled to, from when until when. Expiry needs no job."""

from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Func, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.accounts.models import Membership
from members.billing.entitlements import GIVES, Entitlement, Tier
from program.tenancy.owned import OwnedManager, OwnedQuerySet, ProgramKey, ProgramOwned

ENTITLEMENTS: ArrayField = ArrayField(models.CharField(max_length=24))


class GrantQuerySet(OwnedQuerySet["Grant"]):  # type: ignore[override]
    def in_force(self, now: datetime) -> "GrantQuerySet":
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=now), starts_at__lte=now)


class Grant(ProgramOwned):
    """A tier given to a membership for a time."""

    class Source(models.TextChoices):
        STAFF = "staff", _("Staff")
        SCHOLARSHIP = "scholarship", _("Scholarship")
        SUBSCRIPTION = "subscription", _("Subscription")
        PURCHASE = "purchase", _("Purchase")
        GIFT = "gift", _("Gift")
        SPONSOR = "sponsor", _("Sponsor")

    membership = ProgramKey(Membership, models.CASCADE, related_name="grants", verbose_name=_("membership"))
    tier = models.CharField(
        _("tier"), max_length=12, choices=[(t.value, t.label) for t in (Tier.CURRICULUM, Tier.PREMIUM)]
    )
    starts_at = models.DateTimeField(_("from"), default=timezone.now)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("Empty: without an end."))
    entitlements = ArrayField(
        models.CharField(max_length=24, choices=Entitlement.choices),
        verbose_name=_("what it gives"),
        default=list,
        blank=True,
        help_text=_("None chosen: what the tier gives."),
    )
    source = models.CharField(_("source"), max_length=12, choices=Source.choices, default=Source.STAFF)
    reason = models.CharField(_("reason"), max_length=200)
    subscription = ProgramKey(
        "members.Subscription", models.CASCADE, null=True, blank=True, editable=False, related_name="grants"
    )
    order = ProgramKey("members.Order", models.CASCADE, null=True, blank=True, editable=False, related_name="grants")
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
                condition=Q(entitlements__contained_by=sorted(Entitlement)), name="grant_entitlements_known"
            ),
            models.CheckConstraint(
                condition=Q(source__in=["staff", "scholarship", "subscription", "purchase", "gift", "sponsor"]),
                name="grant_source_known",
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=models.F("starts_at")),
                name="grant_ends_after_start",
                violation_error_message=_("The grant must end after it starts."),
            ),
            models.UniqueConstraint(fields=["program", "subscription"], name="grant_once_per_subscription"),
            models.UniqueConstraint(fields=["program", "order"], name="grant_once_per_order"),
        ]
        indexes = [models.Index(fields=["program", "membership", "starts_at"])]

    def __str__(self) -> str:
        return f"{self.get_tier_display()} · {self.reason}"


def granted_at(now: datetime) -> ArraySubquery:
    """For Membership querysets: the entitlements in force, each once."""
    in_force = Grant.objects.filter(membership=OuterRef("pk")).in_force(now)
    return ArraySubquery(in_force.annotate(one=Func(given(), function="unnest")).values("one").distinct())


def given() -> Case:
    """What a grant lists, else what its tier gives."""
    of_tiers = [When(tier=tier, then=Value(sorted(GIVES[tier]))) for tier in (Tier.CURRICULUM, Tier.PREMIUM)]
    return Case(When(~Q(entitlements=[]), then="entitlements"), *of_tiers, output_field=ENTITLEMENTS)
