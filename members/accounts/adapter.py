"""Our side of allauth: who may sign up, what happens on arrival, and mail by way of the outbox."""

import time
from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.internal.flows.login import get_authentication_records
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from members.accounts.arrival import arrive
from members.accounts.first_proof import remember_password
from members.accounts.joining import may_join
from members.accounts.models import User
from members.accounts.names import clean_name
from members.ambassadors.attribution import read_touches
from program import clock
from program.mail.outbox import post
from program.tenancy.scope import program_scope

WORDS_FOR_MAIL = ("code", "ip", "user_agent", "from_email", "to_email", "deleted_email", "provider")
"""What of allauth's context a mail may need; everything else is looked up when it is written."""


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "That e-mail and password do not belong together. Check both, or have a code sent to you instead."
        ),
        "too_many_login_attempts": _("Too many tries for this account. Please wait five minutes and try again."),
        "incorrect_code": _("That code is not right. Look for the six digits in the newest mail from us."),
        "incorrect_password": _("That is not your password."),
        "enter_current_password": _("That is not your current password."),
        "rate_limited": _("A code was sent a moment ago. Please wait ten seconds before asking for another."),
        "duplicate_email": _("That is your address already."),
        "email_taken": _("That address cannot be used."),
        "account_inactive": _("This account is closed."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        now = clock.now()
        return may_join(request.program, read_touches(request.session, now), now)  # type: ignore[attr-defined]

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        remember_password(request, user)
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def post_login(
        self, request: HttpRequest, user: User, *, signup: bool, redirect_url: str | None, **kwargs: Any
    ) -> HttpResponse:
        """Called when every step is passed, the proof of the address included."""
        if arrive(request, user, is_sign_up=signup) and redirect_url is None:
            redirect_url = reverse("venture")
        response: HttpResponse = super().post_login(request, user, signup=signup, redirect_url=redirect_url, **kwargs)
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A row in the outbox, in the program whose page asked for it.

        The scope is entered here because allauth also calls this after the request's transaction.
        """
        kind = f"accounts.{template_prefix.rpartition('/')[2]}"
        payload = {word: str(context[word]) for word in WORDS_FOR_MAIL if context.get(word)}
        payload["language"] = get_language() or ""
        user = User.objects.filter(email=email.lower()).first()
        with program_scope(self.request.program.pk):
            post(kind, email.lower(), user=user, occurrence=uuid4().hex, payload=payload)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Tries are counted by account, not by host: the account is the same in all programs."""
        return str(credentials.get("email", "")).lower()

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever signed in a moment ago is not asked again; allauth alone would ask right after signing in."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("profile")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        return reverse("account_email") if self.request.user.is_authenticated else reverse("account_login")


class SocialAdapter(DefaultSocialAccountAdapter):
    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list[Any]:
        """Identity providers come from the environment: without one there is nothing to look for."""
        if not any(said["APPS"] for said in settings.SOCIALACCOUNT_PROVIDERS.values()):
            return []
        return list(super().list_apps(request, provider=provider, client_id=client_id))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return AccountAdapter(request).is_open_for_signup(request)

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:
        user: User = super().populate_user(request, sociallogin, data)
        given = data.get("name") or f"{data.get('first_name') or ''} {data.get('last_name') or ''}"
        user.name = clean_name(given)[:80]
        return user
