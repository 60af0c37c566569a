"""A real mail server that writes down what it took: one line for each mail and address, before it answers.

python -m program.local.chaos.sink 2525 arrived.txt 0.05    the last: seconds it takes to answer
"""

import asyncio
import re
import sys
import time
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

MESSAGE_ID = re.compile(rb"^message-id:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


class Sink:
    def __init__(self, arrived: Path, pause: float) -> None:
        self.arrived = arrived.open("a", buffering=1)
        self.pause = pause

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd calls it
        """Taken before the answer is known to the sender: whoever dies in between leads to a copy."""
        content = envelope.content
        assert isinstance(content, bytes)
        named = MESSAGE_ID.search(content)
        for address in envelope.rcpt_tos:
            self.arrived.write(f"{named[1].decode() if named else '-'} {address} {time.time():.3f}\n")
        await asyncio.sleep(self.pause)
        return "250 OK"


def main(port: str, arrived: str, pause: str) -> None:
    Controller(Sink(Path(arrived), float(pause)), hostname="127.0.0.1", port=int(port)).start()
    while True:
        time.sleep(60)


if __name__ == "__main__":
    main(*sys.argv[1:])
