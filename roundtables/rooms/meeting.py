"""The meeting that a provider keeps for a roundtable: what is wanted, what was made, what went wrong."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from program import clock
from program.tenancy.owned import OwnedManager, OwnedQuerySet, ProgramKey, ProgramOwned
from roundtables.schedule.roundtable import Roundtable


class MeetingQuerySet(OwnedQuerySet["Meeting"]):  # type: ignore[override]
    def due(self, now: datetime) -> "MeetingQuerySet":
        """What somebody has to ask a provider about, and nobody does at this moment."""
        is_free = Q(lease_until=None) | Q(lease_until__lte=now)
        return self.filter(is_free, state=Meeting.State.WANTED, due_at__lte=now).order_by("due_at")

    def want(self, now: datetime) -> int:
        """Begins anew, whatever went wrong before."""
        return self.update(state=Meeting.State.WANTED, due_at=now, attempts=0)


class Meeting(ProgramOwned):
    """One row for each roundtable that a provider keeps, or kept, a meeting for."""

    class State(models.TextChoices):
        WANTED = "wanted", _("To be brought up to date")
        MADE = "made", _("Ready")
        FAILED = "failed", _("Failed")
        REMOVED = "removed", _("Taken away")

    roundtable = ProgramKey(Roundtable, models.CASCADE, related_name="meetings", verbose_name=_("roundtable"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WANTED)
    provider = models.CharField(max_length=8, blank=True, choices=Roundtable.Provider.choices)
    external_id = models.CharField(max_length=40, blank=True)
    join_url = models.CharField(max_length=1000, blank=True)
    sequence = models.PositiveIntegerField(null=True, blank=True)
    """The roundtable's, as the provider was last told."""
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    due_at = models.DateTimeField(default=clock.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar["MeetingQuerySet"] = OwnedManager.from_queryset(MeetingQuerySet)()  # type: ignore[assignment]

    class Meta(ProgramOwned.Meta):
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.UniqueConstraint(fields=["program", "roundtable"], name="meeting_one_per_roundtable"),
            models.UniqueConstraint(
                fields=["program", "provider", "external_id"],
                condition=~Q(external_id=""),
                name="meeting_external_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["wanted", "made", "failed", "removed"]), name="meeting_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="made") | (~Q(external_id="") & ~Q(join_url="")), name="meeting_made_has_address"
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="wanted"), name="meeting_due")]

    def __str__(self) -> str:
        return f"{self.roundtable} · {self.get_state_display()}"

    @property
    def exists(self) -> bool:
        """Whether a provider has it, as far as we know."""
        return bool(self.external_id and self.join_url)

    @property
    def is_failed(self) -> bool:
        return self.state == self.State.FAILED
