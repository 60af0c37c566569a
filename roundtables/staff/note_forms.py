"""Writing a note."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from program import clock
from roundtables.models import Note
from roundtables.staff.note import audiences


def printable(text: str) -> str:
    """Without what cannot be seen and no mail may carry; lines and their breaks stay."""
    return "".join(sign for sign in text if sign in "\n\r\t" or sign.isprintable() or sign.isspace())


class NoteForm(forms.ModelForm):
    class Meta:
        model = Note
        fields: ClassVar[list[str]] = ["audience", "subject", "words"]
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "audience": forms.RadioSelect(),
            "subject": forms.TextInput(attrs={"class": "vTextField"}),
            "words": forms.Textarea(attrs={"rows": 12, "class": "vLargeTextField"}),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "words": _("Plain words; an empty line begins a paragraph. When and where is added below them.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].choices = audiences(self.instance.roundtable, clock.now())  # type: ignore[attr-defined]

    def clean_subject(self) -> str:
        return " ".join(printable(self.cleaned_data["subject"]).split())

    def clean_words(self) -> str:
        return printable(self.cleaned_data["words"])
