"""Whether a message is Zoom's: https://developers.zoom.us/docs/api/webhooks/#verify-webhook-events

Nothing in a message is believed, or even read, before this says yes.
"""

import hmac
import re
from collections.abc import Mapping
from datetime import datetime

from django.core.cache import cache

SIGNATURE, TIMESTAMP = "X-Zm-Signature", "X-Zm-Request-Timestamp"
TOLERANCE_SECONDS = 300
REMEMBERED_SECONDS = 2 * TOLERANCE_SECONDS
SECONDS = re.compile(r"[0-9]{1,11}")


class NotZoom(Exception):
    """Unsigned, signed with another secret, too old, from the future, or said before."""


def verify(headers: Mapping[str, str], body: bytes, secret: str, *, now: datetime) -> None:
    said = headers.get(TIMESTAMP, "")
    if not secret or not SECONDS.fullmatch(said):
        raise NotZoom
    expected = "v0=" + digest(secret, b"v0:" + said.encode() + b":" + body)
    if not hmac.compare_digest(expected.encode(), headers.get(SIGNATURE, "").encode()):
        raise NotZoom
    if abs(now.timestamp() - int(said)) > TOLERANCE_SECONDS:
        raise NotZoom
    if not cache.add(f"zoom-said:{expected}", 1, REMEMBERED_SECONDS):
        raise NotZoom


def digest(secret: str, message: bytes) -> str:
    return hmac.digest(secret.encode(), message, "sha256").hex()
