"""Signing in, and one query that finds the person, the membership and its tier together."""

from allauth.account.auth_backends import AuthenticationBackend

from members.accounts.models import Membership, User
from program import clock
from program.tenancy.scope import current_program_id


class MemberBackend(AuthenticationBackend):
    """allauth's ways of signing in; `user.membership` comes along from the same query."""

    def get_user(self, user_id: int) -> User | None:
        membership = self._membership(user_id) if current_program_id() else None
        user = membership.user if membership else User.objects.filter(pk=user_id).first()
        if user is None or not user.is_active:
            return None
        user.membership = membership
        return user

    def _membership(self, user_id: int) -> Membership | None:
        members = Membership.objects.with_tier(clock.now()).select_related("user")
        return members.filter(user_id=user_id).exclude(state=Membership.State.LEFT).first()
