"""Access that somebody else pays for, or that costs less: coupons, gifts, sponsored seats."""

import secrets
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.accounts.models import Membership
from members.billing.grants import Grant
from members.billing.paying.keys import CLEAR, new_key
from members.billing.paying.orders import Order
from members.billing.plans.models import Plan
from program.money import rounded, validate_currency
from program.tenancy.owned import OwnedManager, OwnedQuerySet, ProgramKey, ProgramOwned

CODE = RegexValidator(r"^[A-Z0-9-]{4,24}$", _("Four to 24 letters, digits and hyphens, without spaces."))


def new_code() -> str:
    """Twelve letters that nobody guesses, in groups that one can dictate."""
    return "-".join("".join(secrets.choice(CLEAR) for _place in range(4)) for _group in range(3))


class Coupon(ProgramOwned):
    """Makes a plan cheaper: once, for some months, or as long as one stays."""

    class Duration(models.TextChoices):
        ONCE = "once", _("The first payment")
        REPEATING = "repeating", _("Some months")
        FOREVER = "forever", _("Every payment")

    code = models.CharField(_("code"), max_length=24, validators=[CODE])
    percent = models.DecimalField(
        _("per cent off"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    amount = models.DecimalField(_("amount off"), max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True, validators=[validate_currency])
    duration = models.CharField(_("reduces"), max_length=10, choices=Duration.choices, default=Duration.ONCE)
    months = models.PositiveSmallIntegerField(_("months"), null=True, blank=True, validators=[MinValueValidator(1)])
    plan = ProgramKey(Plan, models.CASCADE, null=True, blank=True, related_name="coupons", verbose_name=_("only for"))
    uses_allowed = models.PositiveIntegerField(_("how often"), null=True, blank=True, help_text=_("Empty: no limit."))
    uses = models.PositiveIntegerField(_("used"), default=0, editable=False)
    expires_at = models.DateTimeField(_("until"), null=True, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    key = models.CharField(max_length=40, default=new_key, editable=False)
    account = models.CharField(max_length=24, blank=True, editable=False)
    remote_id = models.CharField(max_length=80, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(ProgramOwned.Meta):
        verbose_name = _("coupon")
        verbose_name_plural = _("coupons")
        constraints = [
            models.UniqueConstraint(
                fields=["program", "code"],
                name="coupon_code_unique",
                violation_error_message=_("This code is taken."),
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=False, amount=None, currency="")
                | (Q(percent=None, amount__gt=0) & ~Q(currency="")),
                name="coupon_percent_or_amount",
                violation_error_message=_("Give either per cent, or an amount with its currency."),
            ),
            models.CheckConstraint(
                condition=Q(duration="repeating", months__isnull=False, months__gte=1)
                | (~Q(duration="repeating") & Q(months=None)),
                name="coupon_months_fit_duration",
                violation_error_message=_("Say how many months, and only for some months."),
            ),
            models.CheckConstraint(
                condition=Q(uses_allowed=None) | Q(uses__lte=F("uses_allowed")), name="coupon_uses_within_allowed"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def reduce(self, amount: Decimal) -> Decimal:
        """What is left of it, in the same currency; never below nothing."""
        off = amount * self.percent / 100 if self.percent is not None else self.amount or Decimal(0)
        return max(rounded(amount - off, 2), Decimal(0))

    def holds(self, now: datetime) -> bool:
        is_left = self.uses_allowed is None or self.uses < self.uses_allowed
        return self.is_active and is_left and (self.expires_at is None or self.expires_at > now)


class Gift(ProgramOwned):
    """A plan that one person paid and another uses."""

    order = ProgramKey(Order, models.PROTECT, related_name="gifts", verbose_name=_("order"))
    plan = ProgramKey(Plan, models.PROTECT, related_name="gifts", verbose_name=_("plan"))
    code = models.CharField(_("code"), max_length=24, default=new_code, validators=[CODE])
    recipient = models.EmailField(_("for whom"), blank=True)
    from_name = models.CharField(_("from"), max_length=80, blank=True)
    words = models.TextField(_("words"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("paid"), default=timezone.now)
    expires_at = models.DateTimeField(_("to be redeemed until"))
    redeemed_at = models.DateTimeField(_("redeemed"), null=True, blank=True)
    redeemed_by = ProgramKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("redeemed by")
    )
    grant = ProgramKey(Grant, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("grant"))

    class Meta(ProgramOwned.Meta):
        verbose_name = _("gift")
        verbose_name_plural = _("gifts")
        constraints = [
            models.UniqueConstraint(fields=["program", "order"], name="gift_once_per_order"),
            models.UniqueConstraint(fields=["program", "code"], name="gift_code_unique"),
        ]

    def __str__(self) -> str:
        return self.code


class SponsorshipQuerySet(OwnedQuerySet["Sponsorship"]):  # type: ignore[override]
    def running(self, now: datetime) -> "SponsorshipQuerySet":
        return self.filter(ends_at__gt=now)


class Sponsorship(ProgramOwned):
    """Seats that an organisation pays for, until a day. Its row is the mutex of its seats."""

    sponsor = models.CharField(_("sponsor"), max_length=120)
    contact = models.EmailField(_("contact"), blank=True)
    plan = ProgramKey(Plan, models.PROTECT, related_name="sponsorships", verbose_name=_("plan"))
    seats = models.PositiveIntegerField(_("seats"), validators=[MinValueValidator(1)])
    seats_taken = models.PositiveIntegerField(_("taken"), default=0, editable=False)
    code = models.CharField(_("code"), max_length=24, default=new_code, validators=[CODE])
    ends_at = models.DateTimeField(_("until"))
    order = ProgramKey(Order, models.PROTECT, null=True, blank=True, editable=False, related_name="sponsorships")
    note = models.CharField(_("note"), max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar["SponsorshipQuerySet"] = OwnedManager.from_queryset(SponsorshipQuerySet)()  # type: ignore[assignment]

    class Meta(ProgramOwned.Meta):
        verbose_name = _("sponsorship")
        verbose_name_plural = _("sponsorships")
        constraints = [
            models.UniqueConstraint(
                fields=["program", "code"],
                name="sponsorship_code_unique",
                violation_error_message=_("This code is taken."),
            ),
            models.UniqueConstraint(fields=["program", "order"], name="sponsorship_once_per_order"),
            models.CheckConstraint(condition=Q(seats_taken__lte=F("seats")), name="sponsorship_seats_enough"),
        ]

    def __str__(self) -> str:
        return f"{self.sponsor} · {self.seats}"


class SponsoredSeat(ProgramOwned):
    """One member on one sponsor's seat."""

    sponsorship = ProgramKey(Sponsorship, models.CASCADE, related_name="holders", verbose_name=_("sponsorship"))
    membership = ProgramKey(Membership, models.CASCADE, related_name="sponsored_seats", verbose_name=_("member"))
    grant = ProgramKey(Grant, models.SET_NULL, null=True, related_name="+")
    taken_at = models.DateTimeField(_("taken"), default=timezone.now)

    class Meta(ProgramOwned.Meta):
        verbose_name = _("sponsored seat")
        verbose_name_plural = _("sponsored seats")
        constraints = [
            models.UniqueConstraint(fields=["program", "sponsorship", "membership"], name="sponsoredseat_once")
        ]

    def __str__(self) -> str:
        return str(self.membership_id)
