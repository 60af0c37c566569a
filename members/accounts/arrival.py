"""What happens when somebody has signed in on a program's host."""

from django.http import HttpRequest

from members.accounts.first_proof import proved_now
from members.accounts.joining import Joined, JoiningRefused, join
from members.accounts.models import User
from members.accounts.own_programs import has_any_membership
from members.ambassadors.attribution import forget_touches, read_touches
from program import clock
from program.reader import LANGUAGES


def choices_of(request: HttpRequest) -> dict[str, str]:
    """The zone and language this browser was told; the program's own need no saying."""
    zone, language = request.COOKIES.get("zone", ""), request.COOKIES.get("language", "")
    return {
        "time_zone": zone if clock.zone_or_none(zone) else "",
        "language": language if language in LANGUAGES else "",
    }


def join_here(request: HttpRequest, user: User) -> Joined:
    now = clock.now()
    touches = read_touches(request.session, now)
    joined = join(request.program, by=user, touches=touches, now=now, choices=choices_of(request))  # type: ignore[attr-defined]
    forget_touches(request.session)
    return joined


def arrive(request: HttpRequest, user: User, *, is_sign_up: bool) -> Joined | None:
    """Whoever signs up wants to join here; everybody else with an account is asked on /join/.

    Somebody may begin to sign up and prove the address on another day: that is still signing up.
    """
    if not is_sign_up and (not proved_now(request) or has_any_membership(user)):
        return None
    try:
        return join_here(request, user)
    except JoiningRefused:
        return None
