"""What staff are asked before money moves, or a paper is taken back."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from members.billing.books.models import LedgerEntry
from members.billing.books.refunding import Proposal
from members.billing.paying.orders import Order
from members.billing.providers.minor import coin_of
from program import clock


def wide() -> forms.TextInput:
    return forms.TextInput(attrs={"class": "vTextField"})


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why?"), max_length=200, widget=wide())


class NoteForm(forms.Form):
    note = forms.CharField(label=_("What was done about it?"), max_length=400, widget=wide())


class AmountForm(forms.Form):
    """An amount in a currency that is given: no more places than its coins have."""

    amount = forms.DecimalField(label=_("Amount"), min_value=Decimal("0.01"), max_digits=12, decimal_places=2)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.coin = coin_of(currency)
        field = self.fields["amount"]
        field.label = _("Amount in %(currency)s") % {"currency": currency}
        field.widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def clean_amount(self) -> Decimal:
        amount: Decimal = self.cleaned_data["amount"]
        if amount != amount.quantize(self.coin):
            raise forms.ValidationError(_("There is no coin that small in this currency."))
        return amount


class RefundForm(AmountForm):
    reason = forms.CharField(label=_("Why?"), max_length=200, widget=wide())
    ends_subscription = forms.BooleanField(
        label=_("End the access that it paid for, now"), required=False, initial=True
    )

    def __init__(self, *args: Any, entry: LedgerEntry, proposal: Proposal, **kwargs: Any) -> None:
        initial = {"amount": proposal.amount or proposal.left}
        super().__init__(*args, currency=entry.currency, initial=initial, **kwargs)


class ArrivedForm(AmountForm):
    day = forms.DateField(label=_("When did it arrive?"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, order: Order, now: datetime, **kwargs: Any) -> None:
        self.zone = order.program.zone
        self.today = now.astimezone(self.zone).date()
        initial = {"amount": order.amount, "day": self.today}
        super().__init__(*args, currency=order.price.currency, initial=initial, **kwargs)

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError(_("That day has not come yet."))
        return day

    def at(self, now: datetime) -> datetime:
        """Noon of an earlier day; today it is now."""
        day = self.cleaned_data["day"]
        return now if day == self.today else clock.utc(datetime.combine(day, time(12), self.zone))
