"""The staff's admin, on a program's host and inside its scope."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.db.models.base import ModelBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache

ROOMS = frozenset({"program", "mail", "audit", "members", "curriculum", "roundtables"})
# Said by Django's admin, whose own Portuguese lacks them.
ADOPTED_WORDS = (gettext_noop("- Select an option -"), gettext_noop("Filter by %(field_name)s"))
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_staff(request: HttpRequest) -> bool:
    membership = getattr(request, "membership", None)
    return bool(membership is not None and membership.is_staff)


def has_second_factor(request: HttpRequest) -> bool:
    return bool(Authenticator.objects.filter(user_id=request.user.pk, type__in=SECOND_FACTORS).exists())


def used_second_factor(request: HttpRequest) -> bool:
    """In this session, at sign-in or when asked again."""
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    return any(record.get("method") == "mfa" for record in records)


def is_proven(request: HttpRequest) -> bool:
    """Signed in as strongly as the program asks of its staff."""
    program = getattr(request, "program", None)
    if program is None or not program.staff_need_second_factor:
        return True
    return used_second_factor(request) and has_second_factor(request)


class ProgramAdminSite(AdminSite):
    site_title = _("Staff")
    index_title = _("Your program")
    site_url = "/"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Our rooms alone: other apps' tables hold people of every program."""
        models: list[Any] = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        ours = [model for model in models if model._meta.app_label in ROOMS]
        super().register(ours, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        return is_staff(request) and is_proven(request)

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Where Django sends whoever may not enter: signs in as everywhere else, or says what is missing."""
        wanted = request.GET.get("next", "")
        safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
        target = wanted if safe else reverse("admin:index")
        if self.has_permission(request):
            return redirect(target)
        if isinstance(request.user, AnonymousUser):
            return redirect_to_login(target, reverse("account_login"))
        again = f"{reverse('mfa_reauthenticate')}?{urlencode({'next': target})}"
        context = {"is_staff": is_staff(request), "has_second_factor": has_second_factor(request), "again": again}
        return render(request, "members/staff_door.html", context, status=403)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]
        """Where everyone changes it."""
        return redirect("account_change_password")

    password_change_done = password_change  # type: ignore[assignment]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request)
        program = getattr(request, "program", None)
        return {**context, "site_header": program.name if program else self.site_header}
