"""What is asked of givers, sponsors, and whoever has a code."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from members.billing.paying.orders import Provider
from members.billing.plans.models import Price
from program import clock, money

WORDS = {"stripe": _("By card"), "transfer": _("By bank transfer")}


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class ForOthersForm(forms.Form):
    """Which plan, and how it is paid."""

    price = forms.TypedChoiceField(label=_("Plan"), coerce=int, widget=forms.RadioSelect)
    provider = forms.ChoiceField(label=_("How do you want to pay?"), widget=forms.RadioSelect)
    field_order = ["price"]

    def __init__(self, *args: Any, prices: list[Price], ways: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prices = {price.pk: price for price in prices}
        choices: Any = self.fields["price"]
        choices.choices = [(price.pk, told(price)) for price in prices]
        provider: Any = self.fields["provider"]
        provider.choices = [(name, WORDS[name]) for name in ways]
        self.initial.setdefault("price", next(iter(self.prices), None))
        self.initial.setdefault("provider", next(iter(ways), Provider.STRIPE))
        if len(ways) == 1:
            provider.widget = forms.HiddenInput()

    @property
    def chosen(self) -> Price:
        return self.prices[self.cleaned_data["price"]]


def told(price: Price) -> str:
    return f"{price.version.plan.name}: {money.money(price.amount, price.currency)}"


class GiftForm(ForOthersForm):
    recipient = forms.EmailField(
        label=_("Their e-mail"),
        required=False,
        help_text=_("We send them the code. Leave it empty if you want to hand it over yourself."),
    )
    from_name = forms.CharField(label=_("From"), max_length=80)
    words = forms.CharField(
        label=_("A few words"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    field_order = ["price", "recipient", "from_name", "words", "provider"]

    @property
    def details(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("recipient", "from_name", "words")}


class SeatsForm(ForOthersForm):
    sponsor = forms.CharField(label=_("Who sponsors?"), max_length=120, help_text=_("Those who sit there see it."))
    seats = forms.IntegerField(label=_("How many seats?"), min_value=1, max_value=500, initial=10)
    ends_on = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("At most a year from today. The price of a seat is the same."),
    )
    field_order = ["sponsor", "price", "seats", "ends_on", "provider"]

    def clean_ends_on(self) -> Any:
        day, today = self.cleaned_data["ends_on"], clock.now().date()
        if not today < day <= today + timedelta(days=366):
            raise forms.ValidationError(_("Choose a day from tomorrow to a year from today."))
        return day

    def details(self, zone: clock.ZoneInfo) -> dict[str, Any]:
        """The seats last to the end of that day on the program's clock."""
        end = datetime.combine(self.cleaned_data["ends_on"] + timedelta(days=1), time(0), zone)
        return {"sponsor": self.cleaned_data["sponsor"], "ends_at": clock.utc(end).isoformat()}
