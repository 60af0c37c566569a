"""Doing to all that follow what was done to one, and telling staff what became of each."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from program import clock
from roundtables.following import Outcome, change_between, change_following
from roundtables.following_series import change_series
from roundtables.models import Roundtable


def follow(request: HttpRequest, before: Roundtable, after: Roundtable) -> None:
    change = change_between(before, after)
    if not change or before.series_id is None:
        messages.info(request, _("Nothing you changed is carried over: words and state are each roundtable's own."))
        return
    now = clock.now()
    outcome = change_following(before, change, by=request.user, now=now)
    has_series = change_series(before.series_id, change, by=request.user, now=now)
    tell(request, outcome, has_series=has_series)


def tell(request: HttpRequest, outcome: Outcome, *, has_series: bool) -> None:
    if outcome.changed:
        words = ngettext("Changed too: no. %(numbers)s.", "Changed too: nos. %(numbers)s.", len(outcome.changed))
        messages.success(request, words % {"numbers": listed(outcome.changed)})
    for reason, numbers in outcome.left.items():
        told = {"numbers": listed(numbers), "reason": reason}
        words = ngettext(
            "No. %(numbers)s stays as it is: %(reason)s.",
            "Nos. %(numbers)s stay as they are: %(reason)s.",
            len(numbers),
        )
        messages.warning(request, words % told)
    if has_series:
        messages.info(request, _("The series was changed too."))


def listed(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers))
