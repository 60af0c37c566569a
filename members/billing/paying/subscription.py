"""What renews by itself."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.accounts.models import Membership
from members.billing.paying.keys import new_key
from members.billing.paying.orders import Customer, Provider
from members.billing.plans.models import Plan, Price
from program import clock
from program.tenancy.owned import OwnedManager, OwnedQuerySet, ProgramKey, ProgramOwned


class SubscriptionQuerySet(OwnedQuerySet["Subscription"]):  # type: ignore[override]
    def living(self, now: datetime | None = None) -> "SubscriptionQuerySet":
        """What can still be charged or gives access; what was to end by now has ended, whoever told us or not."""
        lasts = Q(ends_at=None) | Q(ends_at__gt=now or clock.now())
        return self.filter(lasts, status__in=Subscription.LIVING)

    def unfinished(self) -> "SubscriptionQuerySet":
        """What we do not know to have ended."""
        return self.filter(status__in=Subscription.LIVING)


class Subscription(ProgramOwned):
    """What renews by itself, as it was when we last looked. Access follows from its grant, never from here."""

    class Status(models.TextChoices):
        TRIALING = "trialing", _("On trial")
        ACTIVE = "active", _("Active")
        PAST_DUE = "past_due", _("Payment failed")
        UNPAID = "unpaid", _("Unpaid")
        INCOMPLETE = "incomplete", _("First payment open")
        INCOMPLETE_EXPIRED = "incomplete_expired", _("First payment failed")
        CANCELED = "canceled", _("Ended")
        PAUSED = "paused", _("Paused")

    LIVING = ("trialing", "active", "past_due", "unpaid", "incomplete", "paused")

    membership = ProgramKey(Membership, models.PROTECT, related_name="subscriptions", verbose_name=_("member"))
    customer = ProgramKey(Customer, models.PROTECT, null=True, blank=True, related_name="subscriptions")
    provider = models.CharField(_("paid by"), max_length=10, choices=Provider.choices)
    plan = ProgramKey(Plan, models.PROTECT, related_name="subscriptions", verbose_name=_("plan"))
    price = ProgramKey(Price, models.PROTECT, related_name="subscriptions", verbose_name=_("price"))
    next_price = ProgramKey(Price, models.PROTECT, null=True, blank=True, editable=False, related_name="+")
    """What it changes to when its period ends."""

    key = models.CharField(max_length=40, default=new_key, editable=False)
    changes = models.PositiveIntegerField(default=0, editable=False)
    """Counts what we asked the payment service to change; with the key it makes each asking one of a kind."""

    account = models.CharField(max_length=24, blank=True, editable=False)
    remote_id = models.CharField(_("number at Stripe"), max_length=80, blank=True)
    schedule_id = models.CharField(max_length=80, blank=True, editable=False)
    status = models.CharField(_("state"), max_length=20, choices=Status.choices)
    started_at = models.DateTimeField(_("since"))
    period_starts_at = models.DateTimeField(_("paid from"))
    period_ends_at = models.DateTimeField(_("paid until"))
    trial_ends_at = models.DateTimeField(_("trial until"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    """Set once it was cancelled: until then there is access."""

    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    past_due_since = models.DateTimeField(_("payment failed"), null=True, blank=True)
    settled_at = models.DateTimeField(_("last compared"), default=timezone.now)

    objects: ClassVar["SubscriptionQuerySet"] = OwnedManager.from_queryset(SubscriptionQuerySet)()  # type: ignore[assignment]

    class Meta(ProgramOwned.Meta):
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.UniqueConstraint(
                fields=["program", "account", "remote_id"],
                condition=~Q(remote_id=""),
                name="subscription_remote_unique",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        "trialing",
                        "active",
                        "past_due",
                        "unpaid",
                        "incomplete",
                        "incomplete_expired",
                        "canceled",
                        "paused",
                    ]
                ),
                name="subscription_status_known",
            ),
            models.CheckConstraint(
                condition=Q(period_ends_at__gte=models.F("period_starts_at")), name="subscription_period_in_order"
            ),
        ]
        indexes = [
            models.Index(fields=["program", "membership", "status"]),
            models.Index(fields=["program", "status", "period_ends_at"]),
            models.Index(fields=["program", "price"]),
        ]

    def __str__(self) -> str:
        return f"{self.plan} · {self.get_status_display()}"

    @property
    def is_living(self) -> bool:
        return self.status in self.LIVING
