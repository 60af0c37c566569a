"""Where a mail comes back to when it cannot be delivered."""

from typing import Any

from program.mail.outbox import post
from program.tenancy.scope import program_scope
from tests.cast import Cast
from tests.mail import kinds
from tests.mail.mailbox import Mailbox
from tests.mail.smtp import running_server

assert kinds

ALICE = "alice@example.org"


def test_mail_comes_back_to_the_address_that_is_set(cast: Cast, settings: Any) -> None:
    settings.MAIL_BOUNCES = "bounces@example.org"
    with running_server() as server:
        with program_scope(cast.a.pk):
            post("test.reminder", ALICE)
        Mailbox.deliver_all()
    assert server.envelope_senders == ["bounces@example.org"]
    assert str(server.mails[0]["From"]) == "Program A <hello@localhost>"


def test_mail_comes_back_to_its_sender_otherwise(cast: Cast) -> None:
    with running_server() as server:
        with program_scope(cast.a.pk):
            post("test.reminder", ALICE)
        Mailbox.deliver_all()
    assert server.envelope_senders == ["hello@localhost"]
    assert str(server.mails[0]["From"]) == "Program A <hello@localhost>"
