"""Giving one's seat to somebody else, by their e-mail address."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.accounts.names import NameField
from program import clock
from program.access import public
from roundtables.models import Registration
from roundtables.pages.page import busy
from roundtables.refusals import Refused, SeatsBusy
from roundtables.seating import guests
from roundtables.seating.limits import may_write_to
from roundtables.seating.passing_on import pass_on as give
from roundtables.seating.seat_views import gone, held, private


class PassOnForm(forms.Form):
    name = NameField(label=gettext_lazy("Their name"))
    email = forms.EmailField(label=gettext_lazy("Their e-mail"), max_length=254)

    def __init__(self, *args: object, giver: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.giver = giver

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        if email == self.giver:
            raise forms.ValidationError(_("That is your own address."))
        return email


@public
def pass_on(request: HttpRequest, number: int, token: str) -> HttpResponse:
    registration = held(number, token)
    if not may_pass_on(registration):
        return private(gone(request, registration))
    form = PassOnForm(request.POST or None, giver=registration.address)
    if request.method == "POST" and form.is_valid():
        answer = given(request, registration, form)
        if answer is not None:
            return answer
    context = {"roundtable": registration.roundtable, "registration": registration, "form": form}
    return private(render(request, "roundtables/acts/pass_on.html", context))


def may_pass_on(registration: Registration) -> bool:
    """Where members alone may come, an answer would tell who is one."""
    roundtable = registration.roundtable
    return registration.has_seat and roundtable.is_for_guests and roundtable.starts_at > clock.now()


def given(request: HttpRequest, registration: Registration, form: PassOnForm) -> HttpResponse | None:
    """None when the form has to be shown again, with what is wrong beside its field."""
    email = form.cleaned_data["email"]
    if not may_write_to(request, email):
        form.add_error("email", _("We wrote to this address several times just now. Please wait ten minutes."))
        return None
    try:
        with transaction.atomic():  # Nobody is kept as a guest because somebody could not give them a seat.
            give(registration, guests.person_named(email, name=form.cleaned_data["name"]), now=clock.now())
    except Refused as refused:
        form.add_error("email", str(refused))
        return None
    except SeatsBusy:
        return busy(request, registration.roundtable, _("Give my seat away"))
    told = _("We wrote to %(name)s. Your seat is theirs once they accept it.")
    messages.success(request, told % {"name": form.cleaned_data["name"]})
    return redirect(registration.roundtable)
