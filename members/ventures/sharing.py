"""Bringing a second founder in: the owner sends a signed link, a member of the same program accepts."""

from datetime import datetime, timedelta

from django.core import signing
from django.db import IntegrityError, transaction

from members.accounts.models import Membership
from members.ventures.actions import AlreadyFounder
from members.ventures.models import Founder, Venture

SALT = "members.ventures.sharing"
LASTS = timedelta(days=7)


class LinkOver(Exception):
    """Made up, too old, or of a venture that is not here."""


def share(venture: Venture) -> str:
    return signing.dumps([venture.program_id, venture.pk], salt=SALT)


def venture_of(token: str, *, program_id: int) -> Venture:
    try:
        named_program, venture_id = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature as error:
        raise LinkOver from error
    venture = Venture.objects.filter(pk=venture_id).first() if named_program == program_id else None
    if venture is None:
        raise LinkOver
    return venture


def become_founder(venture: Venture, *, by: Membership, now: datetime) -> Founder:
    """A member of the venture; whoever has a venture already leaves it first."""
    try:
        with transaction.atomic():
            return Founder.objects.create(venture=venture, membership=by, role=Founder.Role.MEMBER, since=now)
    except IntegrityError as error:
        raise AlreadyFounder from error


def make_owner(venture: Venture, founder_id: int) -> bool:
    """A member of the venture becomes an owner beside the others. False if they left or are one."""
    member = Founder.objects.filter(pk=founder_id, venture=venture, left_at=None, role=Founder.Role.MEMBER)
    return bool(member.update(role=Founder.Role.OWNER))
