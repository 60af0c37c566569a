"""Access marks: every view wears exactly one, and a test walks the URLs to see that it does.

Deny is the default: LoginRequiredMiddleware turns away whoever is not signed in unless the mark says public.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

type View = Callable[..., HttpResponseBase]


def _mark(view: View, name: str) -> View:
    view.access = name  # type: ignore[attr-defined]
    return view


def public(view: View) -> View:
    """Anyone may see it."""
    return _mark(login_not_required(view), "public")


def signed_in(view: View) -> View:
    """Anyone with an account, a member of this program or not."""
    return _mark(view, "signed_in")


def _only(name: str, allows: Callable[[Any], bool], otherwise: str) -> Callable[[View], View]:
    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            membership = getattr(request, "membership", None)
            if membership is None or not membership.is_active:
                return redirect("join")
            if not allows(membership):
                return redirect(otherwise)
            return view(request, *args, **kwargs)

        return _mark(guarded, name)

    return mark


member_required = _only("member", lambda membership: True, "join")
"""Active members of this program; others are asked to join, and the pending are told to wait."""


def entitled(entitlement: str) -> Callable[[View], View]:
    """Members who are entitled to it right now; others see what it would take."""
    return _only("entitled", lambda membership: membership.has(entitlement), "premium")


ambassador_required = _only("ambassador", lambda membership: membership.is_ambassador, "desk")
