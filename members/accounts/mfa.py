"""The second factor: its secrets are encrypted at rest, and it carries the program's name."""

import base64
import secrets
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import forms as theirs
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from cryptography.fernet import InvalidToken
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from members.accounts.forms import Worded
from members.accounts.models import User
from program.sealed import box

PURPOSE = "first-million second factor"


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("That code is not right. Codes change every half minute: type the one shown now."),
        "unverified_email": _("Confirm your e-mail address first; then you can set this up."),
    }

    def encrypt(self, text: str) -> str:
        return box(PURPOSE).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """A secret written with a lost key becomes a random one: no code matches it, and none can be foretold."""
        try:
            return box(PURPOSE).decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        return gettext("Passkey %(number)d") % {
            "number": Authenticator.objects.filter(user=user, type=type).count() + 1
        }

    def _get_site_name(self) -> str:
        """What authenticator apps and passkeys are called."""
        return str(context.request.program.name)


class SecondFactorForm(Worded, theirs.AuthenticateForm):
    labels = {"code": _("Code of your app, or a recovery code")}


class ConfirmSecondFactorForm(Worded, theirs.ReauthenticateForm):
    labels = {"code": _("Code of your app, or a recovery code")}


class ActivateAppForm(Worded, ActivateTOTPForm):
    labels = {"code": _("Code that the app shows now")}


class AddPasskeyForm(AddWebAuthnForm):
    """A passkey that signs in by itself is what most people want; a key that only adds to a password is the choice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What will you call it?")
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].label = _("Sign in with it instead of a password")
        self.fields["passwordless"].help_text = _("Otherwise it is asked for after your password.")


class RenamePasskeyForm(EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What will you call it?")
