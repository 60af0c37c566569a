"""One change of an account: all of it happens or nothing, and events tell of what happened, in order."""

import copy
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from program.local.stripe.errors import no_such
from program.local.stripe.objects import API_VERSION, Object, kind_of, new_id
from program.local.stripe.present import present
from program.local.stripe.store import Account


class Unit:
    def __init__(self, account: Account, now: int, base_url: str, request: Object | None = None) -> None:
        self.account = account
        self.now = now
        self.base_url = base_url
        self.request = request or {"id": None, "idempotency_key": None}
        self.changed: dict[tuple[str, str], Object] = {}
        self.gone: list[Object] = []
        self.events: list[Object] = []
        self._undo: list[Callable[[], None]] = []

    # --- Reading
    def get(self, kind: str, object_id: str, param: str, *, status: int = 400) -> Object:
        found = self.account.find(kind, object_id)
        if found is None or found.get("_deleted"):
            raise no_such(kind, object_id, param, status)
        return found

    def known(self, object_id: str) -> Object:
        """An object that must be there, since another names it."""
        return self.get(kind_of(object_id) or "coupon", object_id, "id")

    # --- Changing
    def new(self, kind: str, **fields: Any) -> Object:
        one: Object = {"id": fields.pop("id", None) or new_id(kind), "object": kind}
        one |= {"created": self.now, "livemode": False, **fields}
        self.account.put(one)
        self._undo.append(lambda: self.account.take(one))
        self._touch(one)
        return one

    @contextmanager
    def changing(self, one: Object, event: str | None = None) -> Iterator[Object]:
        """What the block changes is told as `previous_attributes`; without a change there is no event."""
        before = copy.deepcopy(one)
        self._undo.append(lambda: _restore(one, before))
        yield one
        if one == before:
            return
        self._touch(one)
        if event:
            self.emit(event, one, previous=before)

    def remove(self, one: Object) -> None:
        self.account.take(one)
        self.gone.append(one)
        self._undo.append(lambda: self.account.put(one))

    def emit(self, kind: str, one: Object, *, previous: Object | None = None) -> None:
        shown = present(self.account, one)
        data: Object = {"object": shown}
        if previous is not None:
            data["previous_attributes"] = difference(present(self.account, previous), shown)
        self.events.append(
            self.new(
                "event",
                api_version=API_VERSION,
                pending_webhooks=0,
                request=dict(self.request),
                type=kind,
                _data=json.dumps(data),
                _about=one.get("id"),
                _pending=[],
            )
        )

    def _touch(self, one: Object) -> None:
        self.changed[one["object"], one["id"]] = one
        self.account.agenda.note(one)

    # --- Time
    def follow(self, one: Object) -> None:
        """From here on it is as late as on the test clock of the customer."""
        clock = one.get("test_clock")
        if clock and (found := self.account.find("test_helpers.test_clock", clock)):
            self.now = found["frozen_time"]

    @contextmanager
    def pretending(self) -> Iterator[None]:
        """Nothing of what the block does stays: that is how a future invoice is seen."""
        mark, now = len(self._undo), self.now
        kept = (dict(self.changed), list(self.gone), list(self.events))
        try:
            yield
        finally:
            while len(self._undo) > mark:
                self._undo.pop()()
            self.changed, self.gone, self.events = kept
            self.now = now

    # --- Ending
    def undo(self) -> None:
        while self._undo:
            self._undo.pop()()
        self.changed.clear()
        self.gone.clear()
        self.events.clear()


def _restore(one: Object, before: Object) -> None:
    one.clear()
    one.update(before)


def difference(before: Object, after: Object) -> Object:
    """What changed, as it was before: inner mappings only with the keys that changed, lists whole."""
    found: Object = {}
    for name in before.keys() | after.keys():
        was, now = before.get(name), after.get(name)
        if was == now:
            continue
        inner = isinstance(was, dict) and isinstance(now, dict) and was.get("object") != "list"
        found[name] = difference(was, now) if inner and was and now else was
    return found
