"""P13: what a plan grants is data with a beginning and an end, and every page asks for it by name."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from members.billing.entitlements import ALL, GIVES, Entitlement, Tier, tier_of
from members.models import Grant, LedgerEntry, Membership
from program import clock
from program.tenancy.scope import program_scope
from roundtables.models import Roundtable
from tests.cast import Cast

NOW = datetime.fromisoformat("2026-06-01T12:00:00+00:00")
HOUR = timedelta(hours=1)


def grant(member: Membership, *entitlements: str, tier: str = "premium", **more: Any) -> Grant:
    given = {"starts_at": NOW - HOUR, "ends_at": NOW + HOUR, **more}
    with program_scope(member.program_id):  # type: ignore[arg-type]
        return Grant.objects.create(membership=member, tier=tier, entitlements=list(entitlements), reason="x", **given)


def had(member: Membership, now: datetime = NOW) -> Membership:
    with program_scope(member.program_id):  # type: ignore[arg-type]
        return Membership.objects.with_tier(now).get(pk=member.pk)


def test_grant_of_a_tier_gives_what_the_tier_gives(cast: Cast) -> None:
    grant(cast.alice, tier="curriculum")
    assert had(cast.alice).entitlements == GIVES[Tier.CURRICULUM]
    assert had(cast.alice).tier == "curriculum"
    assert had(cast.bob).entitlements == frozenset()


def test_grants_add_up_and_count_only_while_they_run(cast: Cast) -> None:
    grant(cast.alice, Entitlement.RECORDINGS)
    grant(cast.alice, Entitlement.RECORDINGS, Entitlement.TOOLS, ends_at=None)
    grant(cast.alice, Entitlement.EVENTS, starts_at=NOW + HOUR, ends_at=None)
    assert had(cast.alice).entitlements == {"recordings", "tools"}
    assert had(cast.alice, NOW + HOUR).entitlements == {"recordings", "tools", "events"}


def test_access_ends_at_the_instant_without_any_job(cast: Cast) -> None:
    end = grant(cast.alice).ends_at
    assert end is not None
    assert had(cast.alice, end - timedelta(microseconds=1)).has(Entitlement.TOOLS)
    assert not had(cast.alice, end).has(Entitlement.TOOLS)


def test_team_has_everything(cast: Cast) -> None:
    assert had(cast.dana).entitlements == ALL
    assert had(cast.dana).tier == "premium"


@pytest.mark.parametrize(
    ("granted", "tier"),
    [((), "free"), (("recordings",), "free"), (("modules",), "curriculum"), (("premium_modules",), "premium")],
)
def test_tier_is_the_name_of_what_one_has(granted: tuple[str, ...], tier: str) -> None:
    assert tier_of(granted) == tier


def test_single_entitlement_opens_its_pages_and_no_others(cast: Cast, alice: Client) -> None:
    with program_scope(cast.a.pk):
        at = clock.now() - timedelta(days=1)
        Roundtable.objects.create(
            number=7, title="Told", starts_at=at, ends_at=at + HOUR, time_zone="UTC", recording_tier="premium",
            recording_url="https://video.example.org/7", recording_published_at=at + HOUR,
        )  # fmt: skip
    assert "video.example.org" not in alice.get("/roundtables/7/recording/", follow=True).text
    grant(cast.alice, Entitlement.PREMIUM_RECORDINGS, starts_at=clock.now() - HOUR, ends_at=clock.now() + HOUR)
    assert "video.example.org" in alice.get("/roundtables/7/recording/").text
    assert alice.get("/desk/").context["membership"].tier == "free"
    with time_machine.travel(clock.now() + HOUR):
        assert "video.example.org" not in alice.get("/roundtables/7/recording/", follow=True).text


def test_database_refuses_what_nobody_knows(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="grant_entitlements_known"), transaction.atomic():
        grant(cast.alice, "everything")


def test_scholarship_stands_in_the_books_at_nothing(erin: Client, cast: Cast) -> None:
    form = {
        "membership": cast.alice.pk, "tier": "premium", "source": "scholarship", "reason": "Prize 2026",
        "entitlements": ["recordings", "tools"], "starts_at_0": "2026-01-01", "starts_at_1": "00:00:00",
    }  # fmt: skip
    assert erin.post("/admin/members/grant/add/", form).status_code == 302
    with program_scope(cast.a.pk):
        assert Grant.objects.get().entitlements == ["recordings", "tools"]
        entry = LedgerEntry.objects.get()
    assert (entry.kind, str(entry.amount), entry.membership_id) == ("scholarship", "0.00", cast.alice.pk)
