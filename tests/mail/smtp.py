"""A real mail server on this machine, which keeps what it took."""

import socket
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from django.test import override_settings

REFUSED = {
    "refused.example": "550 5.1.1 no such person",
    "busy.example": "451 4.3.0 come again",
    "policy.example": "550 5.7.1 we do not like your mail",
    "full.example": "552 5.2.2 the mailbox is full",
    "wordless.example": "550 no",
}
"""By the domain of the address."""


class Server:
    """Refuses what is in REFUSED; may take its time or hang up after some mails."""

    def __init__(self, port: int, *, seconds_each: float = 0, hang_up_after: int = 0) -> None:
        self.port = port
        self.mails: list[Any] = []
        self.envelope_senders: list[str | None] = []
        self.seconds_each = seconds_each
        self.hang_up_after = hang_up_after

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if refusal := REFUSED.get(address.rpartition("@")[2]):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        if self.hang_up_after and len(self.mails) >= self.hang_up_after:
            server.transport.close()
            return "421 bye"
        time.sleep(self.seconds_each)
        self.envelope_senders.append(envelope.mail_from)
        self.mails.append(message_from_bytes(envelope.content or b"", policy=default))  # type: ignore[arg-type]
        return "250 OK"

    @property
    def copies(self) -> Counter[str]:
        """How often each message arrived, by its Message-ID."""
        return Counter(str(mail["Message-ID"]) for mail in self.mails)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def mailers(self) -> dict[str, Any]:
        options = {"host": "127.0.0.1", "port": self.port, "timeout": 5}
        return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@contextmanager
def running_server(**behaviour: Any) -> Iterator[Server]:
    """This process sends to it; others do by its `url`."""
    server = Server(free_port(), **behaviour)
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        with override_settings(MAILERS=server.mailers):
            yield server
    finally:
        controller.stop()
