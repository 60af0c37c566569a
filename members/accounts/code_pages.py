"""allauth's three pages for a code, with a clear sentence for each way a code can fail.

A code that is wrong says so and leaves the rest of the tries; one that is old, spent or out of tries says that,
and leads to where a new one is asked for. Tries are counted in the shared cache as well as in the session,
because two answers at once would both read the session before either writes it.
"""

import time
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from allauth.account import views as theirs
from allauth.account.internal.stagekit import clear_login
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from program.access import public

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

OLD = _("That code is more than ten minutes old, so it no longer works. Ask for a new one.")
SPENT = _(
    "No code is waiting here: it was used already, or replaced by a newer one. Ask for a new one if you need it."
)
WORN_OUT = _("That was the fifth wrong code, so the code no longer works. Ask for a new one.")
SECONDS = 600
TRIES = 5


def find(session: Any, *path: str) -> dict[str, Any]:
    """The state of a code in the session, or nothing."""
    found: Any = session
    for name in path:
        found = found.get(name) if hasattr(found, "get") else None
    return found if isinstance(found, dict) and "at" in found else {}


class ClearAboutCodes:
    """What the three pages have in common."""

    state_path: tuple[str, ...]
    ask_again: str
    signed_in_page = "desk"
    request: HttpRequest
    _process: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        state = find(request.session, *self.state_path)
        if state and time.time() - state["at"] > SECONDS:
            return self.turn_back(request, OLD)
        if not state and request.method == "POST":
            return self.turn_back(request, SPENT)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response

    def turn_back(self, request: HttpRequest, reason: "str | StrPromise") -> HttpResponse:
        """To where a new code is asked for, with nothing of the old one left."""
        messages.error(request, reason)
        request.session.pop(self.state_path[0], None)
        if request.user.is_authenticated:
            return redirect(self.signed_in_page)
        clear_login(request)
        return redirect(self.ask_again)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("action") != "resend" and self.count_try() > TRIES:
            return self.turn_back(request, WORN_OUT)
        response: HttpResponse = super().post(request, *args, **kwargs)  # type: ignore[misc]
        return response

    def count_try(self) -> int:
        """Of this code in this session, over all processes."""
        named = f"{self.request.session.session_key}:{self._process.state['at']}:{self._process.code}"
        key = f"global:code-tries:{sha256(named.encode()).hexdigest()}"
        cache.add(key, 0, SECONDS)
        return int(cache.incr(key))

    def form_invalid(self, form: Any) -> HttpResponse:
        if not self._process.record_invalid_attempt():
            return self.turn_back(self.request, WORN_OUT)
        return self.render_to_response(self.get_context_data(form=form))  # type: ignore[attr-defined,no-any-return]

    def _resend_form_valid(self, form: Any) -> HttpResponse:
        """A new code has its own ten minutes and its own tries."""
        before = self._process.code
        response: HttpResponse = super()._resend_form_valid(form)  # type: ignore[misc]
        if self._process.code != before:
            self._process.state.update(at=time.time(), failed_attempts=0)
            self._process.persist()
        return response


class SignInCodeView(ClearAboutCodes, theirs.ConfirmLoginCodeView):
    state_path = ("account_login", "state", "stages", "login_by_code", "data")
    ask_again = "account_request_login_code"


class EmailCodeView(ClearAboutCodes, theirs.ConfirmEmailVerificationCodeView):
    state_path = ("account_email_verification_code",)
    ask_again = "account_login"
    signed_in_page = "account_email"


class PasswordCodeView(ClearAboutCodes, theirs.ConfirmPasswordResetCodeView):
    state_path = ("account_password_reset_verification",)
    ask_again = "account_reset_password"


sign_in_code = public(SignInCodeView.as_view())
email_code = public(EmailCodeView.as_view())
password_code = public(PasswordCodeView.as_view())
