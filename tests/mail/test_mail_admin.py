"""The outbox as staff see it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from program.audit.models import Entry
from program.mail.models import Message, OptOut, Suspension
from program.mail.outbox import post
from program.mail.suspending import suspend
from program.tenancy.scope import program_scope
from tests.cast import Cast
from tests.mail import kinds
from tests.mail.mailbox import Mailbox

assert kinds

LIST = reverse("admin:mail_message_changelist")
SUSPENSIONS = reverse("admin:mail_suspension_changelist")


@pytest.fixture
def failed(cast: Cast) -> Message:
    with program_scope(cast.a.pk):
        post("test.recording", "alice@example.org", about="roundtable:98")
        code = post("test.code", "bob@example.org", payload={"code": "493027"})
        Message.objects.update(state="failed", attempts=7, last_error="550 no such person")
        assert code is not None
        return Message.objects.get(kind="test.recording")


def test_staff_find_messages_by_state_and_by_what_they_are_about(failed: Message, erin: Client) -> None:
    page = erin.get(LIST, {"state": "failed", "q": "roundtable:98"}).content.decode()
    assert "alice@example.org" in page
    assert "550 no such person" in page
    assert "bob@example.org" not in page


def test_staff_send_again_what_failed_but_no_codes(
    failed: Message, cast: Cast, erin: Client, mailbox: Mailbox
) -> None:
    with program_scope(cast.a.pk):
        chosen = list(Message.objects.values_list("pk", flat=True))
    page = erin.post(LIST, {"action": "resend", "_selected_action": chosen}, follow=True).content.decode()
    assert "1 message will be sent again." in page
    assert [letter.to for letter in mailbox.deliver_all()] == [["alice@example.org"]]
    with program_scope(cast.a.pk):
        assert Entry.objects.get().action == "resent"


def test_staff_change_nothing_in_the_outbox(failed: Message, cast: Cast, erin: Client) -> None:
    page = erin.get(reverse("admin:mail_message_change", args=[failed.pk])).content.decode()
    assert "roundtable:98" in page
    assert 'name="address"' not in page
    assert erin.get(reverse("admin:mail_message_add")).status_code == 403
    assert erin.post(reverse("admin:mail_message_delete", args=[failed.pk])).status_code == 403


def test_code_is_not_shown_to_staff(cast: Cast, erin: Client) -> None:
    with program_scope(cast.a.pk):
        code = post("test.code", "bob@example.org", payload={"code": "493027"})
        OptOut.objects.create(address="alice@example.org", category="news")
    assert code is not None
    assert "493027" not in erin.get(reverse("admin:mail_message_change", args=[code.pk])).content.decode()
    assert "alice@example.org" in erin.get(reverse("admin:mail_optout_changelist")).content.decode()


def test_staff_see_which_addresses_get_no_mail_any_more_and_why(failed: Message, erin: Client) -> None:
    suspend("alice@example.org", Suspension.Cause.BOUNCED, "550 5.1.1 no such person")
    suspend("bob@example.org", Suspension.Cause.COMPLAINED)
    page = erin.get(LIST).content.decode()
    assert "Came back: 550 5.1.1 no such person" in page
    assert '<td class="field-suspended">Called unwanted</td>' in page
    page = erin.get(reverse("admin:mail_message_change", args=[failed.pk])).content.decode()
    assert "Came back: 550 5.1.1 no such person" in page


def test_staff_filter_the_outbox_by_suspension(failed: Message, erin: Client) -> None:
    suspend("alice@example.org", Suspension.Cause.BOUNCED)
    for value, seen, unseen in (("yes", "alice@", "bob@"), ("no", "bob@", "alice@")):
        page = erin.get(LIST, {"suspended": value}).content.decode()
        assert seen in page
        assert unseen not in page


def test_staff_try_a_suspended_address_again(failed: Message, cast: Cast, erin: Client, mailbox: Mailbox) -> None:
    suspend("alice@example.org", Suspension.Cause.BOUNCED, "550 5.1.1 no such person")
    found = Suspension.objects.get()
    assert "550 5.1.1 no such person" in erin.get(SUSPENSIONS).content.decode()
    asked = {"action": "try_again", "_selected_action": [found.pk]}
    assert "1 address gets mail again." in erin.post(SUSPENSIONS, asked, follow=True).content.decode()
    with program_scope(cast.a.pk):
        entry = Entry.objects.get()
        assert (entry.action, entry.object_name, entry.actor) == ("tried again", "alice@example.org", cast.erin.user)
        assert entry.changes == {"cause": ["bounced", ""]}
        post("test.reminder", "alice@example.org")
    assert [letter.to for letter in mailbox.deliver_all()] == [["alice@example.org"]]


def test_staff_change_no_suspension_by_hand(failed: Message, erin: Client) -> None:
    suspend("alice@example.org", Suspension.Cause.BOUNCED)
    found = Suspension.objects.get()
    assert erin.get(reverse("admin:mail_suspension_add")).status_code == 403
    assert erin.post(reverse("admin:mail_suspension_delete", args=[found.pk])).status_code == 403


@pytest.mark.parametrize("page", [LIST, SUSPENSIONS])
def test_lists_cost_the_same_queries_for_1_and_30(
    page: str, cast: Cast, erin: Client, django_assert_max_num_queries: Any
) -> None:
    counts = []
    erin.get(page)  # The host is looked up once, and remembered.
    for addresses in (["founder0@example.org"], [f"founder{n}@example.org" for n in range(1, 30)]):
        with program_scope(cast.a.pk):
            for address in addresses:
                post("test.reminder", address)
                suspend(address, Suspension.Cause.BOUNCED)
        with django_assert_max_num_queries(100) as found:
            assert addresses[-1] in erin.get(page).content.decode()
        counts.append(len(found.captured_queries))
    assert counts[0] == counts[1]
