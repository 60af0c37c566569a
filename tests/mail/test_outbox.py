"""A message is a row of the transaction that made it necessary, and is said once."""

from datetime import timedelta

import pytest
from django.db import transaction

from program import clock
from program.mail.kinds import UnknownKind
from program.mail.models import Message
from program.mail.outbox import cancel, post, post_all
from program.models import Program
from program.tenancy.scope import ForeignProgram, NoProgram, program_scope
from tests.cast import Cast
from tests.mail import kinds
from tests.mail.mailbox import Mailbox

assert kinds

ABOUT = "roundtable:98"


def reminder(address: str = "alice@example.org", **fields: object) -> Message:
    return Message(kind="test.reminder", address=address, about=ABOUT, **fields)


def test_message_is_said_once(in_a: Program, mailbox: Mailbox) -> None:
    first = post("test.reminder", "Alice@Example.org ", about=ABOUT)
    assert first is not None
    assert Message.objects.get(pk=first.pk).address == "alice@example.org"
    assert post("test.reminder", "alice@example.org", about=ABOUT) is None
    assert len(mailbox.deliver_all()) == 1
    assert post("test.reminder", "alice@example.org", about=ABOUT) is None
    assert len(mailbox.deliver_all()) == 1


def test_message_of_another_occurrence_is_another(in_a: Program) -> None:
    assert post("test.reminder", "alice@example.org", about=ABOUT, occurrence="T-24h")
    assert post("test.reminder", "alice@example.org", about=ABOUT, occurrence="T-1h")


def test_same_message_in_two_programs_is_said_in_both(cast: Cast, mailbox: Mailbox) -> None:
    for program in (cast.a, cast.b):
        with program_scope(program.pk):
            assert post("test.reminder", "alice@example.org", about=ABOUT)
    assert [letter.program_id for letter in mailbox.deliver_all()] == [cast.a.pk, cast.b.pk]


def test_message_goes_with_the_transaction_that_posted_it(in_a: Program) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        post("test.reminder", "alice@example.org", about=ABOUT)
        raise ZeroDivisionError
    assert not Message.objects.exists()


def test_message_due_later_waits_until_then(in_a: Program, mailbox: Mailbox) -> None:
    due_at = clock.now() + timedelta(days=7, microseconds=123)
    posted = post("test.reminder", "alice@example.org", about=ABOUT, due_at=due_at)
    assert posted is not None
    assert Message.objects.get().due_at == due_at
    assert mailbox.deliver_all() == []
    assert mailbox.deliver_all(now=due_at - timedelta(minutes=1)) == []
    assert len(mailbox.deliver_all(now=due_at)) == 1


def test_many_messages_are_one_statement(in_a: Program, django_assert_num_queries: object) -> None:
    rows = [reminder(f"founder{n}@example.org") for n in range(100)]
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert post_all([*rows, reminder("founder1@example.org")]) == 100
    assert {row.pk for row in rows} == set(Message.objects.values_list("pk", flat=True))
    assert post_all([reminder("founder1@example.org"), reminder("new@example.org")]) == 1
    assert post_all([]) == 0


def test_cancelled_message_is_not_sent_and_may_be_posted_again(in_a: Program, mailbox: Mailbox) -> None:
    post("test.reminder", "alice@example.org", about=ABOUT)
    assert cancel(about=ABOUT) == 1
    assert mailbox.deliver_all() == []
    assert post("test.reminder", "alice@example.org", about=ABOUT, payload={"zone": "Asia/Tokyo"})
    assert len(mailbox.deliver_all()) == 1
    assert Message.objects.get().payload == {"zone": "Asia/Tokyo"}


def test_cancel_takes_back_only_what_is_named_and_due(cast: Cast, in_a: Program, mailbox: Mailbox) -> None:
    post("test.recording", "bob@example.org", about=ABOUT)
    mailbox.deliver_all()
    later = clock.now() + timedelta(days=1)
    post_all([reminder(due_at=later), reminder("bob@example.org", due_at=later)])
    post("test.recording", "alice@example.org", about=ABOUT, due_at=later)
    post("test.reminder", "alice@example.org", about="roundtable:99", due_at=later)
    with program_scope(cast.b.pk):
        post("test.reminder", "alice@example.org", about=ABOUT, due_at=later)
    assert cancel(about=ABOUT, kinds=["test.reminder"], address="Alice@example.org") == 1
    assert cancel(about=ABOUT, kinds=["test.reminder"]) == 1
    assert cancel(about=ABOUT) == 1
    assert Message.objects.filter(about=ABOUT, state="sent").count() == 1
    assert Message.objects.get(about="roundtable:99").state == "due"
    with program_scope(cast.b.pk):
        assert Message.objects.get().state == "due"


def test_unknown_kind_is_refused_where_it_is_posted(in_a: Program) -> None:
    with pytest.raises(UnknownKind, match=r"nobody\.says"):
        post("nobody.says", "alice@example.org")


def test_posting_needs_the_program_it_is_for(cast: Cast) -> None:
    with pytest.raises(NoProgram):
        post("test.reminder", "alice@example.org")
    with program_scope(cast.a.pk), pytest.raises(ForeignProgram):
        post_all([reminder(program_id=cast.b.pk)])
