"""Kinds of mail that only the tests send."""

from django.utils.translation import gettext as _

from program.mail.kinds import Letter, mail_kind
from program.mail.models import Message
from program.mail.readers import reader_of


@mail_kind("test.reminder", category="roundtables")
def compose_reminder(message: Message) -> Letter | None:
    """Cancelled by a payload that says so, broken by another."""
    if message.payload.get("moved"):
        return None
    if message.payload.get("broken"):
        raise LookupError("nothing to say")
    return Letter(subject=f"{_('Roundtables')}: {reader_of(message).name}", template="emails/base")


@mail_kind("test.recording", category="recordings")
def compose_recording(message: Message) -> Letter | None:
    calendar = ("roundtable.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "text/calendar")
    return Letter("The recording", "emails/base", attachments=[calendar])


@mail_kind("test.code", category="account")
def compose_code(message: Message) -> Letter | None:
    return Letter("Your code", "emails/account_code", {"code": message.payload["code"]})
