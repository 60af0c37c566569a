"""The Message-ID of a mail, by which a report about it is known again.

Numbers can be guessed: who asks for two codes knows that of the one in between, sent to somebody else. So the
identity bears a mark that only we can make and only its reader sees.
"""

import re

from django.utils.crypto import constant_time_compare, salted_hmac

from program.mail.links import primary_host
from program.mail.models import Message

OURS = re.compile(r"<message-(\d{1,18})\.(\d{1,18})\.([0-9a-f]{20})@[^\s@<>]+>")


def message_id(message: Message) -> str:
    """The same for every attempt, so that a mail client shows a copy once."""
    number = f"{message.pk}.{message.program_id}"
    return f"<message-{number}.{mark(number)}@{primary_host(message.program)}>"


def mark(number: str) -> str:
    return salted_hmac("program.mail.message_ids", number, algorithm="sha256").hexdigest()[:20]


def message_and_program(said: str) -> tuple[int, int] | None:
    """Which message of which program a Message-ID names, if it is one of ours."""
    found = OURS.fullmatch(said.strip().lower())
    if found is None or not constant_time_compare(mark(f"{found[1]}.{found[2]}"), found[3]):
        return None
    return int(found[1]), int(found[2])
