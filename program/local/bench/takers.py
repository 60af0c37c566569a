"""One process of people who take seats, as fast as they can; the bench starts several and tells them when.

Reads a line of JSON for each thing to do and prints one line of JSON when it is done.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from threading import Barrier
from time import perf_counter
from typing import Any

import django
import psycopg2

BY_FUNCTION = "SELECT (registration).*, is_new FROM take_seat(%s, NULL, %s, %s, %s)"
LOCK = "SELECT seats_taken < capacity FROM roundtables_roundtable WHERE id = %s FOR NO KEY UPDATE"
INSERT = """
INSERT INTO roundtables_registration (program_id, roundtable_id, guest_id, token, state, reason, queued_at, seated_at)
VALUES (%s, %s, %s, %s, %s, '', %s, %s) RETURNING id
"""
UPDATE = "UPDATE roundtables_roundtable SET seats_taken = seats_taken + 1 WHERE id = %s"

type Take = Callable[[int], None]
"""One seat for the guest with this number."""


@contextmanager
def connected(program_id: int) -> Iterator[Any]:
    """A connection as the web's role, bound to the program for good."""
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.program_id', %s, false)", [str(program_id)])
        yield connection
    finally:
        connection.close()


@contextmanager
def by_function(program_id: int, table_id: int) -> Iterator[Take]:
    """Our database function through the driver alone: one round trip, and the lock lives as long."""
    with connected(program_id) as connection, connection.cursor() as cursor:

        def take(guest: int) -> None:
            cursor.execute(BY_FUNCTION, [table_id, guest, f"{table_id}-{guest}", now()])
            assert cursor.fetchone()

        yield take


@contextmanager
def in_turn(program_id: int, table_id: int) -> Iterator[Take]:
    """As one writes it first: lock the row, insert, update, each a round trip with the row locked."""
    with connected(program_id) as connection, connection.cursor() as cursor:
        connection.autocommit = False

        def take(guest: int) -> None:
            cursor.execute(LOCK, [table_id])
            state, at = ("seat" if cursor.fetchone()[0] else "waiting"), now()
            cursor.execute(INSERT, [program_id, table_id, guest, f"{table_id}-{guest}", state, at, at])
            cursor.execute(UPDATE, [table_id])
            connection.commit()

        yield take


@contextmanager
def by_action(program_id: int, table_id: int) -> Iterator[Take]:
    """What a click on the page does: the seat with its confirmation and reminders, in one transaction."""
    from django.db import connection

    from program.tenancy.scope import program_scope
    from roundtables.models import Guest, Roundtable
    from roundtables.seating import seats

    with program_scope(program_id):
        table = Roundtable.objects.select_related("series").get(pk=table_id)

    def take(guest: int) -> None:
        person = Guest(id=guest, program_id=program_id, email=f"guest{guest}@example.org", name=f"Guest {guest}")
        with program_scope(program_id):
            seats.register(table, person, now=now())

    try:
        yield take
    finally:
        connection.close()


def now() -> datetime:
    from program import clock

    return clock.now()


WAYS = {"function": by_function, "action": by_action, "in turn": in_turn}


def take_for(seconds: float, way: str, program_id: int, table_id: int, shares: list[list[int]]) -> float:
    """Seats a second, of all threads together, each with its own share of the guests."""
    together = Barrier(len(shares))

    def work(guests: list[int]) -> float:
        with WAYS[way](program_id, table_id) as take:
            together.wait()
            began, taken = perf_counter(), 0
            for guest in guests:
                if perf_counter() > began + seconds:
                    break
                take(guest)
                taken += 1
            return taken / (perf_counter() - began)

    with ThreadPoolExecutor(len(shares)) as pool:
        return sum(pool.map(work, shares))


def plant(people: int, tables: int) -> dict[str, Any]:
    """A program with that many guests, and roundtables that never fill up."""
    from datetime import timedelta

    from program.models import Program
    from program.tenancy.scope import platform_scope, program_scope
    from roundtables.models import Guest, Roundtable

    with platform_scope():
        program = Program.objects.create(slug="hot-row", name="Hot row", is_demo=True)
    times = {"starts_at": now() + timedelta(days=10), "ends_at": now() + timedelta(days=10, hours=1)}
    with program_scope(program.pk):
        guests = [Guest(email=f"guest{n}@example.org", name=f"Guest {n}") for n in range(people)]
        rows = [
            Roundtable(number=n + 1, title="Pricing out loud", time_zone="UTC", capacity=10**6, **times)
            for n in range(tables)
        ]
        Guest.objects.bulk_create(guests, batch_size=2000)
        Roundtable.objects.bulk_create(rows)
    return {"program_id": program.pk, "guests": [g.pk for g in guests], "tables": [row.pk for row in rows]}


def main() -> None:
    django.setup()
    for line in sys.stdin:
        asked = json.loads(line)
        answer: Any = plant(**asked["plant"]) if "plant" in asked else take_for(**asked["take"])
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
