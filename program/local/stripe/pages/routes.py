"""Which page answers at which address."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import parse_qsl

from program.local.stripe.api import Answer, Request
from program.local.stripe.errors import StripeError
from program.local.stripe.pages.layout import gone
from program.local.stripe.sandbox import Sandbox
from program.local.stripe.store import Account

type View = Callable[..., Answer]
type Form = Mapping[str, str]

VIEWS: list[tuple[str, re.Pattern[str], View]] = []
STYLE = Path(__file__).with_name("sandbox.css")


def view(method: str, path: str) -> Callable[[View], View]:
    """The view gets the sandbox, what the form sent, and the ids of the path."""
    pattern = re.compile("^" + re.sub(r"\{(\w+)\}", r"(?P<\1>[\\w]+)", path) + "$")

    def keep(function: View) -> View:
        VIEWS.append((method, pattern, function))
        return function

    return keep


class Missing(Exception):
    pass


def holder(sandbox: Sandbox, kind: str, object_id: str) -> Account:
    account = sandbox.store.holding(kind, object_id)
    if account is None:
        raise Missing
    return account


def answer(sandbox: Sandbox, request: Request) -> Answer:
    if request.path == "/sandbox.css":
        return Answer(200, STYLE.read_text(), {"Content-Type": "text/css"})
    sent = dict(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True))
    for method, pattern, function in VIEWS:
        if method == request.method and (match := pattern.match(request.path)):
            try:
                with sandbox.store.lock:
                    return function(sandbox, sent, **match.groupdict())
            except Missing:
                break
            except StripeError as error:
                return gone(str(error), status=400)
    return gone("There is no such page, or it has been reset.")
