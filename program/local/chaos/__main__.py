"""make chaos: one scenario after the other, a table at the end, and 1 when a promise is broken."""

import os
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Sequence

from program.local import ROOT
from program.local.chaos import post
from program.local.chaos.figures import Figure, Outcome, table
from program.local.chaos.house import House, house
from program.local.chaos.many_seats import hundred_seats, sixty_seconds
from program.local.chaos.outages import outages
from program.local.chaos.payments import scenarios as payments
from program.local.chaos.silent_broker import silent_broker
from program.local.chaos.sizes import asked
from program.local.chaos.ten_thousand import ten_thousand
from program.local.progress import BOLD, RED, StepError, painted

type Scenario = Callable[[House, Namespace], Sequence[Figure]]

SCENARIOS: dict[str, tuple[str, Scenario]] = {
    "seats": ("A hundred seats", hundred_seats),
    "sixty": ("Sixty seconds", sixty_seconds),
    "reminders": ("Ten thousand reminders", ten_thousand),
    "chaos": ("Chaos", outages),
    "broker": ("A silent broker", silent_broker),
    **payments.SCENARIOS,
}


def main(arguments: list[str]) -> int:
    sizes = asked(arguments, SCENARIOS)
    outcomes: list[Outcome] = []
    try:
        with house() as found:
            for name in sizes.only or SCENARIOS:
                outcomes.append(played(*SCENARIOS[name], found, sizes))
    except KeyboardInterrupt:
        return 130
    except StepError as reason:
        tell(outcomes)
        print(painted(f"\n{reason}", RED), file=sys.stderr)
        return 1
    broken = tell(outcomes)
    print(f"\n{painted(f'{broken} promises broken.', RED) if broken else 'Every promise was kept.'}")
    return 1 if broken else 0


def tell(outcomes: Sequence[Outcome]) -> int:
    """How many promises were broken."""
    print("\n".join(table(outcomes)), flush=True)
    return sum(len(outcome.broken) for outcome in outcomes)


def played(title: str, scenario: Scenario, found: House, sizes: Namespace) -> Outcome:
    print(f"\n{painted(title, BOLD)}", flush=True)
    post.forget_all(found)
    began = time.monotonic()
    figures = scenario(found, sizes)
    return Outcome(title, time.monotonic() - began, os.getloadavg()[0], figures)


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main(sys.argv[1:]))
