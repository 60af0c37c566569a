"""Roundtables that repeat: a rule on local wall time, so that 8 a.m. stays 8 a.m. when the clocks change."""

from collections.abc import Iterator
from datetime import date, datetime

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from program import clock
from program.tenancy.owned import ProgramKey, ProgramOwned
from roundtables.schedule.format import Format
from roundtables.schedule.leads import validate_leads

LAST = -1


class Series(ProgramOwned):
    """What its roundtables have in common, and on which days they are."""

    class Repeats(models.TextChoices):
        WEEKLY = "weekly", _("Every week")
        FORTNIGHTLY = "fortnightly", _("Every second week")
        FIRST = "first", _("Once a month, in its first week")
        SECOND = "second", _("Once a month, in its second week")
        THIRD = "third", _("Once a month, in its third week")
        FOURTH = "fourth", _("Once a month, in its fourth week")
        LAST = "last", _("Once a month, in its last week")

    name = models.CharField(_("name"), max_length=80)
    format = ProgramKey(
        Format, models.SET_NULL, null=True, blank=True, related_name="series", verbose_name=_("format")
    )
    repeats = models.CharField(_("repeats"), max_length=12, choices=Repeats.choices, default=Repeats.WEEKLY)
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[clock.validate_zone])
    weekday = models.PositiveSmallIntegerField(_("weekday"), default=3, validators=[MaxValueValidator(6)])
    local_time = models.TimeField(_("local time"))
    duration_minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    capacity = models.PositiveIntegerField(_("seats"), default=100)
    host_name = models.CharField(pgettext_lazy("who hosts a roundtable", "host"), max_length=80, blank=True)
    reminders = models.CharField(
        _("reminders"),
        max_length=60,
        blank=True,
        validators=[validate_leads],
        help_text=_("Like 7d 24h 1h: that long before the start. Empty: 7d 24h 1h."),
    )

    class Meta(ProgramOwned.Meta):
        verbose_name = _("series")
        verbose_name_plural = pgettext_lazy("more than one", "series")
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="series_weekday_known"),
            models.CheckConstraint(
                condition=Q(repeats__in=["weekly", "fortnightly", "first", "second", "third", "fourth", "last"]),
                name="series_repeats_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> clock.ZoneInfo:
        return clock.ZoneInfo(self.time_zone)

    def dates(self, first: date) -> Iterator[date]:
        """Its days from `first` on, in order. Of every second week, the first one that fits begins the count."""
        begin = datetime.combine(first, self.local_time)
        if self.repeats in MONTHLY_IN:
            rule = rrule(MONTHLY, dtstart=begin, byweekday=weekday(self.weekday)(MONTHLY_IN[self.repeats]))
        else:
            weeks = 2 if self.repeats == self.Repeats.FORTNIGHTLY else 1
            opening = next(iter(rrule(WEEKLY, dtstart=begin, byweekday=self.weekday)))
            rule = rrule(WEEKLY, interval=weeks, dtstart=opening, byweekday=self.weekday)
        return (found.date() for found in rule)


MONTHLY_IN: dict[str, int] = {
    Series.Repeats.FIRST: 1,
    Series.Repeats.SECOND: 2,
    Series.Repeats.THIRD: 3,
    Series.Repeats.FOURTH: 4,
    Series.Repeats.LAST: LAST,
}
