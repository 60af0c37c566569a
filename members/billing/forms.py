from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from members.billing.models import Entitlement, Grant

BY_HAND = (Grant.Source.STAFF, Grant.Source.SCHOLARSHIP)


class GrantAdminForm(forms.ModelForm):
    entitlements = forms.MultipleChoiceField(
        label=_("What it gives"),
        choices=Entitlement.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: what the tier gives."),
    )
    source = forms.ChoiceField(label=_("Kind"), choices=[(one.value, one.label) for one in BY_HAND], required=False)

    def clean_source(self) -> str:
        return self.cleaned_data["source"] or Grant.Source.STAFF


class GrantForm(forms.Form):
    days = forms.TypedChoiceField(
        label=_("For how long?"),
        coerce=int,
        initial=365,
        choices=[(365, _("A year")), (183, _("Half a year")), (31, _("A month")), (0, _("Without an end"))],
    )
    reason = forms.CharField(
        label=_("Why?"),
        max_length=200,
        help_text=_("It stands in the audit log."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def until(self, now: datetime) -> datetime | None:
        days = self.cleaned_data["days"]
        return now + timedelta(days=days) if days else None
