"""The development server's mailbox: the mails of this host's program, as their readers would see them."""

from collections.abc import Callable
from functools import wraps
from io import BytesIO
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

from program.access import public
from program.mail import dev_mailbox
from program.mail.dev_mailbox import KeptMail

# A mail brings its own styles and may be framed by our page; it may do nothing else.
LETTER_CSP = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["'self'", "http:", "https:", "data:"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'self'"],
}


def only_in_development(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not dev_mailbox.is_open():
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def kept(request: HttpRequest, name: str) -> KeptMail:
    found = dev_mailbox.mail_named(request.program.pk, name)  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


@public
@only_in_development
def mailbox(request: HttpRequest) -> HttpResponse:
    mails = dev_mailbox.mails_of(request.program.pk)  # type: ignore[attr-defined]
    return render(request, "mail/mailbox.html", {"mails": mails})


@public
@only_in_development
def letter(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "mail/letter.html", {"mail": kept(request, name)})


@public
@only_in_development
@xframe_options_sameorigin
@csp_override(LETTER_CSP)
def letter_html(request: HttpRequest, name: str) -> HttpResponse:
    """Links lead out of the frame that shows it."""
    return HttpResponse(kept(request, name).html.replace("<head>", '<head><base target="_top">', 1))


@public
@only_in_development
def attachment(request: HttpRequest, name: str, number: int) -> FileResponse:
    try:
        found = kept(request, name).attachments[number]
    except IndexError:
        raise Http404 from None
    return FileResponse(
        BytesIO(found.content), as_attachment=True, filename=found.name, content_type=found.content_type
    )
