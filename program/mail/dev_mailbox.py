"""Where mail goes when there is no mail server: one file a mail, in a folder of its program."""

import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.mail.backends.base import BaseEmailBackend


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
