"""Telling the webhook what Stripe would, signed as Stripe signs."""

import hashlib
import hmac
import json
from itertools import count
from typing import Any

from django.test import Client

from program import clock
from tests.members.billing.conftest import WEBHOOK_SECRET, Till

WEBHOOK = "/stripe/webhook/"


def signature(body: bytes, *, secret: str = WEBHOOK_SECRET, at: float | None = None) -> str:
    when = int(at if at is not None else clock.now().timestamp())
    digest = hmac.new(secret.encode(), f"{when}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={when},v1={digest}"


_tries = count()


def tell(browser: Client, event: dict[str, Any], **more: Any) -> int:
    """The status of the answer. As Stripe does, each try is signed at an instant of its own."""
    body = json.dumps(event, default=str).encode()
    more.setdefault("at", clock.now().timestamp() - next(_tries) % 250)
    return send(browser, body, signature(body, **more))


def send(browser: Client, body: bytes, signed: str) -> int:
    answer = browser.post(WEBHOOK, body, content_type="application/json", headers={"Stripe-Signature": signed})
    return answer.status_code


def events(till: Till) -> list[dict[str, Any]]:
    """What happened at the sandbox, in order."""
    found = till.stripe.v1.events.list({"limit": 100}).auto_paging_iter()
    return [event.to_dict() for event in found][::-1]
