"""Six digits that prove a guest's address: they work for ten minutes, once, and for five tries."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

from program.mail.outbox import post
from program.reader import language_of
from roundtables.models import Roundtable

SECONDS = 600
TRIES = 5
SESSION_KEY = "guest_code"
CODE = "roundtables.guest_code"


class Answer(Enum):
    RIGHT = "right"
    WRONG = "wrong"
    WORN_OUT = "worn out"
    OLD = "old"


@dataclass(frozen=True)
class Introduction:
    """Who somebody says they are, until the code proves it. In the cache, which counts the tries of all windows."""

    number: int
    email: str
    name: str
    language: str
    time_zone: str
    digest: str = ""


def send(request: HttpRequest, roundtable: Roundtable, *, email: str, name: str, time_zone: str) -> None:
    """A new code makes the former one void in this browser."""
    key, code = get_random_string(32), get_random_string(6, "0123456789")
    language = language_of(request)
    said = Introduction(roundtable.number, email, name, language, time_zone, digest(key, code))
    cache.set_many({kept(key): said, tried(key): 0}, SECONDS)
    request.session[SESSION_KEY] = key
    payload = {"code": code, "name": name, "language": language, "zone": time_zone, "number": roundtable.number}
    post(CODE, email, about=f"guest-code:{key[:12]}", payload=payload)


def waiting(request: HttpRequest) -> Introduction | None:
    """Whose code this browser is to type; None once it is old or used."""
    found: Introduction | None = cache.get(kept(request.session.get(SESSION_KEY, "")))
    return found


def check(request: HttpRequest, code: str) -> Answer:
    """RIGHT until `use`: the second half of a double click finds the same seat as the first."""
    key = request.session.get(SESSION_KEY, "")
    said: Any = cache.get(kept(key))
    if said is None:
        return Answer.OLD
    if cache.incr(tried(key)) > TRIES:
        forget(key)
        return Answer.WORN_OUT
    if not constant_time_compare(digest(key, code.strip()), said.digest):
        return Answer.WRONG
    return Answer.RIGHT


def use(request: HttpRequest, path: str) -> None:
    """The code is void from now on; who types it again is led to what it brought them."""
    key = request.session.get(SESSION_KEY, "")
    cache.set(led(key), path, SECONDS)
    forget(key)


def path_found(request: HttpRequest) -> str:
    """Where the code of this browser led to, if it was used just now."""
    return str(cache.get(led(request.session.get(SESSION_KEY, ""))) or "")


def forget(key: str) -> None:
    cache.delete(kept(key))


def digest(key: str, code: str) -> str:
    return salted_hmac("roundtables.guest_codes", f"{key}:{code}", algorithm="sha256").hexdigest()


def kept(key: str) -> str:
    return f"guest-code:{key}"


def led(key: str) -> str:
    return f"guest-code-led-to:{key}"


def tried(key: str) -> str:
    return f"guest-code-tries:{key}"
