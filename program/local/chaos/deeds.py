"""What people, staff and the clock do to a roundtable, chosen by chance; each deed in a transaction of its own."""

from collections.abc import Callable
from random import Random

from program import clock
from roundtables.models import Person, Registration, Roundtable
from roundtables.refusals import Refused
from roundtables.schedule import actions
from roundtables.seating import offers, passing_on, seats
from roundtables.tasks import tend

State = Registration.State

type Deed = Callable[[Roundtable, list[Person], Random], object]


def register(table: Roundtable, people: list[Person], chance: Random) -> object:
    return seats.register(table, chance.choice(people), now=clock.now())


def cancel(table: Roundtable, people: list[Person], chance: Random) -> object:
    return seats.cancel(one_of(table, chance, State.SEAT, State.OFFERED, State.WAITING), now=clock.now())


def accept(table: Roundtable, people: list[Person], chance: Random) -> None:
    offers.accept(one_of(table, chance, State.OFFERED), now=clock.now())


def decline(table: Roundtable, people: list[Person], chance: Random) -> object:
    return offers.decline(one_of(table, chance, State.OFFERED), now=clock.now())


def pass_on(table: Roundtable, people: list[Person], chance: Random) -> object:
    return passing_on.pass_on(one_of(table, chance, State.SEAT), chance.choice(people), now=clock.now())


def change_capacity(table: Roundtable, people: list[Person], chance: Random) -> None:
    locked = seats.lock(table.pk)
    locked.capacity = max(locked.seats_taken, chance.randint(5, 30), 1)
    actions.save_changed(locked, now=clock.now())


def let_offer_run_out(table: Roundtable, people: list[Person], chance: Random) -> object:
    """As if its hours had passed; then comes the task that the beat sends. The roundtable's row is held first."""
    offered = one_of(table, chance, State.OFFERED)
    seats.lock(table.pk)
    Registration.objects.filter(pk=offered.pk, state=State.OFFERED).update(offer_until=clock.now())
    return tend.run(table.pk)


DEEDS: dict[Deed, int] = {
    register: 8,
    cancel: 3,
    accept: 3,
    decline: 1,
    pass_on: 1,
    change_capacity: 1,
    let_offer_run_out: 1,
}
"""Each with how often it is chosen."""


class NobodyThere(Refused):
    """Nobody is in the state that the deed needs."""


def one_of(table: Roundtable, chance: Random, *states: str) -> Registration:
    """As somebody sees it who opened the page a moment ago: it may have changed by the time they act."""
    rows = list(Registration.objects.filter(roundtable=table, state__in=states).with_people())
    if not rows:
        raise NobodyThere
    return chance.choice(rows)


def choose(chance: Random) -> Deed:
    return chance.choices(list(DEEDS), list(DEEDS.values()))[0]
