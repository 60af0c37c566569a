"""Programs, roundtables and people for the scenarios; all of them are made up."""

from datetime import timedelta
from typing import Any

from members.models import Membership, User
from program import clock
from program.models import Program, ProgramHost
from program.tenancy.scope import platform_scope, program_scope
from roundtables.models import Guest, Person, Roundtable


def make_program(slug: str) -> Program:
    with platform_scope():
        program = Program.objects.create(slug=slug, name=slug.replace("-", " ").capitalize(), is_demo=True)
        ProgramHost.objects.create(program=program, host=f"{slug}.localhost", is_primary=True)
    return program


def make_table(program: Program, number: int, **fields: Any) -> Roundtable:
    starts_at = fields.pop("starts_at", None) or clock.now() + timedelta(days=10)
    with program_scope(program.pk):
        return Roundtable.objects.create(
            number=number,
            title="Pricing out loud",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            time_zone="UTC",
            **fields,
        )


def make_members(program: Program, count: int) -> list[Membership]:
    with program_scope(program.pk):
        users = User.objects.bulk_create(
            [User(email=f"member{i}@{program.slug}.example", name=f"Member {i}", password="!") for i in range(count)]  # noqa: S106 - no password fits
        )
        return Membership.objects.bulk_create([Membership(user=user) for user in users])


def make_guests(program: Program, count: int) -> list[Guest]:
    with program_scope(program.pk):
        return Guest.objects.bulk_create(
            [Guest(email=f"guest{i}@{program.slug}.example", name=f"Guest {i}") for i in range(count)]
        )


def make_people(program: Program, count: int) -> list[Person]:
    """Members and guests in turn."""
    members, guests = make_members(program, count - count // 2), make_guests(program, count // 2)
    mixed: list[Person] = [person for pair in zip(members, guests, strict=False) for person in pair]
    return mixed + members[len(guests) :]
