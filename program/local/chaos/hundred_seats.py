"""A thousand people, a hundred seats, fifty threads: who asks first has a seat, and there are no more than that.

python -m program.local.chaos.hundred_seats RUNS PEOPLE SEATS THREADS
"""

import json
import sys
from typing import Any

import django
from django.conf import settings

from program.local.chaos.figures import percentile


def main(runs: int, people: int, seats: int, threads: int) -> None:
    django.setup()
    assert not settings.DEBUG  # It would keep every statement in memory.
    found = [run(number, people, seats, threads) for number in range(1, runs + 1)]
    print(json.dumps({"runs": found}))


def run(number: int, people: int, places: int, threads: int) -> dict[str, Any]:
    from program import clock
    from program.local.chaos import stage
    from program.local.chaos.crowd import all_at_once, is_first_in_first_out, most_overtaken
    from program.tenancy.scope import program_scope
    from roundtables.models import Person, Registration, Roundtable
    from roundtables.seating import seats

    program = stage.make_program(f"hundred-{number}")
    table = stage.make_table(program, 100, capacity=places)

    def register(person: Person) -> Registration:
        return seats.register(table, person, now=clock.now())

    attempts = all_at_once(register, stage.make_people(program, people), threads=threads, program=program)
    took = [attempt.answered - attempt.asked for attempt in attempts]
    with program_scope(program.pk):
        rows = Registration.objects.filter(roundtable=table)
        counted = (Roundtable.objects.get(pk=table.pk).seats_taken, rows.seated().count(), rows.waiting().count())
    p50, p99 = percentile(took, 50), percentile(took, 99)
    lasted = max(attempt.answered for attempt in attempts) - min(attempt.asked for attempt in attempts)
    print(f"  run {number}: {counted[1]} seats, p50 {p50 * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms", flush=True)
    return {
        "is_exact": counted == (places, places, people - places),
        "is_in_order": is_first_in_first_out(attempts),
        "overtaken": most_overtaken(attempts),
        "p50": p50,
        "p99": p99,
        "rate": people / lasted,
    }


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
