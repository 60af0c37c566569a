"""Going from one program to another without a second password.

B sends the browser to A with a state that only this browser holds; A, where the person is signed in,
sends it back with a signed ticket for B and that state; B takes the ticket once, within a minute.
What the person proved at A (password, second factor) goes along in the shared cache, not in the address.
"""

import secrets
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.core.cache import cache

from members.accounts.models import User

SECONDS = 60
SALT = "members.accounts.handoff"


class TicketRefused(Exception):
    """Wrong, old, used, or meant for another program or browser."""


@dataclass(frozen=True)
class Arrival:
    user: User
    records: list[dict[str, Any]]
    """How the person signed in at the program they come from."""


def new_state() -> str:
    return secrets.token_urlsafe(24)


def _kept(nonce: str) -> str:
    return f"global:handoff:{nonce}"


def issue(user: User, *, program_id: int, state: str, records: list[dict[str, Any]]) -> str:
    """A ticket for `user` to one program and one browser."""
    nonce = secrets.token_urlsafe(16)
    cache.set(_kept(nonce), {"records": records, "proof": user.get_session_auth_hash()}, SECONDS)
    named = {"user": user.pk, "program": program_id, "state": state, "nonce": nonce}
    return signing.dumps(named, salt=SALT)


def accept(ticket: str, *, program_id: int, state: str) -> Arrival:
    """Whoever the ticket names. The deleting says who was first, so it works once."""
    try:
        named = signing.loads(ticket, salt=SALT, max_age=SECONDS)
    except signing.BadSignature as error:
        raise TicketRefused from error
    if not state or named["program"] != program_id or not secrets.compare_digest(named["state"], state):
        raise TicketRefused
    key = _kept(named["nonce"])
    kept = cache.get(key)
    if kept is None or not cache.delete(key):
        raise TicketRefused
    user = User.objects.filter(pk=named["user"], is_active=True).first()
    if user is None or not secrets.compare_digest(user.get_session_auth_hash(), kept["proof"]):
        raise TicketRefused
    return Arrival(user, kept["records"])
