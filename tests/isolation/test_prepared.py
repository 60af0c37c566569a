"""Queries written once: each program has its own, and they answer as the query they were written from."""

import pytest
from django.db.models import QuerySet
from django.test import Client

from members.models import Grant, Membership
from program import clock
from program.tenancy.prepared import prepared
from program.tenancy.scope import NoProgram, platform_scope, program_scope
from tests.cast import Cast


@prepared
def members(user_id: int) -> QuerySet[Membership]:
    return Membership.objects.select_related("user").filter(user_id=user_id)


@prepared
def names_of_role(role: str) -> QuerySet[Membership, str]:
    return Membership.objects.filter(role=role).values_list("user__name", flat=True)


def test_prepared_query_finds_its_own_program_only(cast: Cast) -> None:
    for _ in range(2):
        with program_scope(cast.a.pk):
            assert [found.user for found in members(cast.alice.user_id)] == [cast.alice.user]
            assert members(cast.charlie.user_id) == []
        with program_scope(cast.b.pk):
            assert members(cast.alice.user_id) == []
            assert [found.user for found in members(cast.charlie.user_id)] == [cast.charlie.user]


def test_prepared_query_answers_other_values_each_time(cast: Cast) -> None:
    with program_scope(cast.a.pk):
        assert names_of_role(role="coach") == [cast.dana.user.name]
        assert names_of_role(role="ambassador") == [cast.frank.user.name]


def test_prepared_query_without_a_program_is_refused(cast: Cast) -> None:
    with program_scope(cast.a.pk):
        members(cast.alice.user_id)
    with pytest.raises(NoProgram):
        members(cast.alice.user_id)
    with platform_scope(), pytest.raises(NoProgram):
        members(cast.alice.user_id)


def test_signed_in_member_has_the_tier_of_this_moment(cast: Cast, alice: Client) -> None:
    """The query behind every signed-in page is prepared: a grant still shows on the next page."""
    assert alice.get("/desk/").context["membership"].tier == "free"
    with program_scope(cast.a.pk):
        grant = Grant.objects.create(membership=cast.alice, tier="premium", reason="Test")
    assert alice.get("/desk/").context["membership"].tier == "premium"
    with program_scope(cast.a.pk):
        Grant.objects.filter(pk=grant.pk).update(ends_at=clock.now())
    assert alice.get("/desk/").context["membership"].tier == "free"
