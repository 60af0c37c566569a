from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from program.timecode import seconds_in, timecode
from roundtables.models import Roundtable
from roundtables.questions.source import Brought

OVERTIME = timedelta(hours=1)


class AnsweredHereForm(forms.Form):
    at = forms.CharField(
        label=gettext_lazy("Answered at"),
        max_length=10,
        widget=forms.TextInput(attrs={"size": 8, "autocomplete": "off"}),
        help_text=gettext_lazy("Of the recording, like 14:05 or 1:04:05."),
        error_messages={"required": gettext_lazy("Write the minute and the second, like 14:05.")},
    )
    answer = forms.CharField(
        label=gettext_lazy("The answer in writing (not needed)"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
    )

    def __init__(self, data: Any, *, roundtable: Roundtable, question: Brought, now: datetime) -> None:
        self.question, self.roundtable = question, roundtable
        initial = {"at": proposed(roundtable, question, now), "answer": question.answer}
        super().__init__(data, prefix=f"q{question.pk}", initial=initial)

    def clean_at(self) -> int:
        second = seconds_in(self.cleaned_data["at"])
        if second is None:
            raise forms.ValidationError(_("Write the minute and the second, like 14:05, or 1:04:05 after an hour."))
        if timedelta(seconds=second) > self.roundtable.duration + OVERTIME:
            minutes = int(self.roundtable.duration.total_seconds() // 60)
            raise forms.ValidationError(_("The roundtable took %(minutes)s minutes."), params={"minutes": minutes})
        return second


def proposed(roundtable: Roundtable, question: Brought, now: datetime) -> str:
    """What was said before; while the roundtable runs, now."""
    if question.second is not None:
        return timecode(question.second)
    if roundtable.starts_at <= now < roundtable.ends_at:
        return timecode(int((now - roundtable.starts_at).total_seconds()))
    return ""
