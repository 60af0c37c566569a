"""The short way across programs: a person's own memberships, and nothing else."""

from dataclasses import dataclass

from django.db.models import QuerySet

from members.accounts.models import Membership, User
from program.models import Program, ProgramHost
from program.tenancy.scope import platform_scope


@dataclass(frozen=True)
class OwnProgram:
    program_id: int
    name: str
    tagline: str
    host: str
    role: str
    state: str


def has_any_membership(user: User) -> bool:
    with platform_scope():
        return Membership.objects.filter(user=user).exists()


def is_member_of(user: User, program: Program) -> bool:
    with platform_scope():
        return _present(user).filter(program=program).exists()


def own_programs(user: User) -> list[OwnProgram]:
    """Where this person belongs, in alphabetical order."""
    with platform_scope():
        memberships = list(_present(user).select_related("program").order_by("program__name"))
    ids = [membership.program_id for membership in memberships]
    hosts = ProgramHost.objects.filter(program__in=ids, is_primary=True)
    host_of = dict(hosts.values_list("program_id", "host"))
    return [
        OwnProgram(
            program_id=membership.program.pk,
            name=membership.program.name,
            tagline=membership.program.tagline,
            host=host_of[membership.program.pk],
            role=membership.get_role_display(),
            state=membership.state,
        )
        for membership in memberships
        if membership.program.pk in host_of
    ]


def _present(user: User) -> QuerySet[Membership]:
    return Membership.objects.filter(user=user).exclude(state=Membership.State.LEFT)
