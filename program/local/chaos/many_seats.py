"""Two scenarios that need nothing but PostgreSQL: a hundred seats, and a minute of everything at once."""

from argparse import Namespace
from collections.abc import Iterable, Sequence
from statistics import median
from typing import Any

from program.local.chaos.figures import Figure, at_most, exactly, told
from program.local.chaos.house import House, inside
from program.local.progress import say

P99_LIMIT = 1.0  # seconds


def hundred_seats(house: House, sizes: Namespace) -> Sequence[Figure]:
    runs = inside(house, "hundred_seats", sizes.runs, sizes.people, sizes.seats, sizes.threads)["runs"]
    half, nearly_all = middle(runs, "p50") * 1000, middle(runs, "p99") * 1000
    exact, in_order = (sum(run[name] for run in runs) for name in ("is_exact", "is_in_order"))
    return [
        exactly(f"runs with exactly {sizes.seats} seats for {sizes.people:,} people", exact, sizes.runs),
        exactly("runs with first in, first out", in_order, sizes.runs),
        at_most("p99 of registering, slowest run", max(run["p99"] for run in runs), P99_LIMIT, " s"),
        told("p50 and p99 of registering, medians of the runs", f"{half:.0f} / {nearly_all:.0f} ms"),
        told("people who asked later and stand before one, at most", max(run["overtaken"] for run in runs)),
        told("registrations a second", f"{middle(runs, 'rate'):.0f}"),
    ]


def middle(runs: Iterable[dict[str, Any]], name: str) -> float:
    return median(float(run[name]) for run in runs)


def sixty_seconds(house: House, sizes: Namespace) -> Sequence[Figure]:
    found = inside(house, "sixty_seconds", sizes.seconds, sizes.doers, sizes.seed)
    for what in ("during", "after", "wrong"):
        for rule, rows in found[what].items():
            say(f"  {what}: {rule}: {rows}")
    return [
        exactly(f"rules broken in {found['looks']} looks meanwhile", len(found["during"]), 0),
        exactly("rules broken at rest", len(found["after"]), 0),
        exactly("things that went wrong in another way", sum(found["wrong"].values()), 0),
        *(told(f"times: {name.replace('_', ' ')}", count) for name, count in sorted(found["done"].items())),
    ]
