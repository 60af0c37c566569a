"""Registering without an account: a name, an address, and the six digits that prove it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from program import clock
from program.access import public
from program.reader import zone_of
from roundtables.models import Registration, Roundtable
from roundtables.pages.page import busy, found, page_of
from roundtables.refusals import MembersOnly, Refused, SeatsBusy
from roundtables.seating import guest_codes, guests, interests, seats
from roundtables.seating.guest_codes import Answer, Introduction
from roundtables.seating.guest_forms import CodeForm, GuestForm
from roundtables.seating.limits import may_write_to
from roundtables.seating.links import seat_path

REFUSALS = {
    Answer.WRONG: gettext_lazy("That is not the code we sent. Look at the newest mail from us."),
    Answer.WORN_OUT: gettext_lazy("That was the fifth wrong code, so the code no longer works. Ask for a new one."),
    Answer.OLD: gettext_lazy("That code was used already, or is more than ten minutes old. Ask for a new one."),
}
TOO_MANY = gettext_lazy("We sent several codes to this address already. Look in its mail, or wait ten minutes.")


def introduce(request: HttpRequest, chosen: Roundtable) -> HttpResponse:
    """Asks a visitor who they are; the same page and the same time whether or not the address is known here."""
    if not is_open_to_guests(chosen):
        return page_of(request, chosen, refused=closed(chosen), status=409)
    form = GuestForm(request.POST or None, zone=zone_of(request).key, is_chosen="zone" in request.COOKIES)
    if request.method == "POST" and form.is_valid():
        if may_write_to(request, form.cleaned_data["email"]):
            guest_codes.send(request, chosen, **form.cleaned_data)
            return redirect("guest_code", chosen.number)
        form.add_error("email", TOO_MANY)
    return render(request, "roundtables/guest.html", {"roundtable": chosen, "form": form})


def is_open_to_guests(chosen: Roundtable) -> bool:
    return chosen.is_for_guests and (chosen.is_open(clock.now()) or chosen.state == Roundtable.State.SAVE_THE_DATE)


def closed(chosen: Roundtable) -> Refused:
    if not chosen.is_for_guests:
        return MembersOnly()
    return seats.refusal(chosen, clock.now())


@public
def code(request: HttpRequest, number: int) -> HttpResponse:
    """The page for the six digits; POST without them sends new ones."""
    chosen, said = found(number), guest_codes.waiting(request)
    if said is None or said.number != number:
        return no_code(request, number)
    if request.POST.get("action") == "resend":
        return resend(request, chosen, said)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = guest_codes.check(request, form.cleaned_data["code"])
        if answer is Answer.RIGHT:
            return admit(request, chosen, said)
        if answer is not Answer.WRONG:
            messages.error(request, REFUSALS[answer])
            return redirect("roundtable_register", number)
        form.add_error("code", REFUSALS[answer])
    return render(request, "roundtables/guest_code.html", {"roundtable": chosen, "form": form, "email": said.email})


def no_code(request: HttpRequest, number: int) -> HttpResponse:
    """Used a moment ago, perhaps by the first half of a double click: then to what it brought; else it is too old."""
    path = guest_codes.path_found(request)
    if path.startswith(reverse("roundtable", args=[number])):
        return redirect(path)
    messages.error(request, REFUSALS[Answer.OLD])
    return redirect("roundtable_register", number)


def resend(request: HttpRequest, chosen: Roundtable, said: Introduction) -> HttpResponse:
    if may_write_to(request, said.email):
        guest_codes.send(request, chosen, email=said.email, name=said.name, time_zone=said.time_zone)
        messages.success(request, _("A new code is on its way to you. The former one no longer works."))
    else:
        messages.error(request, TOO_MANY)
    return redirect("guest_code", chosen.number)


def admit(request: HttpRequest, chosen: Roundtable, said: Introduction) -> HttpResponse:
    """The address is proved: its member, or its guest, gets what they came for."""
    person = guests.person_proved(said.email, name=said.name, language=said.language, time_zone=said.time_zone)
    if chosen.state == Roundtable.State.SAVE_THE_DATE:
        interests.add(chosen, person, now=clock.now())
        messages.success(request, _("We write to you once, when registration opens."))
        return led_to(request, chosen.get_absolute_url())
    try:
        registration = seats.register(chosen, person, now=clock.now())
    except Refused as refused:
        return page_of(request, chosen, refused=refused, status=409)
    except SeatsBusy:
        return busy(request, chosen, _("Register"))
    say_registered(request, registration)
    return led_to(request, seat_path(registration))


def led_to(request: HttpRequest, path: str) -> HttpResponse:
    guest_codes.use(request, path)
    return redirect(path)


def say_registered(request: HttpRequest, registration: Registration) -> None:
    if registration.has_seat:
        messages.success(request, _("You have a seat. The confirmation with a calendar file is on its way to you."))
    else:
        messages.success(request, _("You are on the waiting list. We write to you as soon as a seat is free."))
