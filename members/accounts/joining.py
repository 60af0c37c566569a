"""Becoming a member of a program, by its policy. Unverified people never get here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from members.accounts.models import Membership, User
from members.ambassadors.attribution import Touches, attribute
from program.audit.log import record
from program.mail.outbox import post
from program.models import Program, SignUpPolicy

State = Membership.State

_welcomes: list[Callable[[Membership], None]] = []


def on_welcome(callback: Callable[[Membership], None]) -> None:
    """Rooms above this one hear of somebody who is a member from now on, in the same transaction."""
    _welcomes.append(callback)


def welcome(membership: Membership) -> None:
    for callback in _welcomes:
        callback(membership)


class JoiningRefused(Exception):
    """The program takes nobody without an invite that still works."""

    message = _("This program takes new members by invitation.")


@dataclass(frozen=True)
class Joined:
    membership: Membership
    is_new: bool


def may_join(program: Program, touches: Touches, now: datetime) -> bool:
    """Whether the door is open: to all, or to whoever holds an invite that works."""
    return program.signup_policy != SignUpPolicy.INVITE or touches.usable_link(now) is not None


def first_state(program: Program) -> State:
    return State.PENDING if program.signup_policy == SignUpPolicy.APPLICATION else State.ACTIVE


def join(program: Program, *, by: User, touches: Touches, now: datetime, choices: Mapping[str, str]) -> Joined:
    """`by` becomes a member, once, however many windows ask for it; the invite they followed counts one use.

    choices: time zone and language as the browser knows them.
    """
    with transaction.atomic():
        membership, is_new = Membership.objects.get_or_create(
            user=by, defaults={"state": first_state(program), "joined_at": now, **choices}
        )
        is_back = not is_new and return_of(membership, program, now=now)
        if is_new or is_back:
            counted = attribute(membership, touches, now=now) if is_new else touches.usable_link(now) is not None
            if program.signup_policy == SignUpPolicy.INVITE and not counted:
                raise JoiningRefused
            if membership.is_active:
                welcome(membership)
    return Joined(membership, is_new or is_back)


def return_of(membership: Membership, program: Program, *, now: datetime) -> bool:
    """Somebody who had left is back, as a member, with the history they had."""
    left = Membership.objects.filter(pk=membership.pk, state=State.LEFT)
    if not left.update(state=first_state(program), role=Membership.Role.MEMBER, joined_at=now):
        return False
    membership.refresh_from_db(fields=["state", "role", "joined_at"])
    return True


def approve(membership: Membership, *, by: User) -> bool:
    """Staff let an applicant in; the mail says so. False when somebody else was faster."""
    waiting = Membership.objects.filter(pk=membership.pk, state=State.PENDING)
    if not waiting.update(state=State.ACTIVE):
        return False
    record("approved", membership, by=by)
    let_in(membership)
    return True


def let_in(membership: Membership) -> None:
    """What follows from an approval, whoever gave it and how."""
    tell_approved(membership)
    welcome(membership)


def tell_approved(membership: Membership) -> None:
    """Once for each time they applied."""
    about, occurrence = f"membership:{membership.pk}", membership.joined_at.isoformat()
    post("accounts.approved", membership.user.email, user=membership.user, about=about, occurrence=occurrence)
