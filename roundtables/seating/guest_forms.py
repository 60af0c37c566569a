"""What a guest is asked: name, address, time zone; then the six digits."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from members.accounts.names import NameField
from members.accounts.zones import zone_choices


class GuestForm(forms.Form):
    name = NameField()
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    time_zone = forms.ChoiceField(label=_("Time zone"), help_text=_("Our mails tell the hour in it."))

    def __init__(self, *args: Any, zone: str, is_chosen: bool, **kwargs: Any) -> None:
        """The zone is the one we think of; a script asks the browser for a better one unless it was chosen."""
        super().__init__(*args, **{**kwargs, "initial": {"time_zone": zone}})
        self.fields["time_zone"].choices = zone_choices()  # type: ignore[attr-defined]
        if not is_chosen and not self.is_bound:
            self.fields["time_zone"].widget.attrs["data-guess"] = True

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Six-digit code"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "dir": "ltr"}
        ),
    )
