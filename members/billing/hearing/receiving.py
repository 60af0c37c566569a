"""What Stripe tells us, at one address on each program's host: proved, noted, answered, and nothing more."""

from typing import Any

from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from members.billing.hearing.noting import Replayed, note
from members.billing.providers.accounts import Keys, every_keys
from members.billing.providers.gateway import NotFromStripe, verified
from program import clock
from program.access import public

LARGEST = 512_000
"""Bytes. Stripe's events are far smaller."""


@csrf_exempt
@public
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    signed, host = request.headers.get("Stripe-Signature", ""), request.program.pk  # type: ignore[attr-defined]
    try:
        keys, event = proved(body_of(request), signed)
        note(event, keys, host_program_id=host, now=clock.now(), signature=signed)
    except (NotFromStripe, Replayed):
        return HttpResponse(status=400)
    return HttpResponse(status=200)


def body_of(request: HttpRequest) -> bytes:
    """A body that says it is too large is not read at all."""
    length = str(request.META.get("CONTENT_LENGTH") or 0)
    if not length.isdecimal() or int(length) > LARGEST:
        raise NotFromStripe("Its size")
    try:
        return request.body
    except UnreadablePostError as error:
        raise NotFromStripe("Cut off") from error


def proved(body: bytes, signature: str) -> tuple[Keys, dict[str, Any]]:
    """By one of the secrets that this program's host may hear: its own accounts', or the installation's."""
    if not signature:
        raise NotFromStripe("Not signed")
    now = clock.now().timestamp()
    for keys in every_keys():
        try:
            return keys, verified(body, signature, keys.webhook_secret, now=now)
        except NotFromStripe:
            continue
    raise NotFromStripe("No secret fits")
