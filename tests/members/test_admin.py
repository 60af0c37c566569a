"""Staff and their people: the list, approving, granting, revoking."""

from datetime import timedelta

import pytest
from django.test import Client

from members.models import Grant, InviteLink, Membership
from program import clock
from program.audit.models import Entry
from program.tenancy.scope import program_scope
from tests.cast import Cast
from tests.members.post_box import kinds_to

PEOPLE = "/admin/members/membership/"


def as_role(cast: Cast, role: str) -> Client:
    """Dana with another role."""
    with program_scope(cast.a.pk):
        Membership.objects.filter(pk=cast.dana.pk).update(role=role)
    browser = Client(headers={"host": "a.localhost"})
    browser.force_login(cast.dana.user)
    return browser


def change(browser: Client, membership: Membership, **fields: str) -> int:
    form = {
        "role": membership.role,
        "state": membership.state,
        "time_zone": "",
        "language": "",
        "grants-TOTAL_FORMS": "0",
        "grants-INITIAL_FORMS": "0",
        **fields,
    }
    return browser.post(f"{PEOPLE}{membership.pk}/change/", form).status_code


def reread(cast: Cast, membership: Membership) -> Membership:
    with program_scope(cast.a.pk):
        return Membership.objects.get(pk=membership.pk)


def test_staff_find_the_people_of_their_program_only(erin: Client, cast: Cast) -> None:
    page = erin.get(PEOPLE).text
    assert "alice@example.org" in page
    assert "charlie@example.org" not in page
    found = erin.get(PEOPLE, {"q": "bob@"}).text
    assert "bob@example.org" in found
    assert "alice@example.org" not in found
    assert "charlie" not in erin.get(f"{PEOPLE}{cast.charlie.pk}/change/", follow=True).text.lower()


def test_list_costs_the_same_for_any_number_of_people(erin: Client, cast: Cast) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.cast import make_member

    def spent() -> int:
        with CaptureQueriesContext(connection) as queries:
            erin.get(PEOPLE)
        return len(queries)

    erin.get(PEOPLE)
    few = spent()
    for number in range(30):
        make_member(cast.a, f"Member{number}")
    assert spent() == few


def test_approving_lets_applicants_in_and_mails_them(erin: Client, cast: Cast) -> None:
    with program_scope(cast.a.pk):
        Membership.objects.filter(pk=cast.bob.pk).update(state=Membership.State.PENDING)
    chosen = {"action": "approve_applicants", "_selected_action": [cast.bob.pk, cast.alice.pk]}
    assert "1 person was approved" in erin.post(PEOPLE, chosen, follow=True).text
    assert reread(cast, cast.bob).is_active
    assert kinds_to(cast.a, "bob@example.org") == ["accounts.approved"]
    assert kinds_to(cast.a, "alice@example.org") == []


def test_applicant_made_active_on_their_page_is_mailed_too(erin: Client, cast: Cast) -> None:
    with program_scope(cast.a.pk):
        Membership.objects.filter(pk=cast.bob.pk).update(state=Membership.State.PENDING)
    change(erin, cast.bob, state="active")
    assert kinds_to(cast.a, "bob@example.org") == ["accounts.approved"]


def test_granting_premium_asks_why_and_keeps_the_reason(erin: Client, cast: Cast) -> None:
    chosen = {"action": "grant_premium", "_selected_action": [cast.alice.pk, cast.bob.pk]}
    page = erin.post(PEOPLE, chosen)
    assert "2 people get premium" in page.text
    assert "required" in erin.post(PEOPLE, {**chosen, "days": "365", "reason": " "}).text
    with program_scope(cast.a.pk):
        assert not Grant.objects.exists()

    page = erin.post(PEOPLE, {**chosen, "days": "365", "reason": "Scholarship 2026"}, follow=True)
    assert "Premium was granted to 2 people" in page.text
    with program_scope(cast.a.pk):
        grant = Grant.objects.get(membership=cast.alice)
        entry = Entry.objects.get(action="granted", object_id=str(cast.alice.pk))
    assert (grant.tier, grant.reason, grant.granted_by_id) == ("premium", "Scholarship 2026", cast.erin.pk)
    assert timedelta(days=364) < grant.ends_at - clock.now() < timedelta(days=366)  # type: ignore[operator]
    assert entry.actor_id == cast.erin.user_id
    assert entry.changes["reason"] == ["", "Scholarship 2026"]


def test_grant_page_says_who_granted_it_and_ends_it(erin: Client, cast: Cast) -> None:
    now = clock.now()
    form = {
        "membership": cast.alice.pk,
        "tier": "premium",
        "starts_at_0": (now - timedelta(days=1)).strftime("%Y-%m-%d"),
        "starts_at_1": "00:00:00",
        "ends_at_0": "",
        "ends_at_1": "",
        "reason": "Prize",
    }
    erin.post("/admin/members/grant/add/", form)
    with program_scope(cast.a.pk):
        grant = Grant.objects.get()
        assert grant.granted_by_id == cast.erin.pk
        assert Membership.objects.with_tier(clock.now()).get(pk=cast.alice.pk).tier == "premium"
    erin.post("/admin/members/grant/", {"action": "end_now", "_selected_action": [grant.pk]})
    with program_scope(cast.a.pk):
        assert Membership.objects.with_tier(clock.now()).get(pk=cast.alice.pk).tier == "free"
        assert Entry.objects.filter(action="ended").exists()


def test_grant_can_be_added_on_the_members_page(erin: Client, cast: Cast) -> None:
    fields = {
        "grants-TOTAL_FORMS": "1",
        "grants-0-tier": "curriculum",
        "grants-0-starts_at_0": "2026-01-01",
        "grants-0-starts_at_1": "00:00:00",
        "grants-0-reason": "Team",
    }
    assert change(erin, cast.alice, **fields) == 302
    with program_scope(cast.a.pk):
        assert Grant.objects.get().granted_by_id == cast.erin.pk
        assert Entry.objects.filter(action="granted").exists()


def test_grant_to_another_programs_member_is_refused(erin: Client, cast: Cast) -> None:
    form = {"membership": cast.charlie.pk, "tier": "premium", "reason": "x", "starts_at_0": "2026-01-01"}
    response = erin.post("/admin/members/grant/add/", {**form, "starts_at_1": "00:00"})
    assert "not one of the available choices" in response.text
    with program_scope(cast.b.pk):
        assert not Grant.objects.exists()


def test_owner_gives_roles_and_it_is_recorded(erin: Client, cast: Cast) -> None:
    assert change(erin, cast.alice, role="host") == 302
    assert reread(cast, cast.alice).role == "host"
    with program_scope(cast.a.pk):
        assert Entry.objects.get(action="changed").changes == {"role": ["member", "host"]}


def test_support_cannot_give_roles_nor_touch_staff(cast: Cast) -> None:
    support = as_role(cast, "support")
    change(support, cast.alice, role="owner")
    assert reread(cast, cast.alice).role == "member"
    assert change(support, cast.erin, state="left") == 403
    assert reread(cast, cast.erin).state == "active"


def test_nobody_changes_their_own_role(erin: Client, cast: Cast) -> None:
    change(erin, cast.erin, role="member", state="left")
    kept = reread(cast, cast.erin)
    assert (kept.role, kept.state) == ("owner", "active")


def test_coach_looks_and_changes_nothing(cast: Cast) -> None:
    coach = as_role(cast, "coach")
    assert coach.get(f"{PEOPLE}{cast.alice.pk}/change/").status_code == 200
    assert change(coach, cast.alice, state="left") == 403
    chosen = {"action": "grant_premium", "_selected_action": [cast.alice.pk], "days": "365", "reason": "x"}
    coach.post(PEOPLE, chosen)
    with program_scope(cast.a.pk):
        assert not Grant.objects.exists()


def test_nobody_is_deleted(erin: Client, cast: Cast) -> None:
    assert erin.post(f"{PEOPLE}{cast.alice.pk}/delete/", {"post": "yes"}).status_code == 403
    assert "delete_selected" not in erin.get(PEOPLE).text


def test_staff_make_and_revoke_invite_links(erin: Client, cast: Cast) -> None:
    form = {
        "ambassador": cast.frank.pk,
        "campaign": "Radio",
        "uses_allowed": "10",
        "expires_at_0": "",
        "expires_at_1": "",
    }
    erin.post("/admin/members/invitelink/add/", form)
    with program_scope(cast.a.pk):
        link = InviteLink.objects.get()
    assert len(link.code) == 10
    erin.post("/admin/members/invitelink/", {"action": "revoke_links", "_selected_action": [link.pk]})
    assert Client(headers={"host": "a.localhost"}).get(f"/i/{link.code}/").status_code == 410


def test_uses_allowed_cannot_fall_below_uses(erin: Client, cast: Cast) -> None:
    with program_scope(cast.a.pk):
        link = InviteLink.objects.create(ambassador=cast.frank, code="abcdefghjk", uses=3)
    form = {"ambassador": cast.frank.pk, "campaign": "", "uses_allowed": "2"}
    response = erin.post(f"/admin/members/invitelink/{link.pk}/change/", form)
    assert "It was used 3 times already" in response.text


PAGES = ("grant/", "grant/add/", "invitelink/", "invitelink/add/", "attribution/", "venture/", "membership/")


@pytest.mark.parametrize("path", PAGES)
def test_admin_pages_answer(erin: Client, path: str) -> None:
    assert erin.get(f"/admin/members/{path}").status_code == 200
