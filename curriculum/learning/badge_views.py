"""The page that confirms a completed module to anybody who has its code."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from curriculum.learning.badges import BadgeShare, completion_with
from curriculum.requests import words_for
from program.access import public

CODE_LENGTH = 12


@public
def badge(request: HttpRequest, code: str) -> HttpResponse:
    """Never kept: what was revoked says so at once."""
    found = next(iter(completion_with(code.lower())), None) if len(code) == CODE_LENGTH else None
    if found is None:
        return render(request, "curriculum/badge_unknown.html", status=404)
    module = words_for(request).by_slug.get(found.module.slug)
    title = module.title if module else found.module.slug.replace("-", " ").capitalize()
    context = {
        "completion": found,
        "module": module,
        "title": title,
        "number": module.position if module else found.module.position,
        "share": BadgeShare(found, title, request.program),  # type: ignore[attr-defined]
        "there": request.program.zone,  # type: ignore[attr-defined]
    }
    return render(request, "curriculum/badge.html", context)
