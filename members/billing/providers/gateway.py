"""The one module that imports Stripe: its client, its errors in our words, and the proof that a webhook is its own."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache, wraps
from typing import Any

import stripe
from django.conf import settings
from stripe import StripeClient

from members.billing.providers.accounts import Keys
from members.billing.providers.interface import Refused, Unavailable

RETRIES = 1
AGAIN = (stripe.APIConnectionError, stripe.RateLimitError, stripe.APIError, stripe.IdempotencyError)
KEY = re.compile(r"^(sk|rk)_(test|live)_\w{8,}$", re.ASCII)


class NotFromStripe(Exception):
    """A webhook whose signature, age or body is wrong."""


def client_of(keys: Keys) -> StripeClient:
    return _client(keys.secret_key)


@cache
def _client(secret_key: str) -> StripeClient:
    return StripeClient(
        secret_key,
        base_addresses={"api": settings.STRIPE_API_URL},
        http_client=stripe.RequestsClient(timeout=settings.STRIPE_TIMEOUT),
        max_network_retries=RETRIES,
    )


@contextmanager
def in_our_words() -> Iterator[None]:
    """Stripe's errors as the two that matter: ask again, or not."""
    try:
        yield
    except AGAIN as error:
        raise Unavailable(_told(error)) from error
    except stripe.StripeError as error:
        raise Refused(_told(error), str(error.code or "")) from error


def asks_stripe[**P, R](call: Callable[P, R]) -> Callable[P, R]:
    @wraps(call)
    def translated(*args: P.args, **kwargs: P.kwargs) -> R:
        with in_our_words():
            return call(*args, **kwargs)

    return translated


def _told(error: stripe.StripeError) -> str:
    return f"{type(error).__name__}: {error.user_message or error}"[:400]


def verified(body: bytes, signature: str, secret: str, *, now: float) -> dict[str, Any]:
    """The event, if Stripe signed exactly these bytes within the last five minutes."""
    if not secret:
        raise NotFromStripe("No secret")
    _refuse_future(signature, now)
    try:
        text = body.decode()
        stripe.WebhookSignature.verify_header(text, signature, secret, tolerance=stripe.Webhook.DEFAULT_TOLERANCE)
        event = stripe.Event.construct_from(_parsed(text), secret).to_dict()
    except (ValueError, TypeError, RecursionError, stripe.StripeError) as error:
        raise NotFromStripe(str(error)[:200]) from error
    if not all(isinstance(event.get(name), kind) for name, kind in WANTED.items()):
        raise NotFromStripe("No event")
    return event


def events_since(keys: Keys, since: datetime) -> Iterator[dict[str, Any]]:
    """What Stripe had to tell since then, newest first; it keeps events for thirty days."""
    given: Any = {"created": {"gte": int(since.timestamp())}, "limit": 100}
    with in_our_words():
        for event in client_of(keys).v1.events.list(given).auto_paging_iter():
            yield event.to_dict()


WANTED: dict[str, type] = {"id": str, "type": str, "created": int, "data": dict}


def _parsed(text: str) -> dict[str, Any]:
    found = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError("No object")
    return found


def _refuse_future(signature: str, now: float) -> None:
    """The client accepts any instant that is yet to come."""
    found = re.search(r"(?:^|,)t=(\d{1,12})(?:,|$)", signature)
    if found is None or int(found[1]) > now + stripe.Webhook.DEFAULT_TOLERANCE:
        raise NotFromStripe("Its instant")
