"""The demonstration's accounts, members and ventures."""

import unicodedata
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from members.models import Founder, Grant, InviteLink, Membership, User, Venture

PASSWORD = "first-million-demo"  # noqa: S105 - it is printed by `make run`
ROLES = {"founder": "member", "coach": "coach", "staff": "owner", "ambassador": "ambassador"}


def address_of(name: str, domain: str) -> str:
    """ada.nwosu@demo.example: example is a domain that belongs to nobody."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return f"{'.'.join(plain.split()[:2])}@{domain}.example"


def make_people(named: dict[str, str], password: str) -> dict[str, User]:
    """Users by address, with verified addresses; those that exist are kept."""
    User.objects.bulk_create(
        [User(email=email, name=name, password=password) for email, name in named.items()], ignore_conflicts=True
    )
    users = {user.email: user for user in User.objects.filter(email__in=named)}
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=user, email=email, verified=True, primary=True) for email, user in users.items()],
        ignore_conflicts=True,
    )
    return users


def account_names(story: dict[str, Any]) -> dict[str, str]:
    """The accounts one may sign in with: founder@localhost.example and so on."""
    host = story["program"]["slug"]
    return {f"{kind}@{host}.example": person["name"] for kind, person in story["accounts"].items()}


def fill_members(story: dict[str, Any], *, now: datetime) -> list[Membership]:
    """Everyone of one program; the accounts with a known password come first."""
    accounts = account_names(story)
    crowd = {address_of(name, story["program"]["slug"]): name for name in story["people"]}
    users = make_people(accounts, make_password(PASSWORD)) | make_people(crowd, make_password(None))
    members = [
        Membership(user=user, role=ROLES.get(email.partition("@")[0], "member"), joined_at=now - timedelta(days=3 * n))
        for n, (email, user) in enumerate(users.items())
    ]
    Membership.objects.bulk_create(members, ignore_conflicts=True)
    return list(Membership.objects.select_related("user").order_by("-joined_at", "id"))


def fill_ventures(story: dict[str, Any], members: list[Membership], *, now: datetime) -> None:
    if Venture.objects.exists():
        return
    known = {member.user.name: member for member in members}
    first = story["accounts"]["founder"]
    found(first["venture"], first["one_liner"], known[first["name"]])
    others = [member for member in members if member.role == "member" and member.user.name != first["name"]]
    for name, member in zip(story["ventures"], others, strict=False):
        found(name, "", member)
    Grant.objects.bulk_create(
        [
            Grant(membership=member, tier=tier, reason="Demonstration", starts_at=now - timedelta(days=30))
            for member, tier in zip(others[:8], ["premium", "curriculum"] * 4, strict=True)
        ]
    )


def found(name: str, one_liner: str, member: Membership) -> None:
    Founder.objects.create(venture=Venture.objects.create(name=name, one_liner=one_liner), membership=member)


def fill_invite(story: dict[str, Any], members: list[Membership]) -> None:
    ambassador = next(member for member in members if member.role == "ambassador")
    invite = story["invite"]
    InviteLink.objects.get_or_create(
        code=invite["code"], defaults={"ambassador": ambassador, "campaign": invite["campaign"]}
    )
