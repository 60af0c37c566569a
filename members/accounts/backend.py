"""Signing in, and one query that finds the person, the membership and its tier together."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import BigAutoField, DateTimeField

from members.accounts.models import Membership, User
from program import clock
from program.tenancy.prepared import Prepared, given
from program.tenancy.scope import current_program_id

memberships = Prepared(
    lambda: (
        Membership.objects.with_tier(given("now", DateTimeField()))
        .select_related("user")
        .filter(user_id=given("user_id", BigAutoField()))
        .exclude(state=Membership.State.LEFT)
    )
)
"""Asked on every page of whoever is signed in."""


class MemberBackend(AuthenticationBackend):
    """allauth's ways of signing in; `user.membership` comes along from the same query."""

    def get_user(self, user_id: int) -> User | None:
        found = memberships(user_id=user_id, now=clock.now()) if current_program_id() else []
        membership = next(iter(found), None)
        user = membership.user if membership else User.objects.filter(pk=user_id).first()
        if user is None or not user.is_active:
            return None
        user.membership = membership
        return user
