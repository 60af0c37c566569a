"""What is due when: renewals, ends of trials, retries, expiries. Each clock has its own list."""

import heapq
import itertools
from collections.abc import Callable
from typing import Any

from program.local.stripe.objects import Object

type When = Callable[[Object], int | None]
type Then = Callable[[Any, Object], None]

DUE: dict[str, tuple[When, Then]] = {}
REAL = ""  # the clock of everybody without a test clock


def due(kind: str, when: When) -> Callable[[Then], Then]:
    """The handler gets the unit, at the moment that `when` told, and the object; it must move that moment."""

    def keep(then: Then) -> Then:
        DUE[kind] = (when, then)
        return then

    return keep


def moment(one: Object) -> int | None:
    rule = DUE.get(one["object"])
    return rule[0](one) if rule else None


class Agenda:
    """Entries are never taken out: one whose object has another moment by now is passed over."""

    def __init__(self) -> None:
        self.clocks: dict[str, list[tuple[int, int, str, str]]] = {}
        self.count = itertools.count()

    def note(self, one: Object) -> None:
        if (when := moment(one)) is not None:
            entries = self.clocks.setdefault(one.get("test_clock") or REAL, [])
            heapq.heappush(entries, (when, next(self.count), one["object"], one["id"]))

    def next(self, clock: str) -> int | None:
        entries = self.clocks.get(clock)
        return entries[0][0] if entries else None

    def run(self, unit: Any, clock: str, until: int) -> None:
        """Everything due up to then, in the order of time."""
        entries = self.clocks.get(clock, [])
        while entries and entries[0][0] <= until:
            when, _, kind, object_id = heapq.heappop(entries)
            one = unit.account.find(kind, object_id)
            if one is None or moment(one) != when:
                continue
            unit.now = when
            DUE[kind][1](unit, one)
            if moment(one) == when:
                raise RuntimeError(f"{kind} {object_id} stays due at {when}")
        unit.now = until
