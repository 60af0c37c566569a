"""Choosing one's mails without an account: by the link in a mail, from any browser."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from program.audit.models import Entry
from program.mail.models import OptOut, Suspension
from program.mail.outbox import post
from program.mail.suspending import suspend, suspension_of
from program.mail.unsubscribing import preferences_path, unsubscribe_path
from program.models import Program
from program.tenancy.scope import program_scope
from tests.cast import Cast
from tests.conftest import HOST_B
from tests.mail import kinds
from tests.mail.mailbox import Mailbox, html_of

assert kinds

GUEST = "guest@example.org"


@pytest.fixture
def link(cast: Cast, mailbox: Mailbox) -> str:
    """Where the words "Choose your mails" lead, in a mail to somebody without an account."""
    with program_scope(cast.a.pk):
        post("test.recording", GUEST)
    letter = mailbox.deliver_all()[0]
    found = re.search(r"https?://a\.localhost(/mail/preferences/[^\s/]+/)", letter.body)
    assert found
    assert found[0] in html_of(letter)
    return found[1]


def refusals(program: Program) -> list[tuple[str, str]]:
    with program_scope(program.pk):
        return sorted(OptOut.objects.values_list("address", "category"))


def test_guest_chooses_by_the_link_in_a_mail(link: str, cast: Cast, visitor: Client) -> None:
    page = visitor.get(link).content.decode()
    assert GUEST in page
    assert page.count("checked") == 5
    assert 'content="noindex"' in page
    answer = visitor.post(link, {"wanted": ["roundtables"]}, follow=True)
    assert answer.redirect_chain == [(link, 302)]
    assert "Your choice is kept." in answer.content.decode()
    assert answer.content.decode().count("checked") == 2
    assert refusals(cast.a) == [(GUEST, "curriculum"), (GUEST, "news"), (GUEST, "recordings")]
    visitor.post(link, {"wanted": ["roundtables", "recordings", "curriculum", "news"]})
    assert refusals(cast.a) == []


def test_choice_holds_for_the_next_mail(link: str, cast: Cast, visitor: Client, mailbox: Mailbox) -> None:
    visitor.post(link, {"wanted": ["roundtables", "news"]})
    with program_scope(cast.a.pk):
        post("test.recording", GUEST, about="another")
        post("test.reminder", GUEST)
        post("test.code", GUEST, payload={"code": "493027"})
    assert [letter.subject for letter in mailbox.to(GUEST)] == ["The recording", "Roundtables:", "Your code"]


def test_account_mail_stays_on_whatever_is_posted(link: str, cast: Cast, visitor: Client) -> None:
    assert "Always on" in visitor.get(link).content.decode()
    visitor.post(link, {"wanted": []})
    assert (GUEST, "account") not in refusals(cast.a)


def test_link_says_whose_choice_it_is_and_not_who_is_signed_in(link: str, cast: Cast, alice: Client) -> None:
    page = alice.get(link).content.decode()
    assert GUEST in page
    assert "alice@example.org" not in page.partition("<main")[2]
    alice.post(link, {"wanted": []})
    assert {address for address, _ in refusals(cast.a)} == {GUEST}


def test_form_needs_its_own_token_against_forgery(link: str, cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"host": "a.localhost"})
    assert strict.post(link, {"wanted": []}).status_code == 403
    assert refusals(cast.a) == []


def test_link_is_worth_nothing_on_another_programs_host(link: str, cast: Cast) -> None:
    elsewhere = Client(headers={"host": HOST_B})
    assert elsewhere.get(link).status_code == 404
    assert elsewhere.post(link, {"wanted": []}).status_code == 404
    assert refusals(cast.b) == refusals(cast.a) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t[:-2] + ("B/" if t[-2] == "A" else "A/"),
        lambda t: t[:30] + "/",
        lambda t: t.replace("/preferences/", "/preferences/x"),
    ],
)
def test_forged_link_is_not_found(change: Any, link: str, cast: Cast, visitor: Client) -> None:
    assert visitor.get(change(link)).status_code == 404
    assert visitor.post(change(link), {"wanted": []}).status_code == 404
    assert refusals(cast.a) == []


def test_link_that_stops_one_kind_opens_no_preferences(link: str, cast: Cast, visitor: Client) -> None:
    token = unsubscribe_path(cast.a, GUEST, "news").split("/")[2]
    assert visitor.get(f"/mail/preferences/{token}/").status_code == 404
    token = preferences_path(cast.a, GUEST).split("/")[3]
    assert visitor.get(f"/u/{token}/").status_code == 404


@pytest.mark.parametrize(
    ("cause", "words"),
    [("bounced", "there is no such mailbox"), ("complained", "was marked as unwanted")],
)
def test_guest_reads_why_there_is_no_mail_and_asks_for_it_again(
    cause: Suspension.Cause, words: str, link: str, cast: Cast, visitor: Client, mailbox: Mailbox
) -> None:
    suspend(GUEST, cause, "550 5.1.1 no such person")
    page = visitor.get(link).content.decode()
    assert words in page
    answer = visitor.post(link, {"wish": "again"}, follow=True).content.decode()
    assert "Our next mail to you goes to this address again." in answer
    assert "Send me mail again" not in answer
    assert refusals(cast.a) == []
    with program_scope(cast.a.pk):
        entry = Entry.objects.get()
        assert (entry.action, entry.object_name, entry.actor) == ("tried again", GUEST, None)
        post("test.reminder", GUEST)
    assert [letter.subject for letter in mailbox.to(GUEST)] == ["The recording", "Roundtables:"]


def test_mail_that_comes_back_again_is_suspended_again(link: str, cast: Cast, visitor: Client) -> None:
    suspend(GUEST, Suspension.Cause.BOUNCED)
    visitor.post(link, {"wish": "again"})
    suspend(GUEST, Suspension.Cause.BOUNCED)
    assert "Send me mail again" in visitor.get(link).content.decode()


def test_choosing_does_not_lift_a_suspension(link: str, cast: Cast, visitor: Client) -> None:
    suspend(GUEST, Suspension.Cause.COMPLAINED)
    visitor.post(link, {"wanted": ["news"]})
    assert suspension_of(GUEST)


def test_member_reads_the_same_on_the_members_page(cast: Cast, alice: Client) -> None:
    page = reverse("mail_preferences")
    assert "Send me mail again" not in alice.get(page).content.decode()
    suspend("alice@example.org", Suspension.Cause.BOUNCED)
    assert "there is no such mailbox" in alice.get(page).content.decode()
    assert "goes to this address again" in alice.post(page, {"wish": "again"}, follow=True).content.decode()
    assert suspension_of("alice@example.org") is None
    with program_scope(cast.a.pk):
        assert Entry.objects.get().actor == cast.alice.user


def test_nobody_suspended_is_nothing_to_lift(link: str, cast: Cast, visitor: Client) -> None:
    assert visitor.post(link, {"wish": "again"}, follow=True).status_code == 200
    with program_scope(cast.a.pk):
        assert not Entry.objects.exists()
