"""Reminders are sent while workers are killed, the broker is flushed and stopped, and PostgreSQL is restarted."""

import signal
import time
from argparse import Namespace
from collections.abc import Callable, Sequence
from random import Random

from redis import Redis

from program.local.chaos import post
from program.local.chaos.figures import Figure, at_most, exactly, told
from program.local.chaos.house import Crew, House, crew, inside
from program.local.chaos.post import Post, post_office
from program.local.progress import StepError, say

BEATS = 2
PAUSE = 0.05  # seconds until the mail server says yes
LAST_MOMENT = 0.9  # of all mails; what happens later happens to nothing
AWAY = 2.0  # seconds without a broker
GIVE_UP = 900.0  # seconds
SAME_ONE = 2
"""Each blow may cost a reminder one extra copy, and two may hit the same one; more would be a defect."""

type Blow = tuple[str, Callable[[], None]]


def outages(house: House, sizes: Namespace) -> Sequence[Figure]:
    people, pace = sizes.copies_of, {"MAIL_LEASE_SECONDS": str(sizes.lease), "MAIL_SWEEP_SECONDS": str(sizes.sweep)}
    with (
        post_office(house, pause=PAUSE) as office,
        crew(house, workers=sizes.workers, beats=BEATS, **pace) as staff,
    ):
        planted = inside(house, "plant", "reminders", "chaos", 1, people, 1, 5 + people // 250)
        chance = Random(sizes.seed)  # noqa: S311
        falling = moments(blows(house, staff, sizes, chance), people, chance)
        struck = send_through(house, planted["program_id"], office, staff, falling)
    copies, wanted = office.copies(), post.wanted(house, planted["program_id"])
    extra = [count - 1 for count in copies.values()]
    return [
        exactly("reminders in the outbox, all sent", post.states(house, planted["program_id"]), {"sent": people}),
        exactly("blows while reminders were still to be sent", struck, len(falling)),
        exactly("missing", len(wanted - copies.keys()), 0),
        at_most("extra copies of one reminder", max(extra), SAME_ONE),
        at_most("extra copies in all", sum(extra), allowed(sizes)),
        told("of all reminders", f"{sum(extra) / people:.2%}"),
        told("seconds from due to the last sent", f"{office.last() - planted['first_due']:.0f} s"),
        told("processes that ended by themselves", len(staff.fallen)),
    ]


def allowed(sizes: Namespace) -> int:
    """2 %; in a small trial one for each sender that a blow may interrupt between the server's yes and the mark."""
    small_trial = min(int(sizes.kills) + int(sizes.workers) * int(sizes.restarts), int(sizes.copies_of))
    return max(int(sizes.copies_of) // 50, small_trial)


def blows(house: House, staff: Crew, sizes: Namespace, chance: Random) -> list[Blow]:
    services = house.services
    valkey, postgres = services.valkey, services.postgres
    assert valkey
    assert postgres

    def kill() -> None:
        staff.kill(f"worker{chance.randrange(sizes.workers)}")

    def flush() -> None:
        with Redis.from_url(house.env["REDIS_URL"]) as broker:
            broker.flushall()

    ways_down = [signal.SIGTERM, signal.SIGKILL]
    restarts = [signal.SIGINT, signal.SIGQUIT]  # PostgreSQL's fast shutdown, and the one that needs recovery.
    return [
        *[("kill -9 of a worker", kill)] * sizes.kills,
        *[("broker flushed", flush)] * sizes.flushes,
        *(
            ("broker stopped", lambda by=ways_down[n % 2]: services.interrupt(valkey, by, away=AWAY))
            for n in range(sizes.stops)
        ),
        *(
            ("PostgreSQL restarted", lambda by=restarts[n % 2]: services.interrupt(postgres, by))
            for n in range(sizes.restarts)
        ),
    ]


def moments(falling: list[Blow], people: int, chance: Random) -> list[tuple[int, Blow]]:
    """Each falls when that many mails have arrived: in the middle of the work, however fast the machine is."""
    chance.shuffle(falling)
    return sorted(((chance.randint(1, int(people * LAST_MOMENT)), blow) for blow in falling), key=lambda one: one[0])


def send_through(house: House, program_id: int, office: Post, staff: Crew, falling: list[tuple[int, Blow]]) -> int:
    """How many blows fell while something was still to be sent."""
    waiting, struck, began = list(falling), 0, time.monotonic()
    while True:
        arrived = len(office.lines())
        left = post.still_open(house, program_id)
        if left == 0 and not waiting:
            return struck
        if waiting and (arrived >= waiting[0][0] or left == 0):
            _, (name, strike) = waiting.pop(0)
            struck += left != 0
            say(f"  {time.monotonic() - began:.0f} s, {arrived:,} mails arrived: {name}")
            strike()
        staff.look_after()
        if time.monotonic() > began + GIVE_UP:
            raise StepError(f"Not all was sent within {GIVE_UP:.0f} s.\n{staff.said()}")
        time.sleep(0.05)
