"""A venture: named by its founder, one at a time, and its history stays."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.db import connections
from django.test import Client

from members.models import Founder, Venture
from members.ventures.actions import AlreadyFounder, LastOwner, leave_venture, name_venture, part_of
from members.ventures.sharing import share
from program import clock
from program.models import Program
from program.tenancy.scope import program_scope
from tests.cast import Cast

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
FORM = {"name": "Acme Dental", "one_liner": "Appointment books for small dentists."}


def test_naming_a_venture_leads_to_the_desk(alice: Client, cast: Cast) -> None:
    assert "Name your venture" in alice.get("/venture/").text
    assert alice.post("/venture/", FORM).headers["Location"] == "/desk/"
    page = alice.get("/venture/").text
    assert "Acme Dental" in page
    assert "Owner, since" in page


def test_venture_can_be_renamed(alice: Client, cast: Cast) -> None:
    alice.post("/venture/", FORM)
    alice.post("/venture/", {"name": "Acme Teeth", "one_liner": ""})
    with program_scope(cast.a.pk):
        assert [str(venture) for venture in Venture.objects.all()] == ["Acme Teeth"]


@pytest.mark.parametrize(
    ("name", "said"), [("", "required"), ("   ", "required"), ("x" * 81, "at most 80 characters")]
)
def test_venture_form_says_what_is_wrong(alice: Client, cast: Cast, name: str, said: str) -> None:
    assert said in alice.post("/venture/", {"name": name}).text
    with program_scope(cast.a.pk):
        assert not Venture.objects.exists()


def test_name_is_shown_as_text(alice: Client) -> None:
    alice.post("/venture/", {"name": "<script>alert(1)</script>"})
    page = alice.get("/venture/").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_leaving_keeps_the_venture_and_frees_the_founder(alice: Client, cast: Cast) -> None:
    alice.post("/venture/", FORM)
    assert "Leave this venture?" in alice.get("/venture/leave/").text
    alice.post("/venture/leave/")
    assert "Name your venture" in alice.get("/venture/").text
    with program_scope(cast.a.pk):
        assert Venture.objects.count() == 1
        assert Founder.objects.get().left_at is not None
    alice.post("/venture/", {"name": "The next one"})
    assert "The next one" in alice.get("/venture/").text


def test_two_members_share_a_venture_and_the_last_owner_stays(cast: Cast, in_a: Program) -> None:
    venture = name_venture("Acme", "", by=cast.alice, now=clock.now())
    Founder.objects.create(venture=venture, membership=cast.bob, role=Founder.Role.MEMBER)
    owner, member = part_of(cast.alice), part_of(cast.bob)
    assert owner is not None
    assert member is not None
    with pytest.raises(LastOwner):
        leave_venture(owner, now=clock.now())
    leave_venture(member, now=clock.now())
    leave_venture(owner, now=clock.now())
    assert Founder.objects.filter(venture=venture).count() == 2


def test_founders_page_shows_both(alice: Client, cast: Cast) -> None:
    alice.post("/venture/", FORM)
    with program_scope(cast.a.pk):
        Founder.objects.create(venture=Venture.objects.get(), membership=cast.bob, role=Founder.Role.MEMBER)
    page = alice.get("/venture/").text
    assert "Bob" in page
    assert "Member, since" in page


def test_venture_of_another_program_is_out_of_reach(alice: Client, charlie: Client, cast: Cast) -> None:
    alice.post("/venture/", FORM)
    assert "Acme" not in charlie.get("/venture/").text


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_windows_name_one_venture(cast: Cast) -> None:
    def name_it(number: int) -> bool:
        try:
            with program_scope(cast.a.pk):
                name_venture(f"Venture {number}", "", by=cast.alice, now=clock.now())
            return True
        except AlreadyFounder:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(name_it, range(12))) == 1
    with program_scope(cast.a.pk):
        assert Venture.objects.count() == 1


def link_of(browser: Client) -> str:
    return str(urlsplit(browser.get("/venture/").context["share_url"]).path)


def test_co_founder_comes_by_the_owners_link_and_can_become_owner(alice: Client, bob: Client, cast: Cast) -> None:
    alice.post("/venture/", FORM)
    link = link_of(alice)
    assert "Become a founder of" in bob.get(link).text
    with program_scope(cast.a.pk):
        assert Founder.objects.count() == 1
    assert bob.post(link).headers["Location"] == "/venture/"
    assert "share_url" in bob.get("/venture/").context
    assert "Send this link" not in bob.get("/venture/").text

    with program_scope(cast.a.pk):
        bobs = Founder.objects.get(membership=cast.bob)
    assert bob.post(f"/venture/founders/{bobs.pk}/owner/").status_code == 404
    alice.post(f"/venture/founders/{bobs.pk}/owner/")
    alice.post("/venture/leave/")
    page = bob.get("/venture/").text
    assert "Acme Dental" in page
    assert "Alice" not in page


def test_founder_of_another_venture_is_asked_to_leave_it_first(alice: Client, bob: Client, cast: Cast) -> None:
    alice.post("/venture/", FORM)
    bob.post("/venture/", {"name": "Bob's own"})
    page = bob.post(link_of(alice)).text
    assert "Leave it first" in page
    with program_scope(cast.a.pk):
        assert part_of(cast.bob).venture.name == "Bob's own"  # type: ignore[union-attr]


def test_link_of_a_venture_ends_after_a_week(cast: Cast) -> None:
    with program_scope(cast.a.pk):
        venture = name_venture("Acme", "", by=cast.alice, now=clock.now())
    with time_machine.travel(NOW, tick=False) as frozen:
        link = f"/venture/with/{share(venture)}/"
        bob = Client(headers={"host": "a.localhost"})
        bob.force_login(cast.bob.user)
        assert bob.get(link).status_code == 200
        frozen.move_to(NOW + timedelta(days=7, seconds=2))
        bob.force_login(cast.bob.user)
        response = bob.post(link)
    assert response.status_code == 410
    assert "This link has ended" in response.text


def test_link_of_a_venture_is_for_its_own_program(alice: Client, charlie: Client, cast: Cast) -> None:
    alice.post("/venture/", FORM)
    assert charlie.get(link_of(alice)).status_code == 410
    assert charlie.get("/venture/with/made-up/").status_code == 410
