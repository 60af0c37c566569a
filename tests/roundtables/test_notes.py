"""Staff write to the registered: looked at first, sent once, to whom it is still meant for."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from program import clock
from program.audit.models import Entry
from program.mail.models import Message, OptOut
from program.tenancy.scope import program_scope
from roundtables.models import Guest, Note, Registration, Roundtable
from roundtables.seating import seats
from tests.cast import Cast
from tests.mail.mailbox import Mailbox
from tests.roundtables.conftest import STARTS
from tests.roundtables.staff import ROUNDTABLES, asked, page, register, send, words

NOTE = {
    "audience": "everybody",
    "subject": "Bring your price",
    "words": "Dear all,\n\nbring <b>one</b> price.\nSee https://x.example",
}


def written(erin: Client, cast: Cast, table: Roundtable, **changed: str) -> Note:
    send(erin, f"{ROUNDTABLES}{table.pk}/note/", {**NOTE, **changed})
    with program_scope(cast.a.pk):
        return Note.objects.latest("id")


def send_note(erin: Client, note: Note) -> str:
    return words(send(erin, f"/admin/roundtables/note/{note.pk}/send/", {}))


def received(mailbox: Mailbox, subject: str = NOTE["subject"]) -> list[str]:
    return sorted(letter.to[0] for letter in mailbox.deliver_all() if letter.subject == subject)


@pytest.fixture
def four(cast: Cast, table: Roundtable) -> Roundtable:
    """Alice, Bob and a guest have a seat; Frank waits."""
    register(cast, table, cast.alice, cast.bob)
    with program_scope(cast.a.pk):
        guest = Guest.objects.create(email="gil@example.org", name="Gil")
        seats.register(table, guest, now=clock.now())
    register(cast, table, cast.frank)
    return table


def test_note_is_looked_at_before_it_is_sent(erin: Client, cast: Cast, four: Roundtable, mailbox: Mailbox) -> None:
    said = words(send(erin, f"{ROUNDTABLES}{four.pk}/note/", NOTE))
    assert "To: Everybody who is registered. These are 4 people." in said
    assert received(mailbox) == []
    with program_scope(cast.a.pk):
        note = Note.objects.get()
    mail = page(erin, f"/admin/roundtables/note/{note.pk}/mail/")
    assert "bring &lt;b&gt;one&lt;/b&gt; price." in mail
    assert "8:00 AM PDT" in mail
    assert "The note goes to 4 people." in send_note(erin, note)
    assert received(mailbox) == ["alice@example.org", "bob@example.org", "frank@example.org", "gil@example.org"]


def test_letter_carries_the_words_and_the_time(erin: Client, cast: Cast, four: Roundtable, mailbox: Mailbox) -> None:
    send_note(erin, written(erin, cast, four))
    letter = mailbox.to("alice@example.org")[-1]
    assert "Dear all,\n\nbring <b>one</b> price.\nSee https://x.example\n" in letter.body
    assert "Thursday, October 1, 2026, 8:00 AM PDT" in letter.body
    assert letter.extra_headers["List-Unsubscribe"]
    assert "bring &lt;b&gt;one" in mailbox.html_of(letter)


def test_second_press_sends_nothing(erin: Client, cast: Cast, four: Roundtable, mailbox: Mailbox) -> None:
    note = written(erin, cast, four)
    send_note(erin, note)
    assert "This note was sent already; nobody gets it twice." in send_note(erin, note)
    assert len(received(mailbox)) == 4
    with program_scope(cast.a.pk):
        entry = Entry.objects.get(action="sent a note about")
        assert (entry.actor, entry.changes) == (cast.erin.user, {"everybody": ["", "Bring your price"]})


def test_two_notes_both_arrive(erin: Client, cast: Cast, four: Roundtable, mailbox: Mailbox) -> None:
    for _ in range(2):
        send_note(erin, written(erin, cast, four))
    assert received(mailbox).count("alice@example.org") == 2


def test_who_cancels_meanwhile_gets_none(erin: Client, cast: Cast, four: Roundtable, mailbox: Mailbox) -> None:
    send_note(erin, written(erin, cast, four, audience="seats"))
    with program_scope(cast.a.pk):
        seats.cancel(Registration.objects.get(membership=cast.alice), now=clock.now())
    assert received(mailbox) == ["bob@example.org", "gil@example.org"]


def test_who_is_not_meant_any_more_gets_none(erin: Client, cast: Cast, four: Roundtable, mailbox: Mailbox) -> None:
    send_note(erin, written(erin, cast, four, audience="waiting"))
    with program_scope(cast.a.pk):
        Registration.objects.filter(membership=cast.frank).update(state="seat")
    assert received(mailbox) == []


@pytest.mark.parametrize(
    ("audience", "people"),
    [("seats", ["alice", "bob", "gil"]), ("waiting", ["frank"]), ("attended", ["bob"]), ("missed", ["alice", "gil"])],
)
def test_audience_is_who_is_meant(
    erin: Client, cast: Cast, four: Roundtable, mailbox: Mailbox, audience: str, people: list[str]
) -> None:
    with program_scope(cast.a.pk):
        Registration.objects.filter(membership=cast.bob).update(attended_at=STARTS)
    with time_machine.travel(STARTS + timedelta(hours=2), tick=False):
        send_note(erin, written(erin, cast, four, audience=audience))
        assert received(mailbox) == [f"{name}@example.org" for name in people]


def test_nobody_missed_what_is_to_come(erin: Client, four: Roundtable) -> None:
    assert "Select a valid choice." in send(erin, f"{ROUNDTABLES}{four.pk}/note/", {**NOTE, "audience": "missed"})


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"subject": " "}, "This field is required."),
        ({"words": "\n \n"}, "This field is required."),
        ({"subject": "x" * 121}, "at most 120 characters"),
        ({"words": "x" * 5001}, "at most 5000 characters"),
        ({"words": "a\x00b"}, "Null characters are not allowed."),
    ],
)
def test_wrong_input_stays_and_is_told(
    erin: Client, cast: Cast, four: Roundtable, wrong: dict[str, str], sentence: str
) -> None:
    said = send(erin, f"{ROUNDTABLES}{four.pk}/note/", {**NOTE, **wrong})
    assert sentence in said
    with program_scope(cast.a.pk):
        assert not Note.objects.exists()


def test_strange_signs_do_no_harm(erin: Client, cast: Cast, four: Roundtable, mailbox: Mailbox) -> None:
    strange = "\x1b[31m 🎉 ]]> <!-- {{ subject }} {% now %} </mj-text> &amp; \u202e \ud7ff"
    send_note(erin, written(erin, cast, four, words=strange, subject="Hi\r\nBcc: all@example.org 🎉"))
    letter = mailbox.to("alice@example.org")[-1]
    assert letter.subject == "Hi Bcc: all@example.org 🎉"
    assert "{{ subject }} {% now %} </mj-text> &amp;" in letter.body
    assert "&lt;/mj-text&gt; &amp;amp;" in mailbox.html_of(letter)


def test_page_lists_notes_with_what_became_of_them(
    erin: Client, cast: Cast, four: Roundtable, mailbox: Mailbox
) -> None:
    note = written(erin, cast, four)
    path = f"{ROUNDTABLES}{four.pk}/change/"
    assert "Bring your price Everybody who is registered Not yet" in words(page(erin, path))
    with program_scope(cast.a.pk):
        OptOut.objects.create(address="bob@example.org", category="roundtables")
    send_note(erin, note)
    assert "0 sent · 4 on the way" in words(page(erin, path))
    mailbox.deliver_all()
    with program_scope(cast.a.pk):
        Message.objects.filter(kind="roundtables.note", address="gil@example.org").update(state="failed")
    assert "2 sent · 1 failed · 1 not wanted any more" in words(page(erin, path))


def test_only_what_was_not_sent_is_thrown_away(erin: Client, cast: Cast, four: Roundtable) -> None:
    sent, unsent = written(erin, cast, four), written(erin, cast, four)
    send_note(erin, sent)
    assert erin.post(f"/admin/roundtables/note/{sent.pk}/delete/", {"post": "yes"}, secure=True).status_code == 403
    send(erin, f"/admin/roundtables/note/{unsent.pk}/delete/", {"post": "yes"})
    with program_scope(cast.a.pk):
        assert list(Note.objects.all()) == [sent]


def test_note_that_was_sent_is_changed_no_more(erin: Client, cast: Cast, four: Roundtable) -> None:
    note = written(erin, cast, four)
    send(erin, f"/admin/roundtables/note/{note.pk}/write/", {**NOTE, "subject": "Better"})
    send_note(erin, note)
    send(erin, f"/admin/roundtables/note/{note.pk}/write/", {**NOTE, "subject": "Too late"})
    with program_scope(cast.a.pk):
        assert Note.objects.get().subject == "Better"


@pytest.mark.parametrize("role", ["coach", "support", "editor"])
def test_who_only_looks_writes_nothing(cast: Cast, erin: Client, four: Roundtable, role: str) -> None:
    note = written(erin, cast, four)
    with program_scope(cast.a.pk):
        type(cast.dana).objects.filter(pk=cast.dana.pk).update(role=role)
    looking = Client(headers={"host": "a.localhost"})
    looking.force_login(cast.dana.user)
    for path in (f"{ROUNDTABLES}{four.pk}/note/", f"/admin/roundtables/note/{note.pk}/send/"):
        assert looking.post(path, NOTE, secure=True).status_code == 403
    assert "Bring your price" in page(looking, f"/admin/roundtables/note/{note.pk}/change/")
    assert "Write to the registered" not in page(looking, f"{ROUNDTABLES}{four.pk}/change/")


def test_page_with_30_notes_costs_what_one_costs(erin: Client, cast: Cast, four: Roundtable) -> None:
    path = f"{ROUNDTABLES}{four.pk}/change/"
    send_note(erin, written(erin, cast, four))
    with_one = asked(erin, path)
    with program_scope(cast.a.pk):
        Note.objects.bulk_create(
            Note(roundtable=four, subject=f"No. {i}", words="x", sent_by=cast.erin, sent_at=STARTS) for i in range(30)
        )
    assert asked(erin, path) == with_one
    assert asked(erin, "/admin/roundtables/note/") == asked(erin, "/admin/roundtables/note/?audience=waiting")
