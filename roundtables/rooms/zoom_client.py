"""Speaking with Zoom: a token for the program's own account, and calls that fail in three clear ways.

Server-to-server OAuth: https://developers.zoom.us/docs/internal-apps/s2s-oauth/
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import requests
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.cache import cache
from django.utils.dateparse import parse_datetime

from program import clock
from program.sealed import box
from program.tenancy.scope import program_scope
from roundtables.rooms.provider import ProviderFailed

PATIENCE = 5
"""Seconds that Zoom has to take a connection, and to answer."""
MARGIN = 60
"""Seconds before its end at which a token is used no more."""
PURPOSE = "first-million zoom token"
BUSY, LONGEST_WAIT = timedelta(minutes=1), timedelta(days=1)


@dataclass(frozen=True)
class ZoomClient:
    program_id: int
    account_id: str
    client_id: str
    client_secret: str

    def ask(
        self, method: str, path: str, *, gone: tuple[int, ...] = (), params: Any = None, body: Any = None
    ) -> dict[str, Any] | None:
        """What Zoom answers; None for a status in `gone`. Raises `ProviderFailed`."""
        answer = self._send(method, path, self.token(), params, body)
        if answer.status_code == 401:  # The token was taken back before its time: once more, with a new one.
            self.forget_token()
            answer = self._send(method, path, self.token(), params, body)
        return None if answer.status_code in gone else content_of(answer)

    def _send(self, method: str, path: str, token: str, params: Any, body: Any) -> requests.Response:
        url = f"{settings.ZOOM_API_URL.rstrip('/')}/v2{path}"
        return send(method, url, params=params, json=body, headers={"Authorization": f"Bearer {token}"})

    def token(self) -> str:
        """Kept until a minute before it ends, sealed, under the program's key."""
        with program_scope(self.program_id):
            kept = opened(cache.get(self._key))
        if kept:
            return kept
        token, seconds = self._new_token()
        with program_scope(self.program_id):
            cache.set(self._key, box(PURPOSE).encrypt(token.encode()), max(0, seconds - MARGIN))
        return token

    def forget_token(self) -> None:
        with program_scope(self.program_id):
            cache.delete(self._key)

    @property
    def _key(self) -> str:
        """Another account, or another secret, is another token."""
        told = "\n".join((self.account_id, self.client_id, self.client_secret))
        return f"zoom-token:{hashlib.sha256(told.encode()).hexdigest()[:32]}"

    def _new_token(self) -> tuple[str, int]:
        answer = send(
            "POST",
            f"{settings.ZOOM_OAUTH_URL.rstrip('/')}/oauth/token",
            params={"grant_type": "account_credentials", "account_id": self.account_id},
            auth=(self.client_id, self.client_secret),
        )
        if answer.status_code in (400, 401):
            raise ProviderFailed(f"Zoom does not accept the account: {words_of(answer)}", is_final=True)
        told = content_of(answer)
        token, seconds = told.get("access_token"), told.get("expires_in")
        if not (isinstance(token, str) and token and isinstance(seconds, int)):
            raise ProviderFailed("Zoom gave no token.")
        return token, seconds


def send(method: str, url: str, **told: Any) -> requests.Response:
    try:
        return requests.request(method, url, timeout=(PATIENCE, PATIENCE), allow_redirects=False, **told)
    except requests.RequestException as error:
        raise ProviderFailed(f"Zoom does not answer: {type(error).__name__}") from error


def content_of(answer: requests.Response) -> dict[str, Any]:
    """The body of an answer that says yes. Zoom's own faults and its limits pass; other refusals are final."""
    if answer.status_code == 429:
        raise ProviderFailed(f"Zoom asks us to wait: {words_of(answer)}", wait=wait_of(answer.headers))
    if not answer.ok or answer.is_redirect:
        is_final = 400 <= answer.status_code < 500 and answer.status_code != 408
        raise ProviderFailed(f"Zoom said {answer.status_code}: {words_of(answer)}", is_final=is_final)
    return told_by(answer)


def told_by(answer: requests.Response) -> dict[str, Any]:
    try:
        told = answer.json() if answer.content else {}
    except ValueError as error:
        raise ProviderFailed("Zoom's answer cannot be read.") from error
    return told if isinstance(told, dict) else {}


def words_of(answer: requests.Response) -> str:
    """Zoom's own words about what is wrong, for staff."""
    try:
        told = told_by(answer)
    except ProviderFailed:
        told = {}
    return str(told.get("message") or told.get("reason") or answer.reason or "")[:200].replace("\0", "")


def wait_of(headers: Mapping[str, str]) -> timedelta:
    """Retry-After is seconds, or an instant: of HTTP's kind, or as ISO 8601 when a day's limit is reached."""
    said = headers.get("Retry-After", "").strip()
    if said.isascii() and said.isdigit():
        wait = timedelta(seconds=min(int(said[:9]), 86_400))
    else:
        until = instant_of(said)
        wait = until - clock.now() if until else BUSY
    return min(max(wait, timedelta(seconds=1)), LONGEST_WAIT)


def instant_of(said: str) -> datetime | None:
    try:
        found = parse_datetime(said) or parsedate_to_datetime(said)
    except (ValueError, TypeError, IndexError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def opened(kept: Any) -> str:
    try:
        return box(PURPOSE).decrypt(kept).decode() if kept else ""
    except InvalidToken:
        return ""
