"""Doing to all that follow what was done to one, and telling staff what became of each."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from program import clock
from roundtables.models import Roundtable
from roundtables.schedule.following import Outcome, change_between, change_following
from roundtables.schedule.following_series import change_series


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
    for what, numbers in outcome.left.items():
        words = ngettext(
            "Left as it was on no. %(numbers)s: %(what)s.",
            "Left as it was on nos. %(numbers)s: %(what)s.",
            len(numbers),
        )
        messages.warning(request, words % {"numbers": listed(numbers), "what": what})
    if has_series:
        messages.info(request, _("The series was changed too."))


def listed(numbers: list[int]) -> str:
    """Like 101, 104–115."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
