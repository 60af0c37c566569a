"""Every address of ours wears exactly one access mark; a bare view cannot be forgotten."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

THEIRS = ("allauth.", "django.views.generic")
MARKS = {"public", "signed_in", "member", "entitled", "ambassador"}


def views(patterns: list[Any]) -> Iterator[Any]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver) and pattern.namespace == "admin":
            continue  # Each of its views asks ProgramAdminSite.has_permission.
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield pattern.callback


def origin(view: Any) -> str:
    return str(getattr(view, "view_class", view).__module__)


def test_every_view_wears_one_mark() -> None:
    ours = [view for view in views(get_resolver().url_patterns) if not origin(view).startswith(THEIRS)]
    assert len(ours) > 5
    bare = [f"{view.__module__}.{view.__name__}" for view in ours if getattr(view, "access", None) not in MARKS]
    assert bare == []
