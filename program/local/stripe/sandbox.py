"""The whole of it: accounts, clock, chaos, webhooks."""

import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from program.local.stripe.agenda import REAL
from program.local.stripe.chaos import Chaos
from program.local.stripe.delivery import Courier
from program.local.stripe.endpoints import tell, wanting
from program.local.stripe.errors import StripeError
from program.local.stripe.idempotency import Keys, prune
from program.local.stripe.objects import Object
from program.local.stripe.store import Account, Store
from program.local.stripe.unit import Unit

OWN = "_sandbox"  # the account that keeps what belongs to no key
TICK = 1.0  # seconds


class Sandbox:
    """`webhooks` are addresses that every account tells its events to, signed with `webhook_secret`."""

    def __init__(
        self, *, base_url: str, state: Path | None = None, webhooks: list[str] | None = None, webhook_secret: str = ""
    ) -> None:
        self.base_url = base_url
        self.webhooks = webhooks or []
        self.webhook_secret = webhook_secret
        self.chaos = Chaos()
        self.keys = Keys()
        self.store = Store(state)
        self.store.born = self._welcome
        self.courier = Courier(self)
        self.ended = threading.Event()

    # --- Changing
    @contextmanager
    def change(self, account: Account, request: Object | None = None) -> Iterator[Unit]:
        with self.store.lock:
            unit = Unit(account, self.now(), self.base_url, request)
            try:
                yield unit
            except BaseException:
                unit.undo()
                raise
            self._commit(unit)

    @contextmanager
    def changing(self, account: Account) -> Iterator[Unit]:
        """The same for pages: an error that keeps what happened, such as a declined card, goes on after it is kept."""
        kept: StripeError | None = None
        with self.change(account) as unit:
            try:
                yield unit
            except StripeError as error:
                if not error.keep:
                    raise
                kept = error
        if kept:
            raise kept

    def _commit(self, unit: Unit) -> None:
        letters = []
        for event in unit.events:
            endpoints = wanting(unit.account, event["type"])
            event["_pending"] = [endpoint["id"] for endpoint in endpoints]
            event["pending_webhooks"] = len(endpoints)
            letters += [(event, endpoint) for endpoint in endpoints]
        self.store.write(unit.account, list(unit.changed.values()), unit.gone)
        self.courier.take(unit.account, letters)

    def _welcome(self, account: Account) -> None:
        if account.key == OWN:
            return
        with self.change(account) as unit:
            tell(unit, self.webhooks, self.webhook_secret)

    # --- Time
    def now(self) -> int:
        return int(time.time()) + self.offset

    @property
    def offset(self) -> int:
        kept = self.store.accounts.get(OWN)
        clock = kept.find("_clock", "clock") if kept else None
        return int(clock["offset"]) if clock else 0

    def advance(self, seconds: int) -> int:
        """Moves the clock of everybody without a test clock; returns what time it is now."""
        with self.store.lock:
            own, offset = self.store.account(OWN), self.offset + seconds
            with self.change(own) as unit:
                unit.new("_clock", id="clock", offset=offset)
            self.catch_up()
            return self.now()

    def catch_up(self) -> None:
        with self.store.lock:
            now = self.now()
            for account in list(self.store.accounts.values()):
                when = account.agenda.next(REAL)
                if when is not None and when <= now:
                    with self.change(account) as unit:
                        account.agenda.run(unit, REAL, now)

    # --- Life
    def start(self) -> None:
        for account in list(self.store.accounts.values()):
            with self.change(account) as unit:
                prune(unit, int(time.time()))
            self._welcome(account)
        self.courier.start()
        self.courier.resume()
        threading.Thread(target=self._tick, name="stripe-clock", daemon=True).start()

    def _tick(self) -> None:
        while not self.ended.wait(TICK):
            try:
                self.catch_up()
            except Exception:  # One account's trouble does not stop the clock of the others.
                traceback.print_exc()

    def reset(self, key: str) -> None:
        with self.store.lock:
            self.store.forget(key)

    def close(self) -> None:
        self.ended.set()
        self.courier.close()
        with self.store.lock:
            self.store.close()
