"""Signing in, and one query that finds the person, the membership and its tier together."""

from datetime import datetime

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from members.accounts.models import Membership, User
from program import clock
from program.tenancy.prepared import prepared
from program.tenancy.scope import current_program_id


@prepared
def memberships(user_id: int, now: datetime) -> QuerySet[Membership]:
    """Asked on every page of whoever is signed in."""
    members = Membership.objects.with_tier(now).select_related("user")
    return members.filter(user_id=user_id).exclude(state=Membership.State.LEFT)


class MemberBackend(AuthenticationBackend):
    """allauth's ways of signing in; `user.membership` comes along from the same query."""

    def get_user(self, user_id: int) -> User | None:
        found = memberships(user_id, clock.now()) if current_program_id() else []
        membership = next(iter(found), None)
        user = membership.user if membership else User.objects.filter(pk=user_id).first()
        if user is None or not user.is_active:
            return None
        user.membership = membership
        return user
