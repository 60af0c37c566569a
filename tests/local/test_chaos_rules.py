"""The rules of `make chaos` can be broken: each is shown what it is there to find."""

from collections.abc import Callable
from typing import Any

import pytest

from program.local.chaos.crowd import Attempt, is_first_in_first_out
from program.local.chaos.figures import Outcome, at_most, exactly, percentile, table, told
from program.local.chaos.invariants import RULES, breaches
from program.mail.models import Message
from roundtables.models import Registration, Roundtable
from tests.cast import Cast
from tests.races.crowd import make_table

COUNTED, ONCE, FREE, ORDER, TOLD, REMINDED = RULES


@pytest.fixture
def chosen(cast: Cast, in_a: Any) -> Roundtable:
    """One seat, one place; all that is promised holds."""
    from program import clock
    from roundtables.seating import seats

    roundtable = make_table(cast.a, capacity=1)
    for person in (cast.alice, cast.bob):
        seats.register(roundtable, person, now=clock.now())
    assert breaches() == {}
    return roundtable


def miscount(roundtable: Roundtable) -> None:
    Roundtable.objects.update(seats_taken=0)


def leave_a_seat_free(roundtable: Roundtable) -> None:
    Roundtable.objects.update(capacity=2)


def jump_the_queue(roundtable: Roundtable) -> None:
    left = Registration.objects.get(state="seat")
    Registration.objects.filter(pk=left.pk).update(state="cancelled")
    Registration.objects.create(roundtable=roundtable, membership=left.membership, state="seat")


def tell_nobody(roundtable: Roundtable) -> None:
    Message.objects.filter(kind="roundtables.confirmation").update(state="cancelled")


def forget_a_reminder(roundtable: Roundtable) -> None:
    Message.objects.filter(kind="roundtables.reminder", occurrence__startswith="24h").update(state="cancelled")


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        (miscount, COUNTED),
        (leave_a_seat_free, FREE),
        (jump_the_queue, ORDER),
        (tell_nobody, TOLD),
        (forget_a_reminder, REMINDED),
    ],
)
def test_rule_finds_what_breaks_it(chosen: Roundtable, wrong: Callable[[Roundtable], None], rule: str) -> None:
    wrong(chosen)

    assert rule in breaches()


class Answer:
    def __init__(self, pk: int, has_seat: bool) -> None:
        self.pk, self.has_seat = pk, has_seat


def test_order_is_broken_by_whoever_asked_after_the_answer_of_somebody_behind() -> None:
    first, second = Answer(1, True), Answer(2, False)

    assert is_first_in_first_out([Attempt(first, 0, 2), Attempt(second, 1, 3)])
    assert not is_first_in_first_out([Attempt(first, 2, 3), Attempt(second, 0, 1)])


def test_order_is_broken_by_a_place_before_a_seat() -> None:
    assert not is_first_in_first_out([Attempt(Answer(1, False), 0, 1), Attempt(Answer(2, True), 0, 1)])


def test_table_names_what_is_kept_and_what_is_broken() -> None:
    figures = [exactly("missing", 0, 0), at_most("slowest", 1.2, 1, " s"), told("minutes", 3)]
    outcome = Outcome("A hundred seats", 12.0, 0.5, figures)

    lines = list(table([outcome]))

    assert [figure.name for figure in outcome.broken] == ["slowest"]
    assert lines[1].split() == ["missing", "0", "0", "kept"]
    assert lines[2].endswith("BROKEN")
    assert lines[3].split() == ["minutes", "3"]


def test_percentile_of_a_few_values_is_one_of_them_or_between() -> None:
    assert percentile([0.2], 99) == 0.2
    assert percentile([1, 2, 3], 50) == 2
