"""Pages that everyone who is signed out sees alike are kept whole for a few seconds.

A kept page is answered before session, account and database are asked for anything.
"""

import time
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any, TypedDict

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase

KEPT_COOKIES = ("language", "zone", "theme", "pages", "currency")
"""What a page may depend on besides its address; anything else must not be kept."""

REMEMBERED_SECONDS = 1.0
"""How long this process shows a kept page again without asking the cache that all processes share."""

REMEMBERED_PAGES = 500
"""Made-up addresses must not fill the memory."""


class Page(TypedDict):
    content: bytes
    headers: dict[str, str]


_remembered: dict[tuple[int, str], tuple[float, Page]] = {}
"""By program first: a page is never another program's, whatever its key says."""


def kept_seconds(seconds: int) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Marks a view whose page is the same for all visitors for that long."""

    def mark(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = view(request, *args, **kwargs)
            response.kept_seconds = seconds  # type: ignore[attr-defined]
            return response

        return kept

    return mark


def may_be_kept(request: HttpRequest) -> bool:
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES or "messages" in request.COOKIES
    return request.method in ("GET", "HEAD") and not has_session and not request.headers.get("HX-Request")


def page_key(request: HttpRequest) -> str:
    choices = [request.COOKIES.get(name, "") for name in KEPT_COOKIES]
    named = "\n".join([request.get_full_path(), request.META.get("HTTP_HOST", ""), *choices])
    return f"page:{sha256(named.encode()).hexdigest()}"


class PublicPageMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not hasattr(request, "program") or not may_be_kept(request):
            return self.get_response(request)
        key = page_key(request)
        if (page := kept_page(request.program.pk, key)) is not None:
            return HttpResponse(page["content"], headers=page["headers"])
        response = self.get_response(request)
        keep(key, response)
        return response


def kept_page(program_id: int, key: str) -> Page | None:
    known = _remembered.get((program_id, key))
    if known and known[0] > time.monotonic():
        return known[1]
    page: Page | None = cache.get(key)
    if page is not None:
        if len(_remembered) >= REMEMBERED_PAGES:
            _remembered.clear()
        _remembered[program_id, key] = (time.monotonic() + REMEMBERED_SECONDS, page)
    return page


def keep(key: str, response: HttpResponseBase) -> None:
    seconds = getattr(response, "kept_seconds", 0)
    if not seconds or response.status_code != 200 or response.cookies or not isinstance(response, HttpResponse):
        return
    page: Page = {"content": response.content, "headers": dict(response.headers)}
    cache.set(key, page, seconds)
