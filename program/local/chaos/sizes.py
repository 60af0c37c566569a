"""How much of everything; the defaults are what is promised."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable

SIZES = {
    "runs": (20, "of a hundred seats"),
    "people": (1000, "who want one of those seats, in each run"),
    "seats": (100, "there are in each run"),
    "threads": (50, "on which they ask at once"),
    "seconds": (60, "of registering, cancelling and changing"),
    "doers": (30, "threads that do so"),
    "reminders": (10_000, "due within one minute"),
    "minute": (60, "seconds within which they fall due"),
    "rest": (15, "seconds in which pages are measured at rest"),
    "copies-of": (1500, "reminders sent while parts fail"),
    "workers": (4, "that send them"),
    "kills": (10, "of workers, by kill -9"),
    "flushes": (4, "of the broker"),
    "stops": (3, "of the broker"),
    "restarts": (2, "of PostgreSQL"),
    "lease": (20, "seconds until what a dead worker had in hand is due again"),
    "sweep": (15, "seconds between two looks of a beat for what is due"),
    "members": (150, "who register while the broker says nothing, and as many while it is stopped"),
    "forged": (1000, "webhooks that are not Stripe's"),
    "webhooks": (500, "that are timed while pages are read"),
    "streams": (1000, "of events that are shuffled, told twice, or lost"),
    "crashes": (100, "between Stripe's answer and our commit"),
    "pairs": (1000, "of payments at the same moment"),
    "seed": (102, "of every chance"),
}


def asked(arguments: list[str], scenarios: Iterable[str]) -> Namespace:
    parser = ArgumentParser(prog="make chaos", description=__doc__)
    parser.add_argument("--only", action="append", choices=list(scenarios), help="one scenario; may be repeated")
    for name, (default, what) in SIZES.items():
        parser.add_argument(f"--{name}", type=int, default=default, help=f"{what} ({default:,})")
    return parser.parse_args(arguments)
