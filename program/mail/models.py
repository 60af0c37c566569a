"""The outbox: one row per message that is, was or will be due; and who is not to be written to."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from program.tenancy.owned import OwnedManager, OwnedQuerySet, ProgramOwned


class MessageQuerySet(OwnedQuerySet["Message"]):  # type: ignore[override]
    def due(self, now: datetime) -> "MessageQuerySet":
        """What a sweeper may claim: due rows, and claims whose lease ran out."""
        waiting = Q(state=Message.State.DUE, due_at__lte=now)
        abandoned = Q(state__in=[Message.State.CLAIMED, Message.State.SENDING], lease_until__lte=now)
        return self.filter(waiting | abandoned)

    def with_suspension(self) -> "MessageQuerySet":
        """`suspended` is the cause why its address gets no bulk mail, or None; `suspended_detail` the words."""
        found = Suspension.objects.filter(address=OuterRef("address"))
        return self.annotate(
            suspended=Subquery(found.values("cause")), suspended_detail=Subquery(found.values("detail"))
        )


class Message(ProgramOwned):
    """Unique by what it says to whom about what, so that nothing is said twice."""

    class State(models.TextChoices):
        DUE = "due", _("Due")
        CLAIMED = "claimed", _("Claimed")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Sent")
        CANCELLED = "cancelled", _("Cancelled")
        FAILED = "failed", _("Failed")

    kind = models.CharField(_("kind"), max_length=60)
    address = models.EmailField(_("address"), max_length=254)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    about = models.CharField(
        _("about"), max_length=80, blank=True, help_text=_("What it is about, like roundtable:102.")
    )
    occurrence = models.CharField(_("occurrence"), max_length=40, blank=True)
    payload = models.JSONField(
        default=dict, blank=True, help_text=_("What the words need beyond the database; emptied once sent.")
    )
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DUE)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    refused: set[tuple[str, str]]
    """Addresses with the categories they opted out of, and with why they are suspended; put here by the sender."""

    objects: ClassVar["MessageQuerySet"] = OwnedManager.from_queryset(MessageQuerySet)()  # type: ignore[assignment]

    class Meta(ProgramOwned.Meta):
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(
                fields=["program", "kind", "address", "about", "occurrence"], name="message_said_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["due", "claimed", "sending", "sent", "cancelled", "failed"]),
                name="message_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="due"), name="message_due"),
            models.Index(fields=["lease_until"], condition=Q(state__in=["claimed", "sending"]), name="message_leased"),
            models.Index(fields=["program", "about", "kind"], name="message_about"),
            models.Index(fields=["program", "-due_at"], name="message_by_program"),
            models.Index(fields=["program", "address"], name="message_to_address"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.address}"


class OptOut(ProgramOwned):
    """A category of mail that an address asked not to get from this program."""

    address = models.EmailField(_("address"), max_length=254)
    category = models.CharField(_("kind"), max_length=30)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta(ProgramOwned.Meta):
        verbose_name = _("opt-out")
        verbose_name_plural = _("opt-outs")
        constraints = [models.UniqueConstraint(fields=["program", "address", "category"], name="optout_once")]

    def __str__(self) -> str:
        return f"{self.address} · {self.category}"


class SuspensionQuerySet(models.QuerySet["Suspension"]):
    def written_to(self) -> "SuspensionQuerySet":
        """Those that this program wrote to: of the others its staff know nothing."""
        return self.filter(Exists(Message.objects.filter(address=OuterRef("address"))))


class Suspension(models.Model):
    """An address that gets no mail that can be switched off, in any program; a mailbox is one for all of them."""

    class Cause(models.TextChoices):
        BOUNCED = "bounced", _("Came back")
        COMPLAINED = "complained", _("Called unwanted")

    address = models.EmailField(_("address"), max_length=254)
    cause = models.CharField(_("cause"), max_length=10, choices=Cause.choices)
    detail = models.CharField(_("detail"), max_length=300, blank=True)
    since = models.DateTimeField(_("since"), default=timezone.now)

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suspended address")
        verbose_name_plural = _("suspended addresses")
        constraints = [
            models.UniqueConstraint(fields=["address"], name="suspension_once"),
            models.CheckConstraint(condition=Q(address=Lower("address")), name="suspension_lower_case"),
            models.CheckConstraint(condition=Q(cause__in=["bounced", "complained"]), name="suspension_cause_known"),
        ]

    def __str__(self) -> str:
        return self.address
