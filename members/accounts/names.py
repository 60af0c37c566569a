"""The name asked for at sign-up. Apart from the other forms, because allauth's forms are built upon it."""

import unicodedata

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from members.accounts.models import User


def clean_name(name: str) -> str:
    """Composed letters, single spaces, and no invisible characters that could turn the line around."""
    visible = "".join(letter for letter in name if unicodedata.category(letter) not in ("Cc", "Cs", "Co"))
    without_turns = visible.translate(dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
    return " ".join(unicodedata.normalize("NFC", without_turns).split())


class NameField(forms.CharField):
    def __init__(self, **kwargs: object) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"})
        options = {"label": _("Your name"), "max_length": 80, "widget": widget, **kwargs}
        super().__init__(**options)  # type: ignore[arg-type]

    def to_python(self, value: str | None) -> str | None:
        return clean_name(super().to_python(value) or "")


class NameForm(forms.Form):
    name = NameField(help_text=_("As you would like to be greeted."))

    def signup(self, request: HttpRequest, user: User) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
