"""Two payments at once, over and over, some of them undone: numbers follow each other without a gap.

python -m program.local.chaos.payments.receipts PAIRS SEED
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier
from typing import Any

import django

UNDONE = 0.1


class Undone(Exception):
    """Something after the receipt failed, and took its number back."""


def main(pairs: int, seed: int) -> None:
    django.setup()
    from django.db import connection

    from members.models import Receipt
    from program.local.chaos import stage
    from program.tenancy.scope import program_scope

    program = stage.make_program("receipts")
    barrier = Barrier(2)

    def till(number: int) -> int:
        chance = Random(seed * 2 + number)  # noqa: S311
        try:
            return sum(pay(program, barrier, chance) for _ in range(pairs))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        written = sum(pool.map(till, range(2)))
    with program_scope(program.pk):
        numbers = list(Receipt.objects.order_by("number").values_list("number", flat=True))
    print(json.dumps({"pairs": pairs, "written": written, "consecutive": numbers == list(range(1, written + 1))}))


def pay(program: Any, barrier: Barrier, chance: Random) -> bool:
    """Whether it stayed: one in ten is undone after its receipt was written."""
    from members.billing.books.receipts import issue_receipt
    from members.models import LedgerEntry
    from program import clock
    from program.tenancy.scope import program_scope

    barrier.wait()
    now = clock.now()
    try:
        with program_scope(program.pk):
            entry = LedgerEntry.objects.create(kind="payment", amount=99, currency="USD", happened_at=now)
            issue_receipt(entry, None, now=now)
            if chance.random() < UNDONE:
                raise Undone
    except Undone:
        return False
    return True


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
