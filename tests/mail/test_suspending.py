"""An address that bounced or complained gets account mail only, whichever program writes."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from program.mail.models import Message, OptOut, Suspension
from program.mail.outbox import post, post_all
from program.mail.statuses import nobody_there, status_in
from program.mail.suspending import suspend, suspension_of
from program.models import Program
from program.tenancy.scope import program_scope
from tests.cast import Cast
from tests.mail import kinds
from tests.mail.mailbox import Mailbox
from tests.mail.smtp import running_server

assert kinds

ALICE = "alice@example.org"
CAUSES = list(Suspension.Cause)


def post_one_of_each(address: str = ALICE) -> None:
    post("test.reminder", address)
    post("test.recording", address)
    post("test.code", address, payload={"code": "493027"})


@pytest.mark.parametrize("cause", CAUSES)
def test_suspended_address_gets_its_codes_and_nothing_else(cause: Any, in_a: Program, mailbox: Mailbox) -> None:
    suspend("Alice@Example.org ", cause)
    post_one_of_each()
    assert [letter.subject for letter in mailbox.deliver_all()] == ["Your code"]
    cancelled = Message.objects.filter(state="cancelled").values_list("kind", "last_error").order_by("kind")
    assert list(cancelled) == [("test.recording", cause), ("test.reminder", cause)]


def test_suspension_holds_in_every_program(cast: Cast, mailbox: Mailbox) -> None:
    with program_scope(cast.b.pk):
        suspend(ALICE, Suspension.Cause.BOUNCED)
    for program in (cast.a, cast.b):
        with program_scope(program.pk):
            post_one_of_each()
    assert [(letter.program_id, letter.subject) for letter in mailbox.deliver_all()] == [
        (cast.a.pk, "Your code"),
        (cast.b.pk, "Your code"),
    ]


def test_suspension_after_posting_is_heeded_and_others_get_their_mail(in_a: Program, mailbox: Mailbox) -> None:
    post_all([Message(kind="test.reminder", address=address) for address in (ALICE, "bob@example.org")])
    suspend(ALICE, Suspension.Cause.BOUNCED)
    assert [letter.to for letter in mailbox.deliver_all()] == [["bob@example.org"]]


def test_opt_out_is_the_reason_where_both_hold(in_a: Program, mailbox: Mailbox) -> None:
    suspend(ALICE, Suspension.Cause.COMPLAINED)
    OptOut.objects.create(address=ALICE, category="roundtables")
    post("test.reminder", ALICE)
    mailbox.deliver_all()
    assert Message.objects.get().last_error == "unsubscribed"


def test_what_was_learnt_last_stands(in_a: Program) -> None:
    suspend(ALICE, Suspension.Cause.BOUNCED, "550 5.1.1 no such\r\n person\0" + "x" * 400)
    first = suspension_of(ALICE)
    assert first is not None
    assert first.detail.startswith("550 5.1.1 no such personx")
    assert len(first.detail) == 300
    suspend(ALICE, Suspension.Cause.COMPLAINED, "abuse")
    second = Suspension.objects.get()
    assert (second.cause, second.detail) == ("complained", "abuse")
    assert second.since > first.since


def test_mailbox_that_does_not_exist_is_suspended_by_the_mail_servers_word(in_a: Program, mailbox: Mailbox) -> None:
    post("test.reminder", "nobody@refused.example")
    with running_server() as server:
        mailbox.deliver_all()
        post_one_of_each("nobody@refused.example")
        mailbox.deliver_all()
    found = Suspension.objects.get()
    assert (found.address, found.cause) == ("nobody@refused.example", "bounced")
    assert found.detail == "550 5.1.1 no such person"
    failed = Message.objects.get(kind="test.reminder")
    assert (failed.state, failed.last_error) == ("failed", "550 5.1.1 no such person")
    assert Message.objects.get(kind="test.recording").last_error == "bounced"
    assert Message.objects.get(kind="test.code").state == "failed"
    assert server.mails == []


@pytest.mark.parametrize("domain", ["policy", "full", "wordless", "busy"])
def test_other_refusals_do_not_suspend(domain: str, in_a: Program, mailbox: Mailbox) -> None:
    post("test.reminder", f"somebody@{domain}.example")
    with running_server():
        mailbox.deliver_all()
    assert not Suspension.objects.exists()
    assert Message.objects.get().last_error


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("5.1.1 no such person", "5.1.1"),
        ("smtp; 550-5.2.1 The account is disabled.", "5.2.1"),
        ("550 no such person", ""),
        ("refused, see 5.1.1.9", ""),
        ("refused from 195.1.1", ""),
        ("<a@b.c>: 5.1.10.", "5.1.10"),
    ],
)
def test_status_is_found_in_a_servers_words(words: str, status: str) -> None:
    assert status_in(words) == status


@pytest.mark.parametrize("status", ["5.1.1", "5.1.2", "5.1.10", "5.2.1"])
def test_mailbox_that_is_not_there(status: str) -> None:
    assert nobody_there(status)


@pytest.mark.parametrize("status", ["", "4.1.1", "5.1.8", "5.2.2", "5.4.1", "5.7.1", "5.7.26"])
def test_refusal_that_says_nothing_about_the_mailbox(status: str) -> None:
    assert not nobody_there(status)


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"address": "Alice@example.org"}, "suspension_lower_case"),
        ({"address": ALICE, "cause": "whim"}, "suspension_cause_known"),
        ({"address": "bob@example.org"}, "suspension_once"),
    ],
)
def test_database_keeps_the_table_plain(wrong: dict[str, str], rule: str, in_a: Program) -> None:
    suspend("bob@example.org", Suspension.Cause.BOUNCED)
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Suspension.objects.create(**{"cause": "bounced", **wrong})
