"""What becomes of a message when something is in the way."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.test import override_settings

from program import clock
from program.mail import outcome
from program.mail.models import Message, OptOut
from program.mail.outbox import post, post_all
from program.mail.tasks import deliver
from program.models import Program
from program.tenancy.scope import NoProgram, program_scope
from tests.cast import Cast
from tests.mail import kinds
from tests.mail.mailbox import Mailbox
from tests.mail.smtp import running_server

assert kinds


def reminders(*addresses: str, **fields: Any) -> None:
    post_all([Message(kind="test.reminder", address=address, **fields) for address in addresses])


def test_message_that_no_longer_applies_is_not_sent(in_a: Program, mailbox: Mailbox) -> None:
    reminders("alice@example.org", payload={"moved": True})
    assert mailbox.deliver_all() == []
    assert Message.objects.get().state == "cancelled"


def test_opt_out_after_posting_is_heeded(in_a: Program, mailbox: Mailbox) -> None:
    reminders("alice@example.org", "bob@example.org")
    post("test.recording", "alice@example.org")
    OptOut.objects.create(address="alice@example.org", category="roundtables")
    assert sorted((str(letter.to[0]), letter.subject) for letter in mailbox.deliver_all()) == [
        ("alice@example.org", "The recording"),
        ("bob@example.org", "Roundtables:"),
    ]
    assert Message.objects.get(state="cancelled").last_error == "unsubscribed"


def test_code_is_gone_from_the_database_once_sent(in_a: Program, mailbox: Mailbox) -> None:
    post("test.code", "alice@example.org", payload={"code": "493027"})
    post("test.reminder", "alice@example.org", payload={"zone": "UTC"})
    mailbox.deliver_all()
    assert Message.objects.get(kind="test.code").payload == {}
    assert Message.objects.get(kind="test.reminder").payload == {"zone": "UTC"}


def test_message_that_cannot_be_composed_stops_no_other(in_a: Program, mailbox: Mailbox) -> None:
    reminders("alice@example.org", payload={"broken": True})
    reminders("bob@example.org")
    assert [letter.to for letter in mailbox.deliver_all()] == [["bob@example.org"]]
    broken = Message.objects.get(address="alice@example.org")
    assert (broken.state, broken.attempts) == ("due", 1)
    assert "nothing to say" in broken.last_error
    assert broken.due_at > clock.now()


def test_message_is_given_up_after_a_day(in_a: Program, mailbox: Mailbox) -> None:
    reminders("alice@example.org", payload={"broken": True})
    now = clock.now()
    for day in range(outcome.MOST_ATTEMPTS + 2):
        mailbox.deliver_all(now=now + timedelta(days=day))
    message = Message.objects.get()
    assert (message.state, message.attempts) == ("failed", outcome.MOST_ATTEMPTS)


def test_reader_who_is_no_member_any_more_gets_the_programs_language(
    cast: Cast, in_a: Program, mailbox: Mailbox
) -> None:
    reminders("alice@example.org", user=cast.alice.user)
    cast.alice.delete()
    assert '<html lang="en"' in mailbox.html_of(mailbox.deliver_all()[0])


@pytest.mark.parametrize(
    ("wrong", "state"),
    [("nobody@refused.example", "failed"), ("full@busy.example", "due"), ("no address", "failed")],
)
def test_wrong_address_fails_only_itself(wrong: str, state: str, in_a: Program, mailbox: Mailbox) -> None:
    reminders("alice@example.org", wrong, "bob@example.org")
    with running_server() as server:
        mailbox.deliver_all()
    assert {str(mail["To"]) for mail in server.mails} == {"alice@example.org", "bob@example.org"}
    assert Message.objects.get(address=wrong).state == state
    assert Message.objects.get(address=wrong).last_error


def test_server_that_is_away_costs_no_attempt(in_a: Program, mailbox: Mailbox) -> None:
    reminders("alice@example.org", "bob@example.org")
    with running_server() as server:
        pass
    with override_settings(MAILERS=server.mailers):
        mailbox.deliver_all()
    assert list(Message.objects.values_list("state", "attempts")) == [("due", 0), ("due", 0)]
    with running_server() as server:
        mailbox.deliver_all(now=clock.now() + timedelta(minutes=1))
    assert len(server.mails) == 2


def test_server_that_hangs_up_midway_gets_the_rest_later(in_a: Program, mailbox: Mailbox) -> None:
    reminders(*(f"founder{n}@example.org" for n in range(10)))
    with running_server(hang_up_after=4) as server:
        mailbox.deliver_all()
    assert len(server.mails) == 4
    assert Message.objects.filter(state="sent").count() == 4
    with running_server() as again:
        mailbox.deliver_all(now=clock.now() + timedelta(minutes=2))
    assert len(again.mails) == 6
    assert not set(server.copies) & set(again.copies)


def test_whoever_was_stopped_too_often_is_given_up(in_a: Program, mailbox: Mailbox) -> None:
    """A message that kills its sender must not do so for ever."""
    reminders("alice@example.org")
    Message.objects.update(attempts=outcome.MOST_ATTEMPTS)
    assert mailbox.deliver_all() == []
    assert Message.objects.get().state == "failed"


def test_chunk_costs_the_same_queries_for_1_and_30(
    in_a: Program, mailbox: Mailbox, django_assert_max_num_queries: Any, cast: Cast
) -> None:
    """One mark a message, and eight for the sweep and the chunk."""
    for count in (1, 30):
        reminders(*(f"founder{n}@example.org" for n in range(count)), user=cast.alice.user, about=str(count))
        with django_assert_max_num_queries(1000) as found:
            mailbox.deliver_all()
        said = [query["sql"] for query in found.captured_queries if "SAVEPOINT" not in query["sql"]]
        assert len(said) - count == 8


class TransactionSeen(Exception):
    pass


class WatchfulBackend(BaseEmailBackend):
    """Refuses to send while a transaction is open."""

    def send_messages(self, email_messages: Any) -> int:
        if connection.in_atomic_block:
            raise TransactionSeen
        return len(email_messages)


@pytest.mark.django_db(transaction=True)
@override_settings(MAILERS={"default": {"BACKEND": "tests.mail.test_sending.WatchfulBackend"}})
def test_no_transaction_is_open_while_the_server_is_spoken_to(cast: Cast, mailbox: Mailbox) -> None:
    with program_scope(cast.a.pk):
        reminders("alice@example.org")
    mailbox.deliver_all()
    with program_scope(cast.a.pk):
        assert Message.objects.get().state == "sent"


def test_delivery_refuses_to_run_without_a_program() -> None:
    with pytest.raises(NoProgram):
        deliver([1])
