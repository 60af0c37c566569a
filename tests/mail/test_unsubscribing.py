"""Switching mail off and on, signed in or not."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from program.mail.models import OptOut
from program.mail.outbox import post
from program.mail.unsubscribing import unsubscribe_path
from program.models import Program
from program.tenancy.scope import program_scope
from tests.cast import Cast
from tests.conftest import HOST_B
from tests.mail import kinds
from tests.mail.mailbox import Mailbox

assert kinds

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def link(cast: Cast, mailbox: Mailbox) -> str:
    """The path in the header of a mail that Alice got."""
    with program_scope(cast.a.pk):
        post("test.recording", "alice@example.org", user=cast.alice.user)
    address = mailbox.deliver_all()[0].extra_headers["List-Unsubscribe"]
    return str(re.fullmatch(r"<https?://a\.localhost(/u/.+/)>", address)[1])  # type: ignore[index]


def refusals(program: Program) -> list[tuple[str, str]]:
    with program_scope(program.pk):
        return list(OptOut.objects.values_list("address", "category"))


def test_link_in_a_mail_shows_and_changes_nothing_by_itself(link: str, cast: Cast, visitor: Client) -> None:
    page = visitor.get(link).content.decode()
    assert "alice@example.org" in page
    assert "Recordings" in page
    assert "<button" in page
    assert refusals(cast.a) == []


def test_one_click_of_a_mail_client_unsubscribes_without_session_or_redirect(link: str, cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"host": "a.localhost"})
    for _ in range(2):
        answer = strict.post(link, ONE_CLICK)
        assert answer.status_code == 200
    assert refusals(cast.a) == [("alice@example.org", "recordings")]


def test_person_stops_these_mails_and_takes_it_back(link: str, cast: Cast, visitor: Client, mailbox: Mailbox) -> None:
    page = visitor.post(link, {"wish": "off"}, follow=True).content.decode()
    assert "not get these mails any more" in page
    with program_scope(cast.a.pk):
        post("test.recording", "alice@example.org", about="another")
    assert len(mailbox.deliver_all()) == 1
    page = visitor.post(link, {"wish": "on"}, follow=True).content.decode()
    assert "Stop these mails?" in page
    assert refusals(cast.a) == []


def test_link_is_worth_nothing_on_another_programs_host(link: str, cast: Cast) -> None:
    elsewhere = Client(headers={"host": HOST_B})
    assert elsewhere.get(link).status_code == 404
    assert elsewhere.post(link, ONE_CLICK).status_code == 404
    assert refusals(cast.b) == refusals(cast.a) == []


@pytest.mark.parametrize(
    "change",
    [lambda t: t[:-2] + ("B/" if t[-2] == "A" else "A/"), lambda t: t[:20] + "/", lambda t: t.replace("/u/", "/u/x")],
)
def test_forged_link_is_not_found(change: Any, link: str, cast: Cast, visitor: Client) -> None:
    assert visitor.post(change(link), ONE_CLICK).status_code == 404
    assert refusals(cast.a) == []


def test_account_mail_cannot_be_switched_off(cast: Cast, visitor: Client, alice: Client) -> None:
    path = unsubscribe_path(cast.a, "alice@example.org", "account")
    assert "stay on" in visitor.post(path, ONE_CLICK).content.decode()
    alice.post(reverse("mail_preferences"), {"wanted": []})
    assert ("alice@example.org", "account") not in refusals(cast.a)


def test_member_chooses_by_category(cast: Cast, alice: Client) -> None:
    page = alice.get(reverse("mail_preferences")).content.decode()
    assert page.count("checked") == 5
    assert "Always on" in page
    answer = alice.post(reverse("mail_preferences"), {"wanted": ["roundtables"]}, follow=True)
    assert "Your choice is kept." in answer.content.decode()
    assert sorted(refusals(cast.a)) == [
        ("alice@example.org", "curriculum"),
        ("alice@example.org", "news"),
        ("alice@example.org", "recordings"),
    ]
    alice.post(reverse("mail_preferences"), {"wanted": ["roundtables", "curriculum", "news", "recordings"]})
    assert refusals(cast.a) == refusals(cast.b) == []


def test_stranger_is_asked_to_sign_in_for_preferences(visitor: Client) -> None:
    assert reverse("account_login") in visitor.get(reverse("mail_preferences")).headers["Location"]
