"""`request.membership`: the signed-in person in this program, or None."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from members.accounts.models import Membership


def membership_of(request: HttpRequest) -> Membership | None:
    user = getattr(request, "user", None)
    return user.membership if user is not None and user.is_authenticated else None


class MembershipMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if hasattr(request, "program"):
            request.membership = membership_of(request)  # type: ignore[attr-defined]
        return self.get_response(request)
