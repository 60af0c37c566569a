"""Many people at once: real threads, each with its own connection, on committed rows."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from time import perf_counter
from typing import Any

from django.db import connection

from members.models import Membership, User
from program.models import Program
from program.tenancy.scope import program_scope
from roundtables.refusals import SeatsBusy


@dataclass(frozen=True)
class Attempt:
    """What one of them got, and when they asked and were answered."""

    result: Any
    asked: float
    answered: float


def crowd(program: Program, count: int) -> list[Membership]:
    with program_scope(program.pk):
        users = User.objects.bulk_create(
            [User(email=f"guest{i}@example.org", name=f"Guest {i}", password="!") for i in range(count)]
        )
        return Membership.objects.bulk_create([Membership(user=user) for user in users])


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
        try:
            with program_scope(program.pk):
                result = act(one)
        except SeatsBusy:  # On a slow machine; a person asks again, too.
            return attempt(one)
        return Attempt(result, asked, perf_counter())

    with ThreadPoolExecutor(threads) as pool:
        shares = pool.map(work, [those[i::threads] for i in range(threads)])
        return [attempt for share in shares for attempt in share]
