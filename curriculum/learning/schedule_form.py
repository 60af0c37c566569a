"""The days after which each lesson opens, all of them in one form."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from curriculum.entries import Catalogue, LessonEntry
from curriculum.gates import opening_instant
from curriculum.learning.schedule import Days
from program.clock import ZoneInfo

FARTHEST = 1095
"""Three years: what opens later opens never."""


def field_name(lesson: LessonEntry) -> str:
    return f"days_{lesson.ref}"


class ScheduleForm(forms.Form):
    def __init__(self, *args: Any, everything: Catalogue, days: Days, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.everything = everything
        for lesson in everything.lessons:
            self.fields[field_name(lesson)] = forms.IntegerField(
                label=_("Days after joining"),
                required=False,
                min_value=0,
                max_value=FARTHEST,
                initial=days[lesson.ref],
                widget=forms.NumberInput(attrs={"aria-label": lesson.title, "inputmode": "numeric"}),
            )

    @property
    def days(self) -> Days:
        """What was sent: a lesson that came after the page was opened is not on it, and keeps its days."""
        sent = [lesson for lesson in self.everything.lessons if field_name(lesson) in self.data]
        return {lesson.ref: self.cleaned_data[field_name(lesson)] for lesson in sent}

    def rows(self, now: datetime, zone: ZoneInfo) -> Iterator[tuple[LessonEntry, forms.BoundField, datetime | None]]:
        """Each with the instant at which it would open to who joined now; None: at once, or not to be told."""
        for lesson in self.everything.lessons:
            field = self[field_name(lesson)]
            days = self.shown(lesson)
            yield lesson, field, opening_instant(now, days, zone) if days else None

    def shown(self, lesson: LessonEntry) -> int | None:
        if not self.is_bound:
            return self.fields[field_name(lesson)].initial  # type: ignore[no-any-return]
        self.is_valid()
        return self.cleaned_data.get(field_name(lesson))
