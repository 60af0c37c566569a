"""Each attack on program A from inside program B is refused or gets nothing."""

import pytest
from django.db import Error, connection, transaction

from program.tenancy.scope import ForeignProgram, program_scope
from tests.cast import Cast
from tests.isolation.attacks import ATTACKS, Attack
from tests.isolation.canaries import Canaries

REFUSALS = (Error, ForeignProgram)


def loot(attack: Attack, target: Canaries, attacker_id: int) -> object:
    """What the attack got; a foreign key is checked at once instead of at commit."""
    try:
        with program_scope(attacker_id), transaction.atomic():
            got = attack(target)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            return got
    except REFUSALS:
        return None


@pytest.mark.parametrize("name", ATTACKS)
def test_attack_gets_nothing(name: str, cast: Cast, in_a: Canaries) -> None:
    got = loot(ATTACKS[name], in_a, cast.b.pk)
    # TRUNCATE is granted in tests so that they can clean up; production refuses it (test below).
    if not name.startswith("truncate"):
        assert not got or got == 0, f"{name}: {got!r}"


def test_enough_attacks_are_tried() -> None:
    assert len(ATTACKS) >= 70


def test_web_may_not_truncate_in_production() -> None:
    from program.tenancy.grants import GRANTS

    assert "TRUNCATE" not in GRANTS
    assert "REVOKE ALL" in GRANTS


@pytest.mark.parametrize("name", ["read members_venture", "raw", "union", "merge over theirs"])
def test_attack_succeeds_once_the_wall_is_gone(
    name: str, no_wall_around_ventures: None, cast: Cast, in_a: Canaries
) -> None:
    """The negative control: these tests can fail."""
    assert loot(ATTACKS[name], in_a, cast.b.pk)
