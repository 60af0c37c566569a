"""Recordings: who may watch which, and the library of all of them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from program.access import member_required, public
from program.public_pages import kept_seconds
from roundtables.models import Roundtable
from roundtables.pages.page import found, member_of
from roundtables.questions.recording import questions_in

PER_PAGE = 20


@public
@kept_seconds(10)
def recordings(request: HttpRequest) -> HttpResponse:
    membership = member_of(request)
    page = Paginator(Roundtable.objects.recorded(), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(roundtable, bool(membership and roundtable.may_be_watched_by(membership))) for roundtable in page]
    return render(request, "roundtables/recordings.html", {"rows": rows, "page": page})


@member_required
def recording(request: HttpRequest, number: int) -> HttpResponse:
    """The link is written only into the page of whoever may follow it."""
    chosen = found(number)
    if not chosen.is_recorded:
        messages.info(request, _("There is no recording of this roundtable to watch."))
        return redirect(chosen)
    may_watch = chosen.may_be_watched_by(request.membership)  # type: ignore[attr-defined]
    if not may_watch:
        return render(request, "roundtables/recording_locked.html", {"roundtable": chosen})
    context = {"roundtable": chosen, **questions_in(chosen, request.GET.get("t", ""))}
    return render(request, "roundtables/recording.html", context)
