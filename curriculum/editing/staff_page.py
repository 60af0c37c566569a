"""What all pages of editors in the admin share: who may, and how they are drawn."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from curriculum.editing.overview import LANGUAGES
from members.models import Membership
from program.models import Program

type View = Callable[..., HttpResponseBase]


class StaffRequest(HttpRequest):
    """What the middleware puts on a request of the staff's."""

    membership: Membership
    program: Program
    LANGUAGE_CODE: str


def may(perm: str) -> Callable[[View], View]:
    """For those whose role has this permission in the curriculum."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.has_perm(f"curriculum.{perm}"):  # type: ignore[union-attr]
                raise PermissionDenied
            if kwargs.get("language", "en") not in LANGUAGES:
                raise Http404(_("There is no lesson at this address."))
            return view(request, *args, **kwargs)

        return guarded

    return mark


def may_write(request: HttpRequest) -> bool:
    return bool(request.user.has_perm("curriculum.change_owntext"))  # type: ignore[union-attr]


def draw(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    told = {**admin.site.each_context(request), "may_write": may_write(request), **context}
    return TemplateResponse(request, f"admin/curriculum/{template}", told)


def to(name: str, *args: Any, at: str = "") -> HttpResponse:
    return redirect(f"{reverse(f'admin:{name}', args=args)}{at}")
