"""What a program sells: plans, the versions of their prices, and one amount for each currency."""

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.accounts.models import Membership
from members.billing.entitlements import Entitlement, Tier
from members.billing.paying.keys import new_key
from members.billing.providers.minor import coin_of
from program.money import validate_currency
from program.tenancy.owned import OwnedManager, OwnedQuerySet, ProgramKey, ProgramOwned


class PlanQuerySet(OwnedQuerySet["Plan"]):  # type: ignore[override]
    def offered(self) -> "PlanQuerySet":
        return self.filter(is_offered=True).order_by("position", "pk")


class Plan(ProgramOwned):
    """What one may choose. Its prices are versions, so that nobody's price changes behind their back."""

    class Interval(models.TextChoices):
        FREE = "free", _("Free")
        MONTH = "month", _("Every month")
        YEAR = "year", _("Every year")
        ONCE = "once", _("Once, without renewal")

    slug = models.SlugField(_("short name"), max_length=40)
    name = models.CharField(_("name"), max_length=80)
    summary = models.CharField(_("for whom it is"), max_length=200, blank=True)
    tier = models.CharField(_("tier"), max_length=12, choices=Tier.choices)
    entitlements = ArrayField(
        models.CharField(max_length=24, choices=Entitlement.choices),
        verbose_name=_("what it gives"),
        default=list,
        blank=True,
    )
    interval = models.CharField(_("paid"), max_length=8, choices=Interval.choices, default=Interval.YEAR)
    access_days = models.PositiveSmallIntegerField(
        _("days of access"),
        default=365,
        validators=[MinValueValidator(1), MaxValueValidator(3660)],
        help_text=_("For plans that are paid once, gifts and sponsored seats."),
    )
    trial_days = models.PositiveSmallIntegerField(
        _("days to try"), default=0, validators=[MaxValueValidator(365)], help_text=_("0: no trial.")
    )
    position = models.PositiveSmallIntegerField(_("place"), default=0)
    is_offered = models.BooleanField(
        _("offered"), default=True, help_text=_("Otherwise nobody new can choose it; who has it keeps it.")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar["PlanQuerySet"] = OwnedManager.from_queryset(PlanQuerySet)()  # type: ignore[assignment]

    class Meta(ProgramOwned.Meta):
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = [
            models.UniqueConstraint(
                fields=["program", "slug"],
                name="plan_slug_unique",
                violation_error_message=_("There is a plan of that short name already."),
            ),
            models.CheckConstraint(condition=Q(tier__in=Tier.values), name="plan_tier_known"),
            models.CheckConstraint(
                condition=Q(interval__in=["free", "month", "year", "once"]), name="plan_interval_known"
            ),
            models.CheckConstraint(
                condition=(Q(interval="free") & Q(entitlements=[])) | (~Q(interval="free") & ~Q(entitlements=[])),
                name="plan_gives_what_is_paid",
                violation_error_message=_("A paid plan gives something; the free one gives what everybody has."),
            ),
            models.CheckConstraint(condition=Q(access_days__gte=1), name="plan_access_days_positive"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def renews(self) -> bool:
        return self.interval in (self.Interval.MONTH, self.Interval.YEAR)


class PlanVersionQuerySet(OwnedQuerySet["PlanVersion"]):  # type: ignore[override]
    def in_force(self, now: datetime) -> "PlanVersionQuerySet":
        """Those that have begun, the newest first: the first with a free place is the one on offer."""
        return self.filter(starts_at__lte=now).order_by("-starts_at", "-number")


class PlanVersion(ProgramOwned):
    """A plan's prices from an instant on. Subscribers keep theirs unless the version says that it moves them."""

    plan = ProgramKey(Plan, models.CASCADE, related_name="versions", verbose_name=_("plan"))
    number = models.PositiveSmallIntegerField(_("version"))
    starts_at = models.DateTimeField(_("from"), default=timezone.now)
    places = models.PositiveIntegerField(
        _("places"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("A founding price: for so many members, who keep it as long as they stay. Empty: for everybody."),
    )
    moves_existing = models.BooleanField(
        _("also for existing members"),
        default=False,
        help_text=_("They are told now, and pay the new price from their first renewal after that day."),
    )
    note = models.CharField(
        _("why"), max_length=400, blank=True, help_text=_("Stands in the mail to the members who are concerned.")
    )
    announced_at = models.DateTimeField(_("announced"), null=True, editable=False)
    rolled_out_at = models.DateTimeField(_("rolled out"), null=True, editable=False)
    created_by = ProgramKey(Membership, models.SET_NULL, null=True, editable=False, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar["PlanVersionQuerySet"] = OwnedManager.from_queryset(PlanVersionQuerySet)()  # type: ignore[assignment]

    class Meta(ProgramOwned.Meta):
        verbose_name = _("version of a price")
        verbose_name_plural = _("versions of prices")
        constraints = [
            models.UniqueConstraint(fields=["program", "plan", "number"], name="planversion_number_unique"),
            models.CheckConstraint(condition=Q(places=None) | Q(places__gte=1), name="planversion_places_positive"),
        ]
        indexes = [models.Index(fields=["program", "plan", "-starts_at"])]

    def __str__(self) -> str:
        return f"{self.plan} · {self.number}"


class Price(ProgramOwned):
    """What a version costs in one currency. Once somebody could pay it, it is never changed."""

    version = ProgramKey(PlanVersion, models.CASCADE, related_name="prices", verbose_name=_("version"))
    currency = models.CharField(_("currency"), max_length=3, validators=[validate_currency])
    amount = models.DecimalField(
        _("amount"), max_digits=12, decimal_places=2, validators=[MinValueValidator(Decimal("0.50"))]
    )
    key = models.CharField(max_length=40, default=new_key, editable=False)
    account = models.CharField(max_length=24, blank=True, editable=False)
    remote_id = models.CharField(max_length=80, blank=True, editable=False)

    class Meta(ProgramOwned.Meta):
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        constraints = [
            models.UniqueConstraint(
                fields=["program", "version", "currency"],
                name="price_once_per_currency",
                violation_error_message=_("This currency has a price already."),
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="price_positive"),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="price_currency_upper_case"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def clean(self) -> None:
        if self.amount is not None and self.amount != self.amount.quantize(coin_of(self.currency)):
            raise ValidationError({"amount": _("There is no coin that small in this currency.")})
