"""Many people at once: real threads, each with its own connection, on committed rows."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from time import perf_counter
from typing import Any

from django.db import connection

from program.models import Program
from program.tenancy.scope import program_scope
from roundtables.refusals import SeatsBusy


@dataclass(frozen=True)
class Attempt:
    """What one of them got, and when they asked and were answered."""

    result: Any
    asked: float
    answered: float


def all_at_once[T](act: Callable[[T], Any], those: Sequence[T], *, threads: int, program: Program) -> list[Attempt]:
    """Each of `those` in a transaction of its own; the threads start together."""
    barrier = Barrier(threads)

    def work(mine: Sequence[T]) -> list[Attempt]:
        try:
            connection.ensure_connection()
            barrier.wait()
            return [attempt(one) for one in mine]
        finally:
            connection.close()

    def attempt(one: T) -> Attempt:
        asked = perf_counter()
        while True:
            try:
                with program_scope(program.pk):
                    result = act(one)
                return Attempt(result, asked, perf_counter())
            except SeatsBusy:  # On a slow machine; a person asks again, too, and their wait goes on.
                continue

    with ThreadPoolExecutor(threads) as pool:
        shares = pool.map(work, [those[i::threads] for i in range(threads)])
        return [attempt for share in shares for attempt in share]


def most_overtaken(attempts: list[Attempt]) -> int:
    """By how many people who asked later somebody was overtaken, at most; a few are, between asking and the queue."""
    asked = [attempt.asked for attempt in sorted(attempts, key=lambda attempt: attempt.result.pk)]
    return max(sum(earlier > own for earlier in asked[:place]) for place, own in enumerate(asked))


def is_first_in_first_out(attempts: list[Attempt]) -> bool:
    """Seats before waiting list; and nobody who asked after another's answer stands before them."""
    queue = sorted(attempts, key=lambda attempt: attempt.result.pk)
    seated = [attempt.result.has_seat for attempt in queue]
    earliest_answer_behind = float("inf")
    for attempt in reversed(queue):
        if earliest_answer_behind < attempt.asked:
            return False
        earliest_answer_behind = min(earliest_answer_behind, attempt.answered)
    return seated == sorted(seated, reverse=True)
