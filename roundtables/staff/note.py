"""A note that staff write to those who registered for a roundtable."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import Membership
from program.tenancy.owned import ProgramKey, ProgramOwned
from roundtables.schedule.roundtable import Roundtable
from roundtables.seating.registration import STILL_HERE, Registration, RegistrationQuerySet

State = Registration.State


class Note(ProgramOwned):
    """Written first and looked at, then sent; sending is the one change of `sent_at`, so it happens once."""

    class Audience(models.TextChoices):
        EVERYBODY = "everybody", _("Everybody who is registered")
        SEATS = "seats", _("Those with a seat")
        WAITING = "waiting", _("Those on the waiting list")
        ATTENDED = "attended", _("Those who were there")
        MISSED = "missed", _("Those with a seat who were not there")

    roundtable = ProgramKey(Roundtable, models.CASCADE, related_name="notes", verbose_name=_("roundtable"))
    subject = models.CharField(_("subject"), max_length=120)
    words = models.TextField(_("words"), max_length=5000)
    audience = models.CharField(_("to whom"), max_length=10, choices=Audience.choices, default=Audience.EVERYBODY)
    sent_by = ProgramKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("written by")
    )
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta(ProgramOwned.Meta):
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints = [
            models.CheckConstraint(
                condition=Q(audience__in=["everybody", "seats", "waiting", "attended", "missed"]),
                name="note_audience_known",
            )
        ]
        indexes = [models.Index(fields=["program", "roundtable", "-created_at"], name="note_of_roundtable")]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None

    @property
    def paragraphs(self) -> list[str]:
        """Parted by empty lines."""
        return [part.strip("\n") for part in self.words.replace("\r\n", "\n").split("\n\n") if part.strip()]


def people(roundtable: Roundtable, audience: str) -> RegistrationQuerySet:
    """Who of the registered is meant, right now."""
    standing = Registration.objects.filter(STILL_HERE, roundtable=roundtable).standing()
    return standing.filter(MEANT[audience]).with_people().order_by("id")


MEANT: dict[str, Q] = {
    Note.Audience.EVERYBODY: Q(),
    Note.Audience.SEATS: Q(state=State.SEAT),
    Note.Audience.WAITING: Q(state=State.WAITING),
    Note.Audience.ATTENDED: Q(state=State.SEAT, attended_at__isnull=False),
    Note.Audience.MISSED: Q(state=State.SEAT, attended_at=None),
}


def audiences(roundtable: Roundtable, now: datetime) -> list[tuple[str, str]]:
    """For a form: nobody was there before it began, nobody missed it before it is over."""
    left_out = set()
    if roundtable.is_cancelled or roundtable.doors_open_at > now:
        left_out.add(Note.Audience.ATTENDED)
    if roundtable.is_cancelled or not roundtable.is_past(now):
        left_out.add(Note.Audience.MISSED)
    return [(found.value, str(found.label)) for found in Note.Audience if found not in left_out]
