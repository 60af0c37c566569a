"""Who reads: their language, zone and theme; and what every template may rely on."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme

from program import clock
from program.access import public

YEAR = 60 * 60 * 24 * 365
THEMES = ("light", "dark", "system")
PAGES = ("full", "text")
"""Text: without our fonts and without pictures, for slow or costly connections."""

LANGUAGES = dict(settings.LANGUAGES)


def language_of(request: HttpRequest) -> str:
    """The reader's choice in this browser, else the member's own, else the program's language."""
    membership = getattr(request, "membership", None)
    wanted = (request.COOKIES.get("language"), membership and membership.language)
    return next((name for name in wanted if name in LANGUAGES), str(request.program.language))  # type: ignore[attr-defined]


def chosen_zone(request: HttpRequest) -> clock.ZoneInfo | None:
    """The member's zone, else the one chosen in this browser; None leaves the program's."""
    membership = getattr(request, "membership", None)
    return clock.zone_or_none((membership.time_zone if membership else "") or request.COOKIES.get("zone", ""))


def zone_of(request: HttpRequest) -> clock.ZoneInfo:
    return chosen_zone(request) or request.program.zone  # type: ignore[attr-defined,no-any-return]


def theme_of(request: HttpRequest) -> str:
    chosen = request.COOKIES.get("theme", "")
    return chosen if chosen in THEMES else "system"


def pages_of(request: HttpRequest) -> str:
    return "text" if request.COOKIES.get("pages") == "text" else "full"


class ReaderMiddleware:
    """Speaks the reader's language for the whole of the request; staff write times on the program's clock."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not hasattr(request, "program"):
            return self.get_response(request)
        language = language_of(request)
        request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
        with translation.override(language), timezone.override(request.program.zone):  # type: ignore[attr-defined]
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def page_context(request: HttpRequest) -> dict[str, Any]:
    if not hasattr(request, "program"):
        return {}
    return {
        "program": request.program,
        "membership": getattr(request, "membership", None),
        "zone": zone_of(request),
        "zone_is_chosen": chosen_zone(request) is not None,
        "theme": theme_of(request),
        "pages": pages_of(request),
        "languages": settings.LANGUAGES,
    }


def back(request: HttpRequest) -> HttpResponse:
    """To the page of ours named in `next`, else the front page."""
    target = request.GET.get("next", "/")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return redirect(target if safe else "/")


def remember(request: HttpRequest, name: str, allowed: bool) -> HttpResponse:
    response = back(request)
    if allowed:
        response.set_cookie(name, request.GET["set"], max_age=YEAR, samesite="Lax", secure=settings.HTTPS)
    return response


@public
def set_theme(request: HttpRequest) -> HttpResponse:
    return remember(request, "theme", request.GET.get("set") in THEMES)


@public
def set_pages(request: HttpRequest) -> HttpResponse:
    return remember(request, "pages", request.GET.get("set") in PAGES)


@public
def set_language(request: HttpRequest) -> HttpResponse:
    return remember(request, "language", request.GET.get("set") in LANGUAGES)


@public
def set_zone(request: HttpRequest) -> HttpResponse:
    return remember(request, "zone", clock.zone_or_none(request.GET.get("set", "")) is not None)
