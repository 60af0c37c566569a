"""What a person changes about themselves."""

from django.db import transaction

from members.accounts.models import Membership


@transaction.atomic
def change_profile(membership: Membership, *, name: str, time_zone: str, language: str) -> Membership:
    """The name is the person's in all programs; zone and language belong to this membership."""
    if membership.user.name != name:
        membership.user.name = name
        membership.user.save(update_fields=["name"])
    membership.time_zone, membership.language = time_zone, language
    membership.save(update_fields=["time_zone", "language"])
    return membership
