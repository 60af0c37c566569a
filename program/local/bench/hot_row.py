"""Seats on one hot row: everybody wants the same roundtable at the same moment."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from program.local import ROOT
from program.local.progress import StepError

PROCESSES, THREADS = 4, 8
PEOPLE = 24_000
"""For each second of a way's turn: more than take a seat in it, so that nobody runs out."""
FUNCTION, ACTION, IN_TURN = "function", "action", "in turn"
NAMES = {
    FUNCTION: "take_seat() by the driver alone",
    ACTION: "the whole of registering",
    IN_TURN: "lock, insert, update in turn",
}


@dataclass
class Taken:
    """Seats a second, one figure a round."""

    rates: dict[str, list[float]] = field(default_factory=lambda: {way: [] for way in NAMES})

    def rate(self, way: str) -> float:
        return median(self.rates[way])

    def ratio(self, way: str, beside: str) -> float:
        """The median, over the rounds, of one by the other in the same round."""
        return median(one / other for one, other in zip(self.rates[way], self.rates[beside], strict=True))


class Takers:
    """A process that waits for what to do."""

    def __init__(self, env: Mapping[str, str]) -> None:
        command = [sys.executable, "-m", "program.local.bench.takers"]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, env=env, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)

    def ask(self, what: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()

    def answer(self) -> Any:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise StepError("Those who take seats have ended; what they said stands above.")
        return json.loads(line)


@contextmanager
def takers(env: Mapping[str, str]) -> Iterator[Takers]:
    found = Takers(env)
    try:
        yield found
    finally:
        assert found.process.stdin is not None
        found.process.stdin.close()
        found.process.wait()


def measure(env: Mapping[str, str], seconds: float, rounds: int, *, tell: Callable[[int], None]) -> Taken:
    """Each way has its turn in every round, on a roundtable of its own."""
    taken = Taken()
    with ExitStack() as running:
        crowd = [running.enter_context(takers(env)) for _ in range(PROCESSES)]
        people = int(PEOPLE * seconds)
        crowd[0].ask({"plant": {"people": people, "tables": len(NAMES) * (rounds + 1)}})
        planted = crowd[0].answer()
        for number in range(rounds + 1):  # The first warms up.
            tell(number)
            for way, rates in taken.rates.items():
                rates.append(take(crowd, way, planted, planted["tables"].pop(), seconds if number else seconds / 2))
    for rates in taken.rates.values():
        del rates[0]
    return taken


def take(crowd: list[Takers], way: str, planted: dict[str, Any], table: int, seconds: float) -> float:
    every, guests = PROCESSES * THREADS, planted["guests"]
    for place, process in enumerate(crowd):
        shares = [guests[place * THREADS + thread :: every] for thread in range(THREADS)]
        what = {"seconds": seconds, "way": way, "program_id": planted["program_id"], "table_id": table}
        process.ask({"take": {**what, "shares": shares}})
    return sum(float(process.answer()) for process in crowd)


def table(taken: Taken) -> Iterator[str]:
    yield f"{f'Seats on one hot row, {PROCESSES * THREADS} connections':<42}{'seats/s':>9}{'beside in turn':>16}"
    for way, name in NAMES.items():
        yield f"  {name:<40}{taken.rate(way):>9.0f}{taken.ratio(way, IN_TURN):>16.2f}"
    yield ""
    hundred = 100 / taken.rate(ACTION)
    times = taken.ratio(FUNCTION, IN_TURN)
    yield f"One round trip under the lock gives {times:.1f} times the seats of three in turn. With confirmation and"
    yield f"reminders written in the same transaction, a hundred seats of one roundtable are taken in {hundred:.1f} s."
