"""The two steps of scheduling a season: from when and how many, then what takes place on each date found."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from program import clock
from roundtables.models import Roundtable, Series
from roundtables.schedule.scheduling import next_free_date, next_number
from roundtables.schedule.season import MOST, Day, latest_agenda

State = Roundtable.State
BEGINNINGS = (State.DRAFT, State.SAVE_THE_DATE, State.OPEN)
FARTHEST = timedelta(days=5 * 366)
OVERTAKEN = _("Meanwhile roundtables were scheduled, perhaps by a second click. Look at dates and numbers again.")


class SeasonDatesForm(forms.Form):
    first = forms.DateField(
        label=_("From"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The first day of the series on or after this date begins the season."),
    )
    count = forms.IntegerField(label=_("How many dates"), min_value=1, max_value=MOST, initial=12)

    def __init__(self, *args: Any, series: Series, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.series = series
        self.fields["first"].initial = lambda: next_free_date(series, clock.now())

    def clean_first(self) -> date:
        first: date = self.cleaned_data["first"]
        today = clock.now().astimezone(self.series.zone).date()
        if not today <= first <= today + FARTHEST:
            raise forms.ValidationError(_("Choose a date from today on, at most five years ahead."))
        return first


class SeasonForm(forms.Form):
    """Has a tick and a title for each date; what cannot take place cannot be ticked."""

    state = forms.ChoiceField(
        label=_("State of all of them"), choices=[(state.value, state.label) for state in BEGINNINGS]
    )
    copies_agenda = forms.BooleanField(
        label=_("Copy the agenda of the latest roundtable of the series"), required=False
    )
    first_number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, series: Series, days: list[Day], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days, self.next_number = days, next_number()
        if not latest_agenda(series):
            del self.fields["copies_agenda"]
        for day in days:
            self.fields[f"on_{day.on}"] = forms.BooleanField(
                label=_("Takes place"), required=False, initial=day.is_proposed, disabled=not day.is_free
            )
            self.fields[f"title_{day.on}"] = forms.CharField(
                label=_("Title"), required=False, max_length=120, initial=series.name, disabled=not day.is_free
            )

    @property
    def titles(self) -> dict[date, str]:
        """Of what takes place."""
        told = self.cleaned_data
        return {day.on: told[f"title_{day.on}"] for day in self.days if told.get(f"on_{day.on}")}

    def rows(self) -> Iterator[tuple[Day, int | None, forms.BoundField, forms.BoundField]]:
        """With the number each would have; what is not ticked takes none."""
        number = self.next_number
        for day in self.days:
            tick = self[f"on_{day.on}"]
            is_ticked = bool(tick.value()) and day.is_free
            yield day, number if is_ticked else None, tick, self[f"title_{day.on}"]
            number += is_ticked

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("first_number") != self.next_number:
            raise forms.ValidationError(OVERTAKEN)
        ticked = [day for day in self.days if cleaned.get(f"on_{day.on}")]
        if not ticked:
            raise forms.ValidationError(_("Tick at least one date."))
        for day in ticked:
            if not cleaned.get(f"title_{day.on}") and f"title_{day.on}" not in self.errors:
                self.add_error(f"title_{day.on}", _("Write a title, or leave this date out."))
        return cleaned
