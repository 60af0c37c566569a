"""The pages of a venture that several founders share."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from members.ventures.actions import AlreadyFounder, part_of
from members.ventures.sharing import LinkOver, become_founder, make_owner, venture_of
from program import clock
from program.access import member_required


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, POST makes a founder."""
    try:
        venture = venture_of(token, program_id=request.program.pk)  # type: ignore[attr-defined]
    except LinkOver:
        return render(request, "members/founder_link_over.html", status=410)
    part = part_of(request.membership)  # type: ignore[attr-defined]
    if part and part.venture == venture:
        return redirect("venture")
    if request.method != "POST" or part:
        return render(request, "members/become_founder.html", {"venture": venture, "part": part})
    try:
        become_founder(venture, by=request.membership, now=clock.now())  # type: ignore[attr-defined]
    except AlreadyFounder:
        return redirect("become_founder", token)
    messages.success(request, _("You are a founder of %(venture)s now.") % {"venture": venture.name})
    return redirect("venture")


@member_required
@require_POST
def promote(request: HttpRequest, founder_id: int) -> HttpResponse:
    part = part_of(request.membership)  # type: ignore[attr-defined]
    if part is None or not part.is_owner or not make_owner(part.venture, founder_id):
        raise Http404
    messages.success(request, _("There is one more owner now."))
    return redirect("venture")
