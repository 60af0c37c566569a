"""One heading's questions as a form."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from curriculum.shared.references import Entry


class HeadingForm(forms.Form):
    def __init__(self, heading: Entry, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in heading["questions"]:
            self.fields[question["slug"]] = forms.ChoiceField(
                label=question["ask"],
                help_text=question.get("hint", ""),
                choices=[(answer["value"], answer["text"]) for answer in question["answers"]],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose the answer that comes closest.")},
            )
