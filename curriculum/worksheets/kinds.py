"""The kinds of fields a worksheet asks for: what may be typed, and the control it is typed into."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from curriculum.worksheets.numbers import NotANumber, example_number, read_number, signs_of

LONGEST = {"line": 500, "text": 20_000}
TICKED = "yes"
NUMBERS = ("number", "money", "percent")


def plain(words: str) -> str:
    """Lines end as everywhere else, so that a browser's way to send them counts for nothing."""
    return words.replace("\r\n", "\n").replace("\x00", "")


class WordsAnswer(forms.CharField):
    def to_python(self, value: Any) -> str:
        return plain(str(super().to_python(value) or ""))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No `maxlength`: a browser would cut what is pasted, unsaid."""
        return {}


class NumberAnswer(WordsAnswer):
    def __init__(self, around: tuple[str, ...] = (), **options: Any) -> None:
        super().__init__(**options)
        self.around = around

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value))
        if not typed:
            return ""
        try:
            return read_number(typed, around=self.around)
        except NotANumber as error:
            said = _("This is not a number we can read. Write it like %(example)s.")
            raise ValidationError(said, params={"example": example_number()}) from error


class DateAnswer(WordsAnswer):
    def clean(self, value: Any) -> str:
        typed = str(super().clean(value))
        try:
            return date.fromisoformat(typed).isoformat() if typed else ""
        except ValueError as error:
            raise ValidationError(_("This is not a date. Write it like 2026-11-26.")) from error


class TickAnswer(forms.BooleanField):
    def clean(self, value: Any) -> str:  # type: ignore[override]
        return TICKED if value else ""


def control_of(field: dict[str, Any], currency: str) -> forms.Field:
    """No answer is ever required: what is needed counts for completeness alone."""
    kind = field["kind"]
    shared: dict[str, Any] = {
        "label": field["label"],
        "required": False,
        "help_text": field.get("hint") or field.get("example") or "",
    }
    if kind in NUMBERS:
        around = {"money": signs_of(currency), "percent": ("%",), "number": ()}[kind]
        numeric = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        return NumberAnswer(around, widget=numeric, max_length=60, **shared)
    if kind == "date":
        return DateAnswer(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), max_length=40, **shared)
    if kind == "choice":
        choices = [("", gettext_lazy("Not chosen yet")), *field["choices"]]
        return forms.ChoiceField(choices=choices, **shared)
    if kind == "check":
        return TickAnswer(**shared)
    widget = forms.Textarea(attrs={"rows": 3, "dir": "auto"}) if kind == "text" else forms.TextInput({"dir": "auto"})
    return WordsAnswer(widget=widget, max_length=LONGEST[kind], strip=False, **shared)
