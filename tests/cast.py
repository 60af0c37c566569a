"""The people in the tests; all of them are made up."""

from dataclasses import dataclass
from functools import cache

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from members.models import Membership, User
from program.models import Program, ProgramHost
from program.tenancy.scope import platform_scope, program_scope

PASSWORD = "a-long-enough-secret"


@cache
def _hash() -> str:
    return make_password(PASSWORD)


@dataclass(frozen=True)
class Cast:
    a: Program
    b: Program
    alice: Membership
    bob: Membership
    charlie: Membership
    dana: Membership
    erin: Membership
    frank: Membership


def make_program(slug: str, host: str, **fields: object) -> Program:
    with platform_scope():
        program = Program.objects.create(slug=slug, name=f"Program {slug.upper()}", **fields)
        ProgramHost.objects.create(program=program, host=host, is_primary=True)
    return program


def make_member(program: Program, name: str, role: str = "member", **fields: object) -> Membership:
    email = f"{name.lower()}@example.org"
    user, is_new = User.objects.get_or_create(email=email, defaults={"name": name, "password": _hash()})
    if is_new:
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    with program_scope(program.pk):
        return Membership.objects.create(user=user, role=role, **fields)


def make_cast(host_a: str, host_b: str) -> Cast:
    a = make_program("a", host_a, staff_need_second_factor=False)
    b = make_program("b", host_b, staff_need_second_factor=False)
    return Cast(
        a=a,
        b=b,
        alice=make_member(a, "Alice"),
        bob=make_member(a, "Bob"),
        charlie=make_member(b, "Charlie"),
        dana=make_member(a, "Dana", "coach"),
        erin=make_member(a, "Erin", "owner"),
        frank=make_member(a, "Frank", "ambassador"),
    )
