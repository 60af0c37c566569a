"""A note as a mail: composed when it is sent, to whoever it is still meant for."""

from typing import Any

from program.mail.kinds import Letter, mail_kind
from program.mail.links import absolute
from program.mail.models import Message
from roundtables import telling
from roundtables.staff.note import Note, people

NOTE = "roundtables.note"


@mail_kind(NOTE, category="roundtables")
def compose_note(message: Message) -> Letter | None:
    """Somebody who cancelled meanwhile, or is not among those it is for any more, gets none."""
    note = Note.objects.filter(pk=message.payload.get("note")).select_related("roundtable__series").first()
    if note is None:
        return None
    if not people(note.roundtable, note.audience).filter(pk=message.payload.get("registration")).exists():
        return None
    return letter_of(note, message)


def letter_of(note: Note, message: Message) -> Letter:
    roundtable = note.roundtable
    roundtable.program = message.program
    context: dict[str, Any] = {
        "paragraphs": note.paragraphs,
        "facts": telling.facts(message, roundtable),
        "roundtable_url": absolute(message.program, roundtable.get_absolute_url()),
    }
    return Letter(note.subject, "emails/roundtable_note", context)
