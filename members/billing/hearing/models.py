"""What the payment service told us, and what we found to differ."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.accounts.models import Membership
from members.billing.paying.orders import Customer, Order
from program.tenancy.owned import OwnedManager, OwnedQuerySet, ProgramKey, ProgramOwned


class EventQuerySet(OwnedQuerySet["Event"]):  # type: ignore[override]
    def due(self, now: datetime) -> "EventQuerySet":
        """Those nobody works on: new ones, and claimed ones whose worker died."""
        return self.filter(Q(lease_until=None) | Q(lease_until__lte=now), state=Event.State.DUE, due_at__lte=now)


class Event(ProgramOwned):
    """One event, known by its number. What it says is not kept: the object is fetched as it is now."""

    class State(models.TextChoices):
        DUE = "due", _("Waiting")
        DONE = "done", _("Done")
        IGNORED = "ignored", _("Does not concern us")
        FAILED = "failed", _("Given up")

    remote_id = models.CharField(_("number"), max_length=80)
    account = models.CharField(max_length=24, blank=True)
    type = models.CharField(_("type"), max_length=80)
    object_id = models.CharField(_("about"), max_length=100, blank=True)
    customer_id = models.CharField(_("customer"), max_length=80, blank=True)
    happened_at = models.DateTimeField(_("happened"))
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.DUE)
    due_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.CharField(_("last error"), max_length=400, blank=True)
    done_at = models.DateTimeField(_("done"), null=True)
    signature = models.CharField(max_length=64, blank=True, editable=False)
    """A digest of the one it came with first. Stripe signs each of its tries anew: the same again is a replay."""

    is_late = models.BooleanField(_("read in the list"), default=False)
    """Nobody told us: we found it when we read what Stripe had to tell."""

    objects: ClassVar["EventQuerySet"] = OwnedManager.from_queryset(EventQuerySet)()  # type: ignore[assignment]

    class Meta(ProgramOwned.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.UniqueConstraint(fields=["program", "account", "remote_id"], name="event_once"),
            models.CheckConstraint(
                condition=Q(state__in=["due", "done", "ignored", "failed"]), name="event_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="due"), name="event_due"),
            models.Index(fields=["program", "-received_at"]),
            models.Index(fields=["program", "customer_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.remote_id}"


class Finding(ProgramOwned):
    """Something that differed between us and the payment service, or a payment nobody could bring home."""

    class Kind(models.TextChoices):
        DRIFT = "drift", _("Differed")
        PAID_WITHOUT_ACCESS = "paid_without_access", _("Paid, but without access")
        UNKNOWN_PAYMENT = "unknown_payment", _("Payment of nobody we know")
        SECOND_SUBSCRIPTION = "second_subscription", _("A second subscription")
        DISPUTE = "dispute", _("Payment disputed")

    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    subject = models.CharField(_("about"), max_length=100)
    customer = ProgramKey(Customer, models.CASCADE, null=True, blank=True, related_name="findings")
    order = ProgramKey(Order, models.CASCADE, null=True, blank=True, related_name="findings", verbose_name=_("order"))
    said = models.JSONField(_("what differed"), default=dict)
    """By field: [ours, theirs]."""

    found_at = models.DateTimeField(_("found"), default=timezone.now)
    repaired_at = models.DateTimeField(_("repaired"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = ProgramKey(
        Membership, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("closed by")
    )
    note = models.CharField(_("note"), max_length=400, blank=True)

    class Meta(ProgramOwned.Meta):
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        constraints = [
            models.UniqueConstraint(
                fields=["program", "kind", "subject"],
                condition=Q(repaired_at=None, closed_at=None),
                name="finding_open_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=["drift", "paid_without_access", "unknown_payment", "second_subscription", "dispute"]
                ),
                name="finding_kind_known",
            ),
        ]
        indexes = [models.Index(fields=["program", "-found_at"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"
