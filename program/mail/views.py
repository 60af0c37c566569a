"""Switching mail off and on: by the link in a mail, or as a member."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from program.access import member_required, public
from program.mail import suspending, unsubscribing
from program.mail.models import Suspension
from program.mail.unsubscribing import NotOurLink


@csrf_exempt  # A mail client posts without having seen our page; the signed link is the permission.
@public
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    try:
        subscription = unsubscribing.subscription_of(token, request.program)  # type: ignore[attr-defined]
    except NotOurLink:
        raise Http404 from None
    if request.method != "POST":
        return render(request, "mail/unsubscribe.html", {"subscription": subscription})
    act = unsubscribing.resubscribe if request.POST.get("wish") == "on" else unsubscribing.unsubscribe
    subscription = act(subscription)
    if request.POST.get("List-Unsubscribe") == "One-Click":  # RFC 8058 forbids a redirect here.
        return render(request, "mail/unsubscribe.html", {"subscription": subscription})
    return redirect(request.path)


@member_required
def preferences(request: HttpRequest) -> HttpResponse:
    return choice(request, request.user.email, "mail/preferences.html")  # type: ignore[union-attr]


@public
def signed_preferences(request: HttpRequest, token: str) -> HttpResponse:
    """For guests and for whoever is signed out: the link in a mail says whose choice this is."""
    try:
        address = unsubscribing.address_of(token, request.program)  # type: ignore[attr-defined]
    except NotOurLink:
        raise Http404 from None
    return choice(request, address, "mail/signed_preferences.html")


def choice(request: HttpRequest, address: str, template: str) -> HttpResponse:
    """One address's kinds of mail, shown or chosen; and mail again where it is suspended."""
    subscriptions, suspension = unsubscribing.subscriptions_of(address), suspending.suspension_of(address)
    if request.method != "POST":
        context = {"subscriptions": subscriptions, "suspension": suspension, "address": address}
        return render(request, template, context)
    if request.POST.get("wish") == "again":
        try_again(request, suspension)
    else:
        unsubscribing.choose(subscriptions, wanted=request.POST.getlist("wanted"))
        messages.success(request, _("Your choice is kept."))
    return redirect(request.path)


def try_again(request: HttpRequest, suspension: Suspension | None) -> None:
    """Holding the link proves nothing about delivery: if mail comes back again, the address is suspended again."""
    if suspension:
        suspending.try_again(suspension, by=request.user if request.user.is_authenticated else None)
    messages.success(request, _("Our next mail to you goes to this address again."))
