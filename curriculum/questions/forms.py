from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 1000


class Prose(forms.CharField):
    """Lines end as everywhere else, so that a browser's way to send them counts for nothing."""

    def to_python(self, value: Any) -> str | None:
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


class AskForm(forms.Form):
    words = Prose(
        label=_("Your question"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Write your question first."),
            "max_length": _("That is more than 1,000 characters. Ask the one thing that matters most."),
        },
        help_text=_("Members of this program see it with your name, and so does whoever answers."),
    )
    is_for_roundtable = forms.BooleanField(
        label=_("Take it to a roundtable"),
        required=False,
        help_text=_("Your question and name will stand on the roundtable's page, for everybody to see."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].widget.attrs.pop("maxlength", None)  # A browser would cut what is pasted, unsaid.


class WhyForm(forms.Form):
    why = forms.CharField(
        label=_("Why"),
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("For the audit log; the asker is not told."),
        error_messages={"required": _("Say why, for those who look at it later.")},
    )
