"""Who has a seat at a roundtable, who is offered one, and who waits for one."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Case, Count, OuterRef, Q, Subquery, When
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from members.models import Membership
from program.tenancy.owned import OwnedManager, OwnedQuerySet, ProgramKey, ProgramOwned
from roundtables.schedule.roundtable import Roundtable
from roundtables.seating.guest import Guest

type Person = Membership | Guest

STILL_HERE = Q(guest__isnull=False) | Q(membership__state=Membership.State.ACTIVE)
"""Guests, and members who have not left: nobody else is written to."""


def new_token() -> str:
    """131 random bits: whoever holds the link holds the seat."""
    return get_random_string(22)


class RegistrationQuerySet(OwnedQuerySet["Registration"]):  # type: ignore[override]
    def standing(self) -> "RegistrationQuerySet":
        return self.exclude(state=Registration.State.CANCELLED)

    def seated(self) -> "RegistrationQuerySet":
        return self.filter(state=Registration.State.SEAT)

    def holding(self) -> "RegistrationQuerySet":
        """What the counter counts: seats, and seats kept for whoever was offered one."""
        return self.filter(state__in=[Registration.State.SEAT, Registration.State.OFFERED])

    def waiting(self) -> "RegistrationQuerySet":
        """First in, first out: ids are given under the lock, so their order is the order of the queue."""
        return self.filter(state=Registration.State.WAITING).order_by("id")

    def of(self, person: Person) -> "RegistrationQuerySet":
        return self.filter(guest=person) if isinstance(person, Guest) else self.filter(membership=person)

    def with_place(self) -> "RegistrationQuerySet":
        """Annotates `place` in the waiting list; others have none."""
        ahead = Registration.objects.filter(
            roundtable=OuterRef("roundtable"), state=Registration.State.WAITING, id__lte=OuterRef("id")
        )
        counted = ahead.order_by().values("roundtable").annotate(n=Count("*")).values("n")
        return self.annotate(place=Case(When(state=Registration.State.WAITING, then=Subquery(counted))))

    def with_people(self) -> "RegistrationQuerySet":
        return self.select_related("membership__user", "guest")

    def coming(self, now: datetime) -> "RegistrationQuerySet":
        """What the member registered for and is still to come, soonest first, with the roundtable."""
        ahead = self.standing().filter(roundtable__ends_at__gt=now)
        takes_place = ahead.exclude(roundtable__state=Roundtable.State.CANCELLED)
        return takes_place.with_place().select_related("roundtable").order_by("roundtable__ends_at", "id")


class OfPerson(ProgramOwned):
    """A row about one member or one guest."""

    membership: Membership | None
    guest: Guest | None

    class Meta(ProgramOwned.Meta):
        abstract = True

    @property
    def person(self) -> Person:
        return self.guest or self.membership  # type: ignore[return-value]

    @person.setter
    def person(self, person: Person) -> None:
        if isinstance(person, Guest):
            self.guest = person
        else:
            self.membership = person


class Registration(OfPerson):
    """A person's seat at a roundtable, or place in its waiting list."""

    class State(models.TextChoices):
        SEAT = "seat", _("Seat")
        OFFERED = "offered", _("Seat offered")
        WAITING = "waiting", _("Waiting list")
        CANCELLED = "cancelled", _("Cancelled")

    class Reason(models.TextChoices):
        """Why it ended, for staff."""

        LEFT = "left", _("Cancelled it")
        DECLINED = "declined", _("Declined the offer")
        EXPIRED = "expired", _("Did not answer the offer in time")
        RELEASED = "released", _("Did not confirm in time")
        PASSED_ON = "passed_on", _("Gave the seat to somebody else")
        STAFF = "staff", _("Taken off by staff")

    roundtable = ProgramKey(Roundtable, models.CASCADE, related_name="registrations", verbose_name=_("roundtable"))
    membership = ProgramKey(
        Membership, models.CASCADE, null=True, blank=True, related_name="registrations", verbose_name=_("membership")
    )
    guest = ProgramKey(
        Guest, models.CASCADE, null=True, blank=True, related_name="registrations", verbose_name=_("guest")
    )
    token = models.CharField(max_length=32, default=new_token, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    reason = models.CharField(_("reason"), max_length=10, blank=True, choices=Reason.choices)
    queued_at = models.DateTimeField(_("registered"), default=timezone.now)
    seated_at = models.DateTimeField(null=True, blank=True)
    offer_until = models.DateTimeField(_("offered until"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
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
                condition=~Q(state="cancelled") & Q(membership__isnull=False),
                name="registration_standing_once",
            ),
            models.UniqueConstraint(
                fields=["program", "roundtable", "guest"],
                condition=~Q(state="cancelled") & Q(guest__isnull=False),
                name="registration_guest_standing_once",
            ),
            models.UniqueConstraint(fields=["program", "token"], name="registration_token_unique"),
            models.CheckConstraint(
                condition=Q(membership__isnull=False, guest=None) | Q(membership=None, guest__isnull=False),
                name="registration_of_one_person",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["seat", "offered", "waiting", "cancelled"]), name="registration_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(offer_until__isnull=False), name="registration_offer_ends"
            ),
        ]
        indexes = [
            models.Index(
                fields=["program", "roundtable", "id"], condition=Q(state="waiting"), name="registration_queue"
            ),
            models.Index(fields=["program", "membership", "state"], name="registration_of_member"),
            models.Index(fields=["offer_until"], condition=Q(state="offered"), name="registration_offers"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_state_display()}"

    @property
    def user(self) -> Any:
        """The account of a member; guests have none."""
        return self.membership.user if self.membership else None

    @property
    def address(self) -> str:
        return str(self.membership.user.email if self.membership else self.guest.email)  # type: ignore[union-attr]

    @property
    def path(self) -> str:
        """The page of this seat; what one does there has addresses below it."""
        return reverse("seat", args=[self.roundtable.number, self.token])

    @property
    def has_seat(self) -> bool:
        return self.state == self.State.SEAT

    @property
    def is_offered(self) -> bool:
        return self.state == self.State.OFFERED

    @property
    def stands(self) -> bool:
        return self.state != self.State.CANCELLED


class Interest(OfPerson):
    """Somebody who wants to know when registration opens."""

    roundtable = ProgramKey(Roundtable, models.CASCADE, related_name="interests", verbose_name=_("roundtable"))
    membership = ProgramKey(
        Membership, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("membership")
    )
    guest = ProgramKey(Guest, models.CASCADE, null=True, blank=True, related_name="interests", verbose_name=_("guest"))
    created_at = models.DateTimeField(_("since"), default=timezone.now)

    class Meta(ProgramOwned.Meta):
        verbose_name = _("interest")
        verbose_name_plural = _("interest list")
        constraints = [
            models.UniqueConstraint(
                fields=["program", "roundtable", "membership"],
                condition=Q(membership__isnull=False),
                name="interest_once",
            ),
            models.UniqueConstraint(
                fields=["program", "roundtable", "guest"], condition=Q(guest__isnull=False), name="interest_guest_once"
            ),
            models.CheckConstraint(
                condition=Q(membership__isnull=False, guest=None) | Q(membership=None, guest__isnull=False),
                name="interest_of_one_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.roundtable}"
