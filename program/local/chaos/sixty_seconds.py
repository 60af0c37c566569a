"""A minute of everything at once; the rules are looked at all the while, and when it is quiet again.

python -m program.local.chaos.sixty_seconds SECONDS THREADS SEED
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from random import Random
from typing import Any

import django

PEOPLE = 80


def main(seconds: int, threads: int, seed: int) -> None:
    django.setup()
    from program.local.chaos import stage

    program = stage.make_program("sixty")
    kinds: list[dict[str, Any]] = [{"offer_hours": 24}, {"offer_hours": 0}]
    tables = [stage.make_table(program, 100 + n, capacity=10, **kind) for n, kind in enumerate(kinds)]
    people, end = stage.make_people(program, PEOPLE), time.monotonic() + seconds

    def act(number: int) -> Counter[str]:
        return keep_doing(program.pk, tables, people, Random(seed * 1000 + number), end)  # noqa: S311

    with ThreadPoolExecutor(threads + 1) as pool:
        doers = [pool.submit(act, number) for number in range(threads)]
        watcher = pool.submit(keep_looking, program.pk, end)
        done: Counter[str] = sum((doer.result() for doer in doers), Counter())
        looks, during = watcher.result()
    after = look(program.pk)
    wrong = {name.removeprefix("! "): count for name, count in done.items() if name.startswith("! ")}
    done_well = {name: count for name, count in done.items() if not name.startswith("! ")}
    print(json.dumps({"done": done_well, "wrong": wrong, "looks": looks, "during": during, "after": after}))


def keep_doing(program_id: int, tables: list[Any], people: list[Any], chance: Random, end: float) -> Counter[str]:
    from django.db import connection

    from program.local.chaos.deeds import choose

    done: Counter[str] = Counter()
    try:
        while time.monotonic() < end:
            deed, table = choose(chance), chance.choice(tables)
            done[result_of(program_id, partial(deed, table, people, chance), deed.__name__)] += 1
    finally:
        connection.close()
    return done


def result_of(program_id: int, deed: Callable[[], object], name: str) -> str:
    """Its name when it was done; what people may be told counts as told, and anything else as wrong."""
    from program.tenancy.scope import program_scope
    from roundtables.refusals import Refused, SeatsBusy

    try:
        with program_scope(program_id):
            deed()
    except Refused:
        return "refused"
    except SeatsBusy:
        return "asked to try again"
    except Exception as error:
        return f"! {name}: {error!r}"[:300]
    return name


def keep_looking(program_id: int, end: float) -> tuple[int, dict[str, str]]:
    from django.db import connection

    looks = 0
    found: dict[str, str] = {}
    shown = time.monotonic()
    try:
        while time.monotonic() < end:
            found |= look(program_id)
            looks += 1
            if time.monotonic() > shown + 10:
                shown = time.monotonic()
                print(f"  {end - shown:.0f} s to go, {looks} looks, {len(found)} rules broken", flush=True)
            time.sleep(0.1)
    finally:
        connection.close()
    return looks, found


def look(program_id: int) -> dict[str, str]:
    from program.local.chaos.invariants import breaches
    from program.tenancy.scope import program_scope

    with program_scope(program_id):
        return breaches()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
