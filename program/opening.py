"""Opening a program: tenant, host, owner, formats and a first roundtable, in one run that may be repeated."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from members.billing.plans.starting import make_plans
from members.models import Membership, User
from program import clock
from program.models import Program, ProgramHost
from program.tenancy.hosts import forget_hosts, host_name
from program.tenancy.scope import platform_scope, program_scope
from roundtables.models import Format, Roundtable, Series
from roundtables.schedule.format import make_formats
from roundtables.schedule.scheduling import instant, next_date

THURSDAY = 3


class HostTaken(ValueError):
    """The host name already belongs to another program."""


@dataclass(frozen=True)
class Opened:
    program: Program
    owner: Membership
    is_new: bool


def create_program(slug: str, *, name: str, host: str, owner_email: str, now: datetime, **brand: str) -> Opened:
    """The program of that short name, complete; what exists already is left as it is.

    Raises HostTaken, or ValidationError naming the wrong field.
    """
    program, is_new = _program(slug, name=name, **brand)
    _host(program, host_name(host))
    with program_scope(program.pk), translation.override(program.language):
        owner = _owner(owner_email)
        if is_new:
            make_formats()
            make_plans([program.currency])
        _first_roundtable(program, now=now)
    forget_hosts()
    return Opened(program, owner, is_new)


def _program(slug: str, **fields: str) -> tuple[Program, bool]:
    with platform_scope():
        found = Program.objects.filter(slug=slug).first()
        if found:
            return found, False
        program = Program(slug=slug, **fields)
        program.full_clean()
        program.save()
        return program, True


def _host(program: Program, host: str) -> None:
    with platform_scope():
        taken = ProgramHost.objects.filter(host=host).first()
        if taken is None:
            has_one = ProgramHost.objects.filter(program=program).exists()
            ProgramHost.objects.create(program=program, host=host, is_primary=not has_one)
        elif taken.program_id != program.pk:
            raise HostTaken(host)


def _owner(email: str) -> Membership:
    """Known by a verified address; signs in with a code that is mailed there."""
    address = email.strip().lower()
    user, is_new = User.objects.get_or_create(email=address, defaults={"name": address.partition("@")[0][:80]})
    if is_new:
        user.set_unusable_password()
        user.full_clean()
        user.save(update_fields=["password"])
    EmailAddress.objects.get_or_create(user=user, email=address, defaults={"verified": True, "primary": True})
    owner, _ = Membership.objects.get_or_create(user=user, defaults={"role": Membership.Role.OWNER})
    return owner


def _first_roundtable(program: Program, *, now: datetime) -> None:
    """A draft on a Thursday in two weeks: staff give it a title, a room link, and open it."""
    if Roundtable.objects.exists():
        return
    usual = Format.objects.filter(slug="roundtable").first()
    series = Series.objects.create(
        name=_("Weekly roundtable"), format=usual, time_zone=program.time_zone, weekday=THURSDAY, local_time=time(18)
    )
    zone = clock.ZoneInfo(series.time_zone)
    starts_at = instant(next_date(series, now + timedelta(days=7)), series.local_time, zone)
    Roundtable.objects.create(
        series=series,
        format=usual,
        number=1,
        title=_("First roundtable"),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=series.duration_minutes),
        time_zone=series.time_zone,
        state=Roundtable.State.DRAFT,
    )


def problems(error: ValidationError) -> list[str]:
    """One line per wrong field."""
    if not hasattr(error, "error_dict"):
        return list(error.messages)
    return [f"{field}: {' '.join(messages)}" for field, messages in error.message_dict.items()]
