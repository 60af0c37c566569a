"""The picture of a roundtable that is shown where its link is shared."""

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

from program.access import public
from program.models import Program
from roundtables.pages.card import Card, card_of
from roundtables.pages.card_picture import draw
from roundtables.pages.page import found
from roundtables.schedule.agenda import presenters_of

KEPT_IN_CACHE = 60 * 60 * 24 * 30
KEPT_ELSEWHERE = "public, max-age=3600"


@public
def card(request: HttpRequest, number: int) -> HttpResponseBase:
    """In the program's language and on its clocks, as it is the same for everybody."""
    chosen, program = found(number), request.program  # type: ignore[attr-defined]
    told = card_of(chosen, presenters_of(chosen), program)
    etag = f'"{told.digest}"'
    unchanged = get_conditional_response(request, etag=etag)
    response = unchanged or HttpResponse(picture_of(told, program), content_type="image/png")
    for name, value in (("ETag", etag), ("Cache-Control", KEPT_ELSEWHERE), ("Content-Language", program.language)):
        response[name] = value
    return response


def picture_of(told: Card, program: Program) -> bytes:
    """Drawn once for what stands on it, and kept for this program."""
    key = f"card:{told.digest}"
    picture: bytes | None = cache.get(key)
    if picture is None:
        picture = draw(told, program.logo)
        cache.set(key, picture, KEPT_IN_CACHE)
    return picture
