"""A numbered live session."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.billing.entitlements import SEATS, WATCHING
from members.models import Membership, Tier
from program import clock
from program.tenancy.owned import OwnedManager, OwnedQuerySet, ProgramKey, ProgramOwned
from roundtables.schedule.format import Format
from roundtables.schedule.leads import DEFAULT, Lead, leads_in, validate_leads
from roundtables.schedule.series import Series

PHASES = {"full": _("Full"), "live": _("Live"), "ended": _("Over"), "recorded": _("Recorded")}
DOORS_OPEN_BEFORE = timedelta(minutes=15)
ASK_BEFORE_RELEASE = timedelta(hours=24)
TOO_LATE_TO_ASK = timedelta(hours=1)
"""A seat that becomes free in the last hour is given at once."""

https_url = URLValidator(schemes=["https"], message=_("Write a full address that begins with https://"))


class RoundtableQuerySet(OwnedQuerySet["Roundtable"]):  # type: ignore[override]
    def public(self) -> "RoundtableQuerySet":
        return self.exclude(state=Roundtable.State.DRAFT)

    def upcoming(self, now: datetime) -> "RoundtableQuerySet":
        """What one can still come to, soonest first; the first four fill a front page in one query."""
        takes_place = self.public().exclude(state=Roundtable.State.CANCELLED)
        return takes_place.filter(ends_at__gt=now).order_by("ends_at", "number")

    def calendar(self, now: datetime) -> "RoundtableQuerySet":
        """The same with what was called off, so that nobody waits in front of a closed door."""
        return self.public().filter(ends_at__gt=now).order_by("ends_at", "number")

    def past(self, now: datetime) -> "RoundtableQuerySet":
        took_place = self.public().exclude(state=Roundtable.State.CANCELLED)
        return took_place.filter(ends_at__lte=now).order_by("-ends_at", "-number")

    def recorded(self) -> "RoundtableQuerySet":
        return self.public().exclude(recording_published_at=None).order_by("-ends_at", "-number")


class Roundtable(ProgramOwned):
    """Its row is the mutex of its seats: see `roundtables.seating.seats`.

    `state` holds what staff decided; what follows from clock and counter is its `phase`.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SAVE_THE_DATE = "save_the_date", _("Save the date")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Registration closed")
        CANCELLED = "cancelled", _("Cancelled")

    class Provider(models.TextChoices):
        """Whose room people meet in: see `roundtables.rooms`."""

        LINK = "link", _("The link below")
        JITSI = "jitsi", "Jitsi"
        ZOOM = "zoom", "Zoom"

        __empty__ = _("As the program says")

    series = ProgramKey(
        Series, models.SET_NULL, null=True, blank=True, related_name="roundtables", verbose_name=_("series")
    )
    format = ProgramKey(
        Format, models.SET_NULL, null=True, blank=True, related_name="roundtables", verbose_name=_("format")
    )
    number = models.PositiveIntegerField(_("number"), validators=[MinValueValidator(1)])
    title = models.CharField(_("title"), max_length=120)
    summary = models.TextField(_("what it is about"), max_length=2000, blank=True)
    edition = models.CharField(
        _("special edition"), max_length=60, blank=True, help_text=_("Like “The hundredth”; stands above the title.")
    )
    host_name = models.CharField(pgettext_lazy("who hosts a roundtable", "host"), max_length=80, blank=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[clock.validate_zone])
    capacity = models.PositiveIntegerField(_("seats"), default=100, validators=[MinValueValidator(1)])
    seats_taken = models.PositiveIntegerField(_("seats taken"), default=0, editable=False)
    tier = models.CharField(_("who may register"), max_length=12, choices=Tier.choices, default=Tier.FREE)
    takes_guests = models.BooleanField(
        _("guests may come"), default=True, help_text=_("People without an account, with a code sent to their e-mail.")
    )
    confirm_hours = models.PositiveSmallIntegerField(
        _("release unconfirmed seats"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(336)],
        help_text=_("Hours before the start. Everybody is asked a day earlier. Empty: seats are kept."),
    )
    released_at = models.DateTimeField(null=True, blank=True, editable=False)
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to answer an offer"),
        default=24,
        validators=[MaxValueValidator(336)],
        help_text=_("How long a free seat is kept for whoever waited longest. 0: it is theirs without asking."),
    )
    reminders = models.CharField(
        _("reminders"),
        max_length=60,
        blank=True,
        validators=[validate_leads],
        help_text=_("Like 7d 24h 1h: that long before the start. Empty: as the series says, or 7d 24h 1h."),
    )
    state = models.CharField(_("state"), max_length=14, choices=State.choices, default=State.OPEN)
    cancel_reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)
    provider = models.CharField(_("room"), max_length=8, blank=True, choices=Provider.choices)
    room_url = models.CharField(
        _("room link"),
        max_length=500,
        blank=True,
        validators=[https_url],
        help_text=_("Where people meet; may change any time."),
    )
    recording_url = models.CharField(_("recording link"), max_length=500, blank=True, validators=[https_url])
    recording_tier = models.CharField(_("who may watch"), max_length=12, choices=Tier.choices, default=Tier.PREMIUM)
    recording_published_at = models.DateTimeField(_("recording published"), null=True, blank=True, editable=False)
    sequence = models.PositiveIntegerField(
        default=0, editable=False, help_text=_("Rises with each change a calendar must show.")
    )
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar["RoundtableQuerySet"] = OwnedManager.from_queryset(RoundtableQuerySet)()  # type: ignore[assignment]

    class Meta(ProgramOwned.Meta):
        verbose_name = _("roundtable")
        verbose_name_plural = _("roundtables")
        constraints = [
            models.UniqueConstraint(
                fields=["program", "number"],
                name="roundtable_number_unique",
                violation_error_message=_("There is already a roundtable with this number."),
            ),
            models.CheckConstraint(condition=Q(seats_taken__lte=F("capacity")), name="roundtable_not_oversold"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="roundtable_ends_after_start",
                violation_error_message=_("The roundtable must end after it starts."),
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="roundtable_number_positive"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "save_the_date", "open", "closed", "cancelled"]),
                name="roundtable_state_known",
            ),
            models.CheckConstraint(
                condition=Q(provider__in=["", "link", "jitsi", "zoom"]), name="roundtable_provider_known"
            ),
        ]
        indexes = [
            models.Index(fields=["program", "ends_at"], name="roundtable_by_end"),
            models.Index(
                fields=["starts_at"],
                condition=Q(confirm_hours__isnull=False, released_at=None),
                name="roundtable_to_release",
            ),
        ]

    def __str__(self) -> str:
        return _("No. %(number)s: %(title)s") % {"number": self.number, "title": self.title}

    def get_absolute_url(self) -> str:
        return reverse("roundtable", args=[self.number])

    @property
    def about(self) -> str:
        """The outbox's word for this roundtable."""
        return f"roundtable:{self.number}"

    @property
    def leads(self) -> list[Lead]:
        """How long before the start people are reminded; a query unless the series was selected with it."""
        return leads_in(self.reminders or (self.series.reminders if self.series else "") or DEFAULT)

    @property
    def release_at(self) -> datetime | None:
        """When seats that nobody confirmed are given to others."""
        return self.starts_at - timedelta(hours=self.confirm_hours) if self.confirm_hours else None

    @property
    def ask_at(self) -> datetime | None:
        """When everybody with a seat is asked whether they come; who registers later has said so."""
        return self.release_at - ASK_BEFORE_RELEASE if self.release_at else None

    @property
    def is_for_guests(self) -> bool:
        return self.takes_guests and self.tier == Tier.FREE

    def is_for(self, membership: Membership) -> bool:
        """Whether they may take a seat, as far as it is a question of what they are entitled to."""
        return membership.has(SEATS[Tier(self.tier)])

    def may_be_watched_by(self, membership: Membership) -> bool:
        return membership.has(WATCHING[Tier(self.recording_tier)])

    def is_past_asking(self, now: datetime) -> bool:
        """Whether a seat taken now counts as confirmed."""
        return self.ask_at is not None and self.ask_at <= now

    def offer_until(self, now: datetime) -> datetime | None:
        """How long a seat that is free now is kept for whoever waited longest; None: it is theirs without asking.

        Half of the time that is left at most, so that others have their turn before it starts.
        """
        left = self.starts_at - now
        if not self.offer_hours or left <= TOO_LATE_TO_ASK:
            return None
        return now + min(timedelta(hours=self.offer_hours), left / 2)

    @property
    def zone(self) -> clock.ZoneInfo:
        return clock.ZoneInfo(self.time_zone)

    @property
    def duration(self) -> timedelta:
        return self.ends_at - self.starts_at

    @property
    def seats_left(self) -> int:
        return max(0, self.capacity - self.seats_taken)

    @property
    def is_full(self) -> bool:
        return self.seats_left == 0

    @property
    def doors_open_at(self) -> datetime:
        return self.starts_at - DOORS_OPEN_BEFORE

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    @property
    def is_recorded(self) -> bool:
        return self.recording_published_at is not None

    def is_past(self, now: datetime) -> bool:
        return self.ends_at <= now

    def is_open(self, now: datetime) -> bool:
        """Whether one may register or join the waiting list."""
        return self.state == self.State.OPEN and not self.is_past(now)

    def is_joinable(self, now: datetime) -> bool:
        return not self.is_cancelled and self.doors_open_at <= now < self.ends_at

    def is_open_to_change(self, now: datetime) -> bool:
        """Whether it can still be called off."""
        return not self.is_cancelled and not self.is_past(now)

    def can_publish(self, now: datetime) -> bool:
        """Whether its recording can be published, or published again to those who were not told."""
        return bool(self.recording_url) and self.is_past(now) and not self.is_cancelled

    def phase_at(self, now: datetime) -> str:
        """What a reader calls it: its state, or full, live, ended, recorded."""
        if self.state in (self.State.DRAFT, self.State.CANCELLED):
            return self.state
        if self.is_past(now):
            return "recorded" if self.is_recorded else "ended"
        if self.starts_at <= now:
            return "live"
        return "full" if self.state == self.State.OPEN and self.is_full else self.state

    @property
    def phase(self) -> str:
        return self.phase_at(clock.now())

    @property
    def phase_label(self) -> str:
        phase = self.phase
        return str(PHASES.get(phase) or self.State(phase).label)
