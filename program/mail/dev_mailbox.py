"""Where mail goes when there is no mail server: one file a mail, in a folder of its program."""

import email.policy
import os
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

SHOWN = 200
CODE = re.compile(r"^\s*([0-9]{6}|[A-Z0-9]{3,4}-[A-Z0-9]{3,4})\s*$", re.MULTILINE)
"""The base templates put a code on a line of its own."""


class MailboxBackend(BaseEmailBackend):
    """Writes each mail in one move, so that nobody reads half of one."""

    def __init__(self, *, file_path: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.folder = Path(file_path)

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        for mail in email_messages:
            write(self.folder / str(getattr(mail, "program_id", 0)), mail.message().as_bytes())
        return len(email_messages)


def write(folder: Path, content: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{time.time_ns()}-{os.getpid()}"
    draft = folder / f"{name}.part"
    draft.write_bytes(content)
    draft.replace(folder / f"{name}.eml")


@dataclass(frozen=True)
class Attachment:
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class KeptMail:
    """A mail as it was sent, read back from its file."""

    name: str
    mail: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.mail["Subject"])

    @property
    def sent_at(self) -> datetime:
        return self.mail["Date"].datetime  # type: ignore[no-any-return]

    @cached_property
    def text(self) -> str:
        return self._body("plain")

    @cached_property
    def html(self) -> str:
        return self._body("html")

    @property
    def code(self) -> str:
        """What the reader is to type somewhere, if the mail is about that."""
        found = CODE.search(self.text)
        return found[1] if found else ""

    @cached_property
    def attachments(self) -> list[Attachment]:
        return [
            Attachment(part.get_filename() or "", part.get_content_type(), part.get_payload(decode=True) or b"")  # type: ignore[arg-type]
            for part in self.mail.iter_attachments()
        ]

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, str(value)) for name, value in self.mail.items()]

    def _body(self, kind: str) -> str:
        part = self.mail.get_body((kind,))
        return str(part.get_content()) if part else ""  # type: ignore[attr-defined]


def is_open() -> bool:
    """Only where mail goes to files and nobody but the developer reads them."""
    return bool(settings.DEV_MAILBOX and not settings.MAIL_URL)


def mails_of(program_id: int) -> list[KeptMail]:
    """Newest first."""
    names = sorted((path.stem for path in folder_of(program_id).glob("*.eml")), reverse=True)
    return [found for name in names[:SHOWN] if (found := mail_named(program_id, name))]


def mail_named(program_id: int, name: str) -> KeptMail | None:
    try:
        content = (folder_of(program_id) / f"{name}.eml").read_bytes()
    except FileNotFoundError:
        return None
    return KeptMail(name, message_from_bytes(content, policy=email.policy.default))  # type: ignore[arg-type]


def folder_of(program_id: int) -> Path:
    return Path(settings.DEV_MAILBOX) / str(program_id)
