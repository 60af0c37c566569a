"""A member's own calendar: how to subscribe to it, and what calendars read."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from program import clock
from program.access import member_required, public
from program.mail.links import absolute
from roundtables.calendars import subscribing
from roundtables.models import CalendarFeed
from roundtables.seating.seat_views import private


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def subscription(request: HttpRequest) -> HttpResponse:
    """Explains; the address is made for whoever asks for one."""
    if request.method == "POST":
        subscribing.subscribe(request.membership, now=clock.now())  # type: ignore[attr-defined]
        return redirect("calendar")
    feed = own_feed(request)
    url = absolute(request.program, feed.path) if feed else ""  # type: ignore[attr-defined]
    context = {"feed": feed, "url": url, "webcal_url": f"webcal:{url.partition(':')[2]}"}
    return private(render(request, "roundtables/calendar.html", context))


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: HttpRequest) -> HttpResponse:
    feed = own_feed(request)
    if feed is None:
        return redirect("calendar")
    if request.method != "POST":
        return render(request, "roundtables/calendar_renew.html")
    subscribing.renew(feed, now=clock.now())
    messages.success(request, _("This is your new address. The old one no longer works."))
    return redirect("calendar")


@public
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """For calendars, which cannot sign in: the address is the key."""
    found = CalendarFeed.objects.answering().filter(token=token).select_related("membership").first()
    if found is None:
        raise Http404
    program = request.program  # type: ignore[attr-defined]
    content = subscribing.read(found, program, now=clock.now())
    return unless_known(request, found, as_file(content, subscribing.language_of(found, program)))


def as_file(content: bytes, language: str) -> HttpResponse:
    """Kept by nobody but its reader, who asks every time whether it still holds."""
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={
            "Cache-Control": "private, no-cache",
            "Content-Disposition": 'inline; filename="roundtables.ics"',
            "Content-Language": language,
            "X-Robots-Tag": "noindex",
        },
    )


def unless_known(request: HttpRequest, found: CalendarFeed, response: HttpResponse) -> HttpResponseBase:
    """304 to a calendar that has these bytes already."""
    etag, changed_at = f'"{found.fingerprint}"', int(found.changed_at.timestamp())  # type: ignore[union-attr]
    response["ETag"] = etag
    response["Last-Modified"] = http_date(changed_at)
    return get_conditional_response(request, etag=etag, last_modified=changed_at, response=response) or response


def own_feed(request: HttpRequest) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(membership=request.membership).first()  # type: ignore[attr-defined]
