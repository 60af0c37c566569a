"""The calls of the API: each handler says its method, path and parameters where it is defined."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from program.local.stripe.objects import Object
from program.local.stripe.params import PAGE, Spec, list_of, text

type Handler = Callable[..., Object]

EXPAND: Spec = {"expand": list_of(text)}
HOLE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Call:
    method: str
    path: str
    spec: Spec
    required: tuple[str, ...]
    handler: Handler


CALLS: list[tuple[str, re.Pattern[str], Call]] = []
_FIXED: dict[tuple[str, str], Call] = {}


def call[H: Handler](
    method: str, path: str, spec: Spec | None = None, *, required: tuple[str, ...] = ()
) -> Callable[[H], H]:
    """`@call("GET", "/v1/things/{thing}")` gives the handler the unit, the parameters and the ids of the path."""

    def keep(handler: H) -> H:
        page = PAGE if method == "GET" and "{" not in path.rpartition("/")[2] else {}
        expand = {} if method == "DELETE" else EXPAND
        found = Call(method, path, {**expand, **page, **(spec or {})}, required, handler)
        pattern = re.compile("^" + HOLE.sub(r"(?P<\1>[^/]+)", path) + "$")
        CALLS.append((method, pattern, found))
        if "{" not in path:
            _FIXED[method, path] = found
        return handler

    return keep


def find(method: str, path: str) -> tuple[Call, dict[str, str]] | None:
    if fixed := _FIXED.get((method, path)):
        return fixed, {}
    if path.endswith("/search"):
        return None  # no id, though it would fit
    for verb, pattern, found in CALLS:
        if verb == method and (match := pattern.match(path)):
            return found, match.groupdict()
    return None
