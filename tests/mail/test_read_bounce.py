"""Mails that come back: what they suspend, what they are silent about, and who cannot forge them."""

import io
import os
import subprocess
import sys
from email.message import EmailMessage
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError

from program.local import ROOT
from program.mail import believing
from program.mail.bounce_reports import reports_in
from program.mail.management.commands.read_bounce import COME_AGAIN
from program.mail.message_ids import message_id
from program.mail.models import Message, Suspension
from program.mail.outbox import post
from program.models import Program
from program.tenancy.scope import program_scope
from tests.cast import Cast, make_program
from tests.mail import kinds, senders
from tests.mail.mailbox import Mailbox
from tests.mail.returned import complaint, undelivered
from tests.mail.smtp import running_server

assert kinds

ALICE, BOB = "alice@example.org", "bob@example.org"
AUTO_REPLY = b"From: alice@example.org\nAuto-Submitted: auto-replied\nSubject: I am away\n\nUntil Monday.\n"
NESTED = b"Content-Type: multipart/report; boundary=b\n\n--b\n" + b"Content-Type: message/rfc822\n\n" * 5_000


def send(program: Program, address: str) -> EmailMessage:
    """As a mail server on this machine got it."""
    with running_server() as server:
        with program_scope(program.pk):
            post("test.reminder", address)
        Mailbox.deliver_all()
    return server.mails[0]  # type: ignore[no-any-return]


@pytest.fixture
def sent(cast: Cast) -> EmailMessage:
    return send(cast.a, ALICE)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Any:
    def reading(mail: bytes) -> str:
        """What the command says after it read this mail."""
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(mail)))
        said = io.StringIO()
        call_command("read_bounce", stdout=said)
        return said.getvalue().strip()

    return reading


def suspended() -> list[tuple[str, str, str]]:
    return list(Suspension.objects.values_list("address", "cause", "detail"))


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"is_whole": True},
        {"status": "5.0.0"},
        {"status": "5.1.10", "words": "550 nobody"},
        {"address": "alice@moved.example", "original_recipient": "Alice@Example.org"},
    ],
)
def test_mailbox_that_does_not_exist_is_suspended(how: dict[str, Any], sent: EmailMessage, read: Any) -> None:
    how = {"address": ALICE, "words": "550 5.1.1 no such person", **how}
    assert read(undelivered(sent, **how)) == f"{ALICE}: bounced"
    assert suspended() == [(ALICE, "bounced", f"smtp; {how['words']}")]


@pytest.mark.parametrize("how", [{}, {"address": ALICE}, {"kind": "fraud"}])
def test_complaint_suspends_the_address(how: dict[str, str], sent: EmailMessage, read: Any) -> None:
    assert read(complaint(sent, **how)) == f"{ALICE}: complained"
    assert suspended() == [(ALICE, "complained", f"{how.get('kind', 'abuse')}, Provider/1.0")]


@pytest.mark.parametrize(
    "how",
    [
        {"action": "delayed", "status": "4.4.1", "words": "451 4.4.1 come again"},
        {"action": "delayed"},
        {"action": "relayed", "status": "2.0.0", "words": "250 taken"},
        {"status": "5.7.1", "words": "550 5.7.1 we do not like your mail"},
        {"status": "5.2.2", "words": "552 5.2.2 the mailbox is full"},
        {"status": "5.0.0", "words": "550 no"},
        {"status": "nonsense", "words": "\N{SNOWMAN}"},
    ],
)
def test_other_delivery_reports_suspend_nobody(how: dict[str, str], sent: EmailMessage, read: Any) -> None:
    assert read(undelivered(sent, ALICE, **how)) == "Nothing in it about a mail of ours."  # type: ignore[arg-type]
    assert suspended() == []


def test_mail_called_wanted_is_no_complaint(sent: EmailMessage, read: Any) -> None:
    read(complaint(sent, kind="not-spam"))
    assert suspended() == []


@pytest.mark.parametrize("mail", [AUTO_REPLY, b"", b"\xff\0\n\n\n", b"Content-Type: multipart/report\n\nnone", NESTED])
def test_anything_else_is_passed_over(mail: bytes, cast: Cast, read: Any) -> None:
    assert read(mail) == "Nothing in it about a mail of ours."
    assert suspended() == []


def test_report_cut_off_anywhere_is_no_error(sent: EmailMessage) -> None:
    for mail in (undelivered(sent, ALICE), undelivered(sent, ALICE, is_whole=True), complaint(sent)):
        assert len(reports_in(mail)) == 1
        assert all(len(reports_in(mail[:end])) <= 1 for end in range(0, len(mail), 41))


def forged(sent: EmailMessage, identity: str) -> EmailMessage:
    del sent["Message-ID"]
    sent["Message-ID"] = identity
    return sent


def test_report_about_somebody_else_than_the_reader_is_not_believed(sent: EmailMessage, read: Any) -> None:
    read(undelivered(sent, BOB))
    read(complaint(sent, address=BOB).replace(b"\nTo: alice@example.org", b"\nTo: bob@example.org"))
    assert suspended() == []


def test_number_of_a_mail_to_somebody_else_cannot_be_guessed(cast: Cast, sent: EmailMessage, read: Any) -> None:
    """Who got a mail knows the numbers before and after, and lacks their marks."""
    own = str(sent["Message-ID"])
    send(cast.a, BOB)
    with program_scope(cast.a.pk):
        of_bob = Message.objects.select_related("program").get(address=BOB)
        genuine = message_id(of_bob)
        number = own.partition(".")[0].removeprefix("<message-")
    for identity in (
        own.replace(number, str(of_bob.pk)),
        f"<message-{of_bob.pk}.{cast.a.pk}@a.localhost>",
        "",
        "<x@y>",
    ):
        read(undelivered(forged(sent, identity), BOB))
        read(complaint(forged(sent, identity), address=BOB))
    assert suspended() == []
    read(undelivered(forged(sent, genuine), BOB))
    assert [address for address, _, _ in suspended()] == [BOB]


def test_number_of_another_program_is_not_believed(cast: Cast, sent: EmailMessage, read: Any) -> None:
    identity = str(sent["Message-ID"]).replace(f".{cast.a.pk}.", f".{cast.b.pk}.")
    assert identity != sent["Message-ID"]
    read(undelivered(forged(sent, identity), ALICE))
    assert suspended() == []


def test_mail_that_was_never_sent_cannot_come_back(cast: Cast, sent: EmailMessage, read: Any) -> None:
    with program_scope(cast.a.pk):
        post("test.reminder", BOB)
        identity = message_id(Message.objects.select_related("program").get(address=BOB))
    read(undelivered(forged(sent, identity), BOB))
    assert suspended() == []


def test_database_that_is_away_asks_for_the_mail_again(
    sent: EmailMessage, read: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: Any) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(believing, "suspend", away)
    with pytest.raises(SystemExit) as ended:
        read(undelivered(sent, ALICE))
    assert ended.value.code == COME_AGAIN


@pytest.mark.django_db(transaction=True)
def test_mail_is_piped_into_a_process_of_its_own() -> None:
    """As a mail server does, and without a program in scope."""
    sent = send(make_program("pipes", "pipes.localhost"), ALICE)
    ended = subprocess.run(
        [sys.executable, "manage.py", "read_bounce"],
        input=undelivered(sent, ALICE),
        env={**os.environ, "DATABASE_URL": senders.database_url()},
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout.decode().strip()) == (0, f"{ALICE}: bounced"), ended.stderr
    assert suspended() == [(ALICE, "bounced", "smtp; 550 5.1.1 no such person")]
