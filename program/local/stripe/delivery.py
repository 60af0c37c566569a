"""Webhooks: events go out signed, in order unless a switch says otherwise, and again when nobody said 2xx."""

import hashlib
import heapq
import hmac
import itertools
import json
import threading
import time
from collections import deque
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import SplitResult, urlsplit

from program.local.stripe.events import as_told
from program.local.stripe.objects import Object
from program.local.stripe.store import Account

RETRIES = (0.2, 0.5, 1, 2, 5, 15, 60)  # seconds; Stripe's own go on for three days
PATIENCE = 10.0
HOLD = 0.3  # seconds that a window to reorder waits for more


@dataclass(frozen=True)
class Letter:
    account: Account
    event: Object
    endpoint: Object
    attempt: int = 0
    forged: bool = False


class Courier:
    def __init__(self, sandbox: Any) -> None:
        self.sandbox = sandbox
        self.waiting: list[tuple[float, int, Letter]] = []
        self.window: list[Letter] = []
        self.count = itertools.count()
        self.news = threading.Condition()
        self.busy = False
        self.ended = False
        self.log: deque[Object] = deque(maxlen=20_000)
        self.thread = threading.Thread(target=self._work, name="stripe-webhooks", daemon=True)

    def start(self) -> None:
        self.thread.start()

    def close(self) -> None:
        with self.news:
            self.ended = True
            self.news.notify()
        if self.thread.is_alive():
            self.thread.join(PATIENCE)

    # --- Taking
    def resume(self) -> None:
        """What a stop left undelivered."""
        for account in self.sandbox.store.accounts.values():
            for event in account.all("event"):
                found = [account.find("webhook_endpoint", one) for one in event["_pending"]]
                self.take(account, [(event, endpoint) for endpoint in found if endpoint])

    def take(self, account: Account, letters: list[tuple[Object, Object]]) -> None:
        for event, endpoint in letters:
            self._take(Letter(account, event, endpoint))

    def _take(self, letter: Letter) -> None:
        chaos, kind = self.sandbox.chaos, letter.event["type"]
        if chaos.strikes("drop", kind) is not None:
            self._write(letter, "dropped")
            return
        copies = chaos.strikes("duplicate", kind)
        window = chaos.strikes("reorder", kind)
        if chaos.strikes("forge", kind) is not None:
            self._put(Letter(letter.account, letter.event, letter.endpoint, forged=True))
        for _ in range(int(copies or 1)):
            if window is None:
                self._put(letter, chaos.strikes("delay", kind) or 0)
            else:
                self._mix(letter, int(window))

    def _mix(self, letter: Letter, size: int) -> None:
        self.window.append(letter)
        if len(self.window) >= size:
            self.flush()
        else:
            threading.Timer(HOLD, self.flush).start()

    def flush(self) -> None:
        with self.news:
            held, self.window = self.window, []
            self.sandbox.chaos.chance.shuffle(held)
            for letter in held:
                self._put(letter)

    def _put(self, letter: Letter, delay: float = 0) -> None:
        with self.news:
            heapq.heappush(self.waiting, (time.monotonic() + delay, next(self.count), letter))
            self.news.notify()

    # --- Carrying
    def _work(self) -> None:
        while (letter := self._next()) is not None:
            status = post(letter)
            self._write(letter, status)
            if not letter.forged:
                self._settle(letter, isinstance(status, int) and 200 <= status < 300)
            self.busy = False

    def _next(self) -> Letter | None:
        with self.news:
            while not self.ended:
                pause = self.waiting[0][0] - time.monotonic() if self.waiting else None
                if pause is not None and pause <= 0:
                    self.busy = True
                    return heapq.heappop(self.waiting)[2]
                self.news.wait(pause)
        return None

    def _settle(self, letter: Letter, taken: bool) -> None:
        if taken:
            self._done(letter)
        elif letter.attempt < len(RETRIES):
            again = Letter(letter.account, letter.event, letter.endpoint, letter.attempt + 1)
            self._put(again, RETRIES[letter.attempt])

    def _done(self, letter: Letter) -> None:
        store, event = self.sandbox.store, letter.event
        with store.lock:
            if letter.endpoint["id"] in event["_pending"] and not self.ended:
                event["_pending"].remove(letter.endpoint["id"])
                event["pending_webhooks"] = len(event["_pending"])
                if event["id"] in letter.account.kinds.get("event", {}):
                    store.write(letter.account, [event], [])

    def _write(self, letter: Letter, status: int | str) -> None:
        told = {"event": letter.event["id"], "type": letter.event["type"], "url": letter.endpoint["url"]}
        more = {"attempt": letter.attempt + 1, "forged": letter.forged, "status": status, "at": time.time()}
        self.log.append({**told, **more})

    def idle(self, seconds: float = 10) -> bool:
        """Waits until everything was delivered; failed ones that wait for their next try count as open."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with self.news:
                if not self.waiting and not self.window and not self.busy:
                    return True
            time.sleep(0.005)
        return False


def signature(body: str, secret: str, at: int) -> str:
    mac = hmac.new(secret.encode(), f"{at}.{body}".encode(), hashlib.sha256)
    return f"t={at},v1={mac.hexdigest()}"


def post(letter: Letter) -> int | str:
    body = json.dumps(as_told(letter.event), indent=2)
    secret = "whsec_of_somebody_else" if letter.forged else letter.endpoint["_secret"]
    parts = urlsplit(letter.endpoint["url"])
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Stripe/1.0 (sandbox)"}
    headers |= {"Host": parts.netloc, "Stripe-Signature": signature(body, secret, int(time.time()))}
    connection = _connection(parts)
    try:
        connection.request("POST", f"{parts.path}?{parts.query}".rstrip("?"), body.encode(), headers)
        return connection.getresponse().status
    except (OSError, HTTPException, ValueError) as error:
        return type(error).__name__
    finally:
        connection.close()


def _connection(parts: SplitResult) -> HTTPConnection:
    """Names under localhost are this machine, also where no resolver knows them."""
    name = parts.hostname or ""
    host = "127.0.0.1" if name == "localhost" or name.endswith(".localhost") else name
    kind = HTTPConnection if parts.scheme == "http" else HTTPSConnection
    return kind(host, parts.port, timeout=PATIENCE)
