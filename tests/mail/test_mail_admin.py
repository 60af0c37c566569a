"""The outbox as staff see it."""

import pytest
from django.test import Client
from django.urls import reverse

from program.audit.models import Entry
from program.mail.models import Message, OptOut
from program.mail.outbox import post
from program.tenancy.scope import program_scope
from tests.cast import Cast
from tests.mail import kinds
from tests.mail.mailbox import Mailbox

assert kinds

LIST = reverse("admin:mail_message_changelist")


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
