"""The roundtables and people of these tests; how they act all at once stands in program.local.chaos.crowd."""

from datetime import timedelta
from typing import Any

from members.models import Membership, User
from program import clock
from program.local.chaos.crowd import Attempt, all_at_once, is_first_in_first_out, most_overtaken
from program.models import Program
from program.tenancy.scope import program_scope
from roundtables.models import Guest, Registration, Roundtable

__all__ = ["Attempt", "all_at_once", "crowd", "guests", "is_first_in_first_out", "make_table", "most_overtaken", "put"]


def crowd(program: Program, count: int) -> list[Membership]:
    with program_scope(program.pk):
        users = User.objects.bulk_create(
            [User(email=f"founder{i}@example.org", name=f"Founder {i}", password="!") for i in range(count)]
        )
        return Membership.objects.bulk_create([Membership(user=user) for user in users])


def guests(program: Program, count: int) -> list[Guest]:
    with program_scope(program.pk):
        return Guest.objects.bulk_create(
            [Guest(email=f"guest{i}@example.org", name=f"Guest {i}") for i in range(count)]
        )


def make_table(program: Program, capacity: int = 100, number: int = 102, **fields: Any) -> Roundtable:
    starts_at = fields.pop("starts_at", None) or clock.now() + timedelta(days=10)
    with program_scope(program.pk):
        return Roundtable.objects.create(
            number=number,
            title="Pricing out loud",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            time_zone="UTC",
            capacity=capacity,
            **fields,
        )


def put(table: Roundtable, person: Any, state: str, **fields: Any) -> Registration:
    """Somebody with a seat, an offer or a place, as if they had come by it before."""
    with program_scope(table.program_id or 0):
        registration = Registration(roundtable=table, state=state, **fields)
        registration.person = person
        registration.save()
        if state != Registration.State.WAITING:
            Roundtable.objects.filter(pk=table.pk).update(seats_taken=table.seats_taken + 1)
            table.seats_taken += 1
    return registration
