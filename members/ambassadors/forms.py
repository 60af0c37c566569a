from datetime import datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from program.clock import ZoneInfo


class InviteLinkForm(forms.Form):
    campaign = forms.CharField(
        label=_("Where will you share it?"),
        max_length=60,
        required=False,
        help_text=_("For your own overview, like “newsletter” or “meet-up in Recife”."),
    )
    uses_allowed = forms.IntegerField(
        label=_("How many people may use it?"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("Leave it empty for any number."),
    )
    expires_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Leave it empty if it should not end."),
    )

    def __init__(self, *args: object, now: datetime, zone: ZoneInfo, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.now, self.zone = now, zone

    def clean_expires_on(self) -> datetime | None:
        """The last second of that day where the ambassador is."""
        day = self.cleaned_data["expires_on"]
        if day is None:
            return None
        if day < self.now.astimezone(self.zone).date():
            raise ValidationError(_("That day is over. Choose today or a later one."))
        return datetime.combine(day, time(23, 59, 59), tzinfo=self.zone)
