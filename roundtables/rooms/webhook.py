"""What Zoom tells us about meetings, at one address on each program's host. Zoom waits three seconds for an answer."""

import json
import re
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from program import clock
from program.access import public
from roundtables.rooms import events
from roundtables.rooms.service import RoomService
from roundtables.rooms.signature import NotZoom, digest, verify

LARGEST = 1_000_000
PLAIN_TOKEN = re.compile(r"[\w-]{1,128}", re.ASCII)
"""Whatever we sign for Zoom must not be able to pass for a message of Zoom's, which has colons and braces."""


class Unreadable(Exception):
    """Too large, cut off, not UTF-8, or not a JSON object."""


@csrf_exempt
@public
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    secret = secret_of_program()
    try:
        body = body_of(request)
        verify(request.headers, body, secret, now=clock.now())
        message = message_in(body)
    except Unreadable:
        return HttpResponse(status=400)
    except NotZoom:
        return HttpResponse(status=401)
    if message.get("event") == "endpoint.url_validation":
        return proof(message, secret)
    events.take(message, now=clock.now())
    return HttpResponse(status=204)


def secret_of_program() -> str:
    service = RoomService.objects.filter(provider=RoomService.Provider.ZOOM).first()
    return service.secrets.get("webhook_secret", "") if service else ""


def body_of(request: HttpRequest) -> bytes:
    """A body that says it is too large is not read at all."""
    length = str(request.META.get("CONTENT_LENGTH") or 0)
    if not length.isdecimal() or int(length) > LARGEST:
        raise Unreadable
    try:
        body = request.body
    except UnreadablePostError as error:
        raise Unreadable from error
    if len(body) > LARGEST:
        raise Unreadable
    return body


def message_in(body: bytes) -> dict[str, Any]:
    try:
        message = json.loads(body.decode())
    except (ValueError, RecursionError) as error:
        raise Unreadable from error
    if not isinstance(message, dict):
        raise Unreadable
    return message


def proof(message: dict[str, Any], secret: str) -> HttpResponse:
    """Zoom asks every three days whether we still know the secret."""
    token = events.part(message, "payload", "plainToken")
    if not isinstance(token, str) or not PLAIN_TOKEN.fullmatch(token):
        return HttpResponse(status=400)
    return JsonResponse({"plainToken": token, "encryptedToken": digest(secret, token.encode())})
