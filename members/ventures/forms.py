from django import forms
from django.utils.translation import gettext_lazy as _

from members.accounts.names import clean_name


class VentureForm(forms.Form):
    name = forms.CharField(
        label=_("What is your venture called?"),
        max_length=80,
        help_text=_("A working title will do. You can change it whenever you like."),
        widget=forms.TextInput(attrs={"autocomplete": "organization", "dir": "auto"}),
    )
    one_liner = forms.CharField(
        label=_("What does it do, for whom, in one sentence?"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def clean_one_liner(self) -> str:
        return clean_name(self.cleaned_data["one_liner"])
