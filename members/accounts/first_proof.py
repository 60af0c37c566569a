"""The first proof of an address drops a password that may be somebody else's.

Whoever signs up with another's address chooses a password but never gets the code. When the owner of the
address then proves it, the account keeps its password only if this very browser typed it.
"""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from members.accounts.models import User

SESSION_KEY = "typed_password"


def remember_password(request: HttpRequest, user: User) -> None:
    """Of somebody who never arrived: as a keyed hash of its hash, which is what sessions are bound to anyway."""
    if user.last_login is None:
        request.session[SESSION_KEY] = user.get_session_auth_hash()


def proved_now(request: HttpRequest) -> bool:
    """Whether this very request proved the address of somebody who never arrived before."""
    return bool(getattr(request, "is_first_proof", False))


@receiver(email_confirmed, sender=EmailAddress)
def drop_unproven_password(request: HttpRequest, email_address: EmailAddress, **kwargs: Any) -> None:
    user = User.objects.get(pk=email_address.user_id)
    request.is_first_proof = user.last_login is None  # type: ignore[attr-defined]
    typed_here = constant_time_compare(request.session.pop(SESSION_KEY, ""), user.get_session_auth_hash())
    if user.last_login is None and user.has_usable_password() and not typed_here:
        user.set_unusable_password()
        user.save(update_fields=["password"])
