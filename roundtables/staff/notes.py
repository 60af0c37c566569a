"""Notes to the registered: sent once, each to whom it is for, and what became of the mails."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count

from members.models import Membership
from program.audit.log import record
from program.mail.models import Message
from program.mail.outbox import post_all
from roundtables import notices
from roundtables.models import Note, Registration, Roundtable
from roundtables.staff.note import people
from roundtables.staff.note_letters import NOTE

State = Message.State
ON_THE_WAY = (State.DUE, State.CLAIMED, State.SENDING)


def send_note(note: Note, *, by: Membership, now: datetime) -> int | None:
    """To how many people it goes; None when it was sent before."""
    unsent = Note.objects.filter(pk=note.pk, sent_at=None)
    if not unsent.update(sent_at=now, sent_by=by):
        return None
    posted = post_all([message_of(note, registration, now) for registration in recipients(note)])
    record("sent a note about", note.roundtable, by=by.user, changes={note.audience: ["", note.subject]})
    return posted


def recipients(note: Note) -> list[Registration]:
    return list(people(note.roundtable, note.audience))


def message_of(note: Note, registration: Registration, now: datetime) -> Message:
    return notices.said(NOTE, note.roundtable, registration, now, occurrence=str(note.pk), note=str(note.pk))


def notes_of(roundtable: Roundtable) -> list[Note]:
    """Newest first, each with what became of its mails; two queries for any number."""
    rows = Note.objects.filter(roundtable=roundtable).select_related("roundtable", "sent_by__user")
    return with_mails(rows.order_by("-created_at", "-id"))


def with_mails(notes: Iterable[Note]) -> list[Any]:
    """Counts on each: `mails_sent`, `mails_failed`, `mails_due`, and `mails_kept` for those that reached nobody."""
    found: list[Any] = list(notes)
    counted = mails_by_note(found)
    for note in found:
        mails = counted[str(note.pk)]
        note.mails_sent, note.mails_failed = mails[State.SENT], mails[State.FAILED]
        note.mails_kept = mails[State.CANCELLED]
        note.mails_due = sum(mails[state] for state in ON_THE_WAY)
    return found


def mails_by_note(notes: list[Any]) -> dict[str, dict[str, int]]:
    about = {note.roundtable.about for note in notes}
    rows = Message.objects.filter(kind=NOTE, about__in=about, occurrence__in=[str(note.pk) for note in notes])
    counted: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for occurrence, state, count in rows.order_by().values_list("occurrence", "state").annotate(n=Count("*")):
        counted[occurrence][state] = count
    return counted
