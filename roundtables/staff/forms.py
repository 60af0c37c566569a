"""Scheduling: staff think in a date and an hour on the wall, we keep instants."""

import datetime
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from members.accounts.zones import zone_choices
from program import clock
from roundtables.models import Roundtable, Series
from roundtables.schedule.countries import country_choices
from roundtables.schedule.following import those_after
from roundtables.schedule.scheduling import NoSuchHour, instant
from roundtables.schedule.states import choices_after

THIS, FOLLOWING = "this", "following"


def offer_zones(form: forms.ModelForm) -> None:
    """Those who may only look get no field."""
    if "time_zone" in form.fields:
        form.fields["time_zone"].widget.choices = zone_choices()  # type: ignore[attr-defined]


class RoundtableForm(forms.ModelForm):
    date = forms.DateField(
        label=_("Date"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    time = forms.TimeField(
        label=_("Starts at"),
        input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("On the clocks of the time zone below."),
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=600, initial=60)
    applies_to = forms.ChoiceField(
        label=_("Change"),
        choices=[(THIS, _("Only this one")), (FOLLOWING, _("This and all that follow"))],
        initial=THIS,
        required=False,
        widget=forms.RadioSelect,
        help_text=_(
            "Carried over to the rest of the series, and to the series itself: day, hour, minutes, time zone, seats, "
            "host, room link, format, who may register, guests, reminders, and the hours to confirm and to answer."
        ),
    )

    class Meta:
        model = Roundtable
        fields: ClassVar[list[str]] = [  # The admin adds series and format: rows cannot be asked for at import.
            "number",
            "title",
            "summary",
            "edition",
            "host_name",
            "time_zone",
            "capacity",
            "tier",
            "takes_guests",
            "confirm_hours",
            "offer_hours",
            "reminders",
            "state",
            "room_url",
            "recording_url",
            "recording_tier",
        ]
        widgets: ClassVar[dict[str, forms.Widget]] = {"time_zone": forms.Select()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_zones(self)
        if self.instance.pk:
            wall = self.instance.starts_at.astimezone(self.instance.zone)
            self.initial.setdefault("date", wall.date())
            self.initial.setdefault("time", wall.time())
            self.initial.setdefault("minutes", self.instance.duration // timedelta(minutes=1))
        if "state" in self.fields:
            before = self.instance.state if self.instance.pk else Roundtable.State.DRAFT
            self.fields["state"].choices = choices_after(before)  # type: ignore[attr-defined]
        if not has_following(self.instance):
            del self.fields["applies_to"]

    def clean_capacity(self) -> int:
        capacity: int = self.cleaned_data["capacity"]
        if capacity < self.instance.seats_taken:
            raise forms.ValidationError(
                _("%(taken)s seats are taken already. Write that number or more."),
                params={"taken": self.instance.seats_taken},
            )
        return capacity

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors.keys() & {"date", "time", "minutes", "time_zone"}:
            self._place(**{name: self.cleaned_data[name] for name in ("date", "time", "minutes", "time_zone")})
        return cleaned

    def _place(self, *, date: datetime.date, time: datetime.time, minutes: int, time_zone: str) -> None:
        zone = clock.zone_or_none(time_zone)
        if zone is None:
            return  # The model says so beside the field.
        try:
            self.instance.starts_at = instant(date, time, zone)
        except (NoSuchHour, OverflowError):
            self.add_error("time", _("There is no such hour on that day: the clocks are put forward over it."))
            return
        self.instance.ends_at = self.instance.starts_at + timedelta(minutes=minutes)
        self._refuse_asking_too_late(clock.now())

    def _refuse_asking_too_late(self, now: datetime.datetime) -> None:
        """Hours that stood before may stay: whoever has a seat was asked, or was counted as coming."""
        hours = self.cleaned_data.get("confirm_hours")
        if hours is None or "confirm_hours" not in self.changed_data:
            return
        asked = Roundtable(starts_at=self.instance.starts_at, confirm_hours=hours)
        if asked.is_past_asking(now):
            words = _("Too late: everybody would have been asked on %(when)s. Write fewer hours, or leave it empty.")
            when = clock.local_time(asked.ask_at, clock.ZoneInfo(self.cleaned_data["time_zone"]))  # type: ignore[arg-type]
            self.add_error("confirm_hours", forms.ValidationError(words, params={"when": when}))


def has_following(roundtable: Roundtable) -> bool:
    return bool(roundtable.pk and roundtable.series_id and those_after(roundtable).exists())


class SeriesForm(forms.ModelForm):
    weekday = forms.TypedChoiceField(label=_("Weekday"), choices=list(WEEKDAYS.items()), coerce=int, initial=3)
    duration_minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=600, initial=60)
    capacity = forms.IntegerField(label=_("Seats"), min_value=1, max_value=1_000_000, initial=100)

    class Meta:
        model = Series
        fields: ClassVar[list[str]] = [  # The admin adds the format.
            "name",
            "repeats",
            "weekday",
            "local_time",
            "time_zone",
            "duration_minutes",
            "capacity",
            "host_name",
            "reminders",
        ]
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "local_time": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "time_zone": forms.Select(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_zones(self)


class CallOffForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everyone who registered reads it in the mail and on the page."),
    )


class TakeOffForm(forms.Form):
    why = forms.CharField(
        label=_("Why"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("One line for the team; it stands in the audit log."),
    )


class PresenterForm(forms.ModelForm):
    """The country by its name, in the reader's words."""

    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "country" in self.fields:
            self.fields["country"].choices = [("", "—"), *country_choices()]  # type: ignore[attr-defined]
