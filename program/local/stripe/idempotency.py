"""Idempotency keys: the same answer again for a day, and no two requests with one key at once."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from program.local.stripe.errors import StripeError
from program.local.stripe.objects import Object
from program.local.stripe.store import Account
from program.local.stripe.unit import Unit

KIND = "_idempotency"
DAY = 86_400


class Keys:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.busy: set[tuple[str, str]] = set()

    @contextmanager
    def held(self, account: Account, key: str | None) -> Iterator[None]:
        if key is None:
            yield
            return
        with self.lock:
            if (account.key, key) in self.busy:
                raise in_use(key)
            self.busy.add((account.key, key))
        try:
            yield
        finally:
            self.busy.discard((account.key, key))


def fingerprint(method: str, path: str, body: bytes) -> str:
    return f"{method} {path} {hashlib.sha256(body).hexdigest()}"


def kept(account: Account, key: str, request: str, now: int) -> Object | None:
    """What was answered before; another request with the same key is an error."""
    found = account.find(KIND, key)
    if found is None or found["created"] + DAY <= now:
        return None
    if found["request"] == request:
        return found
    if found["request"].split()[:2] != request.split()[:2]:
        raise misused(f"for the same endpoint they were first used for ('{found['request'].split()[1]}')", key)
    raise misused("with the same parameters they were first used with", key)


def keep(unit: Unit, key: str, request: str, status: int, body: str) -> None:
    unit.new(KIND, id=key, request=request, status=status, body=body)


def prune(unit: Unit, now: int) -> None:
    for one in [one for one in unit.account.all(KIND) if one["created"] + DAY <= now]:
        unit.remove(one)


def misused(how: str, key: str) -> StripeError:
    message = (
        f"Keys for idempotent requests can only be used {how}. "
        f"Try using a key other than '{key}' if you meant to execute a different request."
    )
    return StripeError(400, "idempotency_error", message)


def in_use(key: str) -> StripeError:
    message = (
        "There is currently another in-progress request using this Idempotent Key (that probably means you submitted "
        f"twice, and the other request is still going through): {key}. Please try again later."
    )
    return StripeError(409, "idempotency_error", message, code="idempotency_key_in_use")
