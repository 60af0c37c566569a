"""The address under which a member's own calendar reads their roundtables."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.models import Membership
from program import clock
from program.tenancy.owned import OwnedManager, OwnedQuerySet, ProgramKey, ProgramOwned
from roundtables.seating.registration import new_token


class CalendarFeedQuerySet(OwnedQuerySet["CalendarFeed"]):  # type: ignore[override]
    def answering(self) -> "CalendarFeedQuerySet":
        """Of those who are members here; the address of whoever leaves answers nobody."""
        return self.filter(membership__state=Membership.State.ACTIVE, membership__user__is_active=True)


class CalendarFeed(ProgramOwned):
    """The token is the key: a calendar cannot sign in.

    `fingerprint` and `changed_at` are of what was read last, so that a calendar is told when there is nothing new.
    """

    membership = ProgramKey(Membership, models.CASCADE, related_name="+")
    token = models.CharField(max_length=32, default=new_token)
    created_at = models.DateTimeField(default=clock.now)
    last_read_at = models.DateTimeField(null=True, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar["CalendarFeedQuerySet"] = OwnedManager.from_queryset(CalendarFeedQuerySet)()  # type: ignore[assignment]

    class Meta(ProgramOwned.Meta):
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        constraints = [
            models.UniqueConstraint(fields=["program", "membership"], name="calendarfeed_once_per_member"),
            models.UniqueConstraint(fields=["program", "token"], name="calendarfeed_token_unique"),
        ]

    def __str__(self) -> str:
        return str(self.membership)

    @property
    def path(self) -> str:
        return reverse("calendar_feed", args=[self.token])
