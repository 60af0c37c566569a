"""Who has a seat at a roundtable, and who waits for one."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Case, Count, OuterRef, Q, Subquery, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import Membership
from program.tenancy.owned import OwnedManager, OwnedQuerySet, ProgramKey, ProgramOwned
from roundtables.roundtable import Roundtable


class RegistrationQuerySet(OwnedQuerySet["Registration"]):  # type: ignore[override]
    def standing(self) -> "RegistrationQuerySet":
        return self.exclude(state=Registration.State.CANCELLED)

    def seated(self) -> "RegistrationQuerySet":
        return self.filter(state=Registration.State.SEAT)

    def waiting(self) -> "RegistrationQuerySet":
        """First in, first out: ids are given under the lock, so their order is the order of the queue."""
        return self.filter(state=Registration.State.WAITING).order_by("id")

    def with_place(self) -> "RegistrationQuerySet":
        """Annotates `place` in the waiting list; a seat has none."""
        ahead = Registration.objects.filter(
            roundtable=OuterRef("roundtable"), state=Registration.State.WAITING, id__lte=OuterRef("id")
        )
        counted = ahead.order_by().values("roundtable").annotate(n=Count("*")).values("n")
        return self.annotate(place=Case(When(state=Registration.State.WAITING, then=Subquery(counted))))

    def coming(self, now: datetime) -> "RegistrationQuerySet":
        """What the member registered for and is still to come, soonest first, with the roundtable."""
        ahead = self.standing().filter(roundtable__ends_at__gt=now)
        takes_place = ahead.exclude(roundtable__state=Roundtable.State.CANCELLED)
        return takes_place.with_place().select_related("roundtable").order_by("roundtable__ends_at", "id")


class Registration(ProgramOwned):
    """A person's seat at a roundtable, or place in its waiting list."""

    class State(models.TextChoices):
        SEAT = "seat", _("Seat")
        WAITING = "waiting", _("Waiting list")
        CANCELLED = "cancelled", _("Cancelled")

    roundtable = ProgramKey(Roundtable, models.CASCADE, related_name="registrations", verbose_name=_("roundtable"))
    membership = ProgramKey(Membership, models.CASCADE, related_name="registrations", verbose_name=_("membership"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    queued_at = models.DateTimeField(_("registered"), default=timezone.now)
    seated_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    attended_at = models.DateTimeField(_("attended"), null=True, blank=True)

    is_new: bool  # Known where `take_seat` answered.

    objects: ClassVar["RegistrationQuerySet"] = OwnedManager.from_queryset(RegistrationQuerySet)()  # type: ignore[assignment]

    class Meta(ProgramOwned.Meta):
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.UniqueConstraint(
                fields=["program", "roundtable", "membership"],
                condition=~Q(state="cancelled"),
                name="registration_standing_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["seat", "waiting", "cancelled"]), name="registration_state_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["program", "roundtable", "id"], condition=Q(state="waiting"), name="registration_queue"
            ),
            models.Index(fields=["program", "membership", "state"], name="registration_of_member"),
        ]

    def __str__(self) -> str:
        return f"{self.membership} · {self.get_state_display()}"

    @property
    def has_seat(self) -> bool:
        return self.state == self.State.SEAT
