"""A closed loop of keep-alive connections: each asks again as soon as it has its answer."""

import re
import selectors
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import quantiles

from program.local.door import ADDRESS

PATIENCE = 10.0  # seconds without any answer
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class UnexpectedError(Exception):
    """The answer is not the page that was meant, so its rate would say nothing."""


@dataclass(frozen=True)
class Sample:
    """Requests a second, and milliseconds that half and 99 of 100 answers stayed within."""

    answers: int
    rate: float
    p50: float
    p99: float


class Visitor:
    def __init__(self, connection: socket.socket, request: bytes) -> None:
        self.connection = connection
        self.request = request
        self.received = b""

    def ask(self) -> None:
        self.received = b""
        self.connection.sendall(self.request)
        self.asked_at = time.perf_counter()

    def answer(self) -> bytes | None:
        """Reads what is there; the whole answer once it has all come."""
        chunk = self.connection.recv(1 << 18)
        if not chunk:
            raise UnexpectedError("the connection was closed")
        self.received += chunk
        return self.received if is_whole(self.received) else None


def is_whole(received: bytes) -> bool:
    """By its Content-Length; without one, which is Django without CommonMiddleware, by the last chunk."""
    head_end = received.find(b"\r\n\r\n")
    if head_end < 0:
        return False
    length = LENGTH.search(received, 0, head_end)
    if length is None:
        return received.endswith(b"\r\n0\r\n\r\n")
    return len(received) >= head_end + 4 + int(length[1])


def status_of(answer: bytes) -> str:
    return answer.partition(b"\r\n")[0].partition(b" ")[2].decode("latin-1")


def check(answer: bytes, marks: Sequence[bytes]) -> None:
    if not answer.startswith(b"HTTP/1.1 200 "):
        raise UnexpectedError(f"answered {status_of(answer)}")
    for mark in marks:
        if mark not in answer:
            raise UnexpectedError(f"a page without {mark.decode()!r}")


@contextmanager
def visitors(port: int, request: bytes, many: int) -> Iterator[selectors.BaseSelector]:
    with ExitStack() as opened:
        selector = opened.enter_context(selectors.DefaultSelector())
        for _ in range(many):
            connection = opened.enter_context(socket.create_connection((ADDRESS, port), PATIENCE))
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            selector.register(connection, selectors.EVENT_READ, Visitor(connection, request))
        yield selector


def load(port: int, request: bytes, marks: Sequence[bytes], *, seconds: float, connections: int) -> Sample:
    took: list[float] = []
    with visitors(port, request, connections) as selector:
        began = time.perf_counter()
        for key in selector.get_map().values():
            key.data.ask()
        while time.perf_counter() < began + seconds or len(took) < 2:
            took += answered(selector, marks)
        lasted = time.perf_counter() - began
    cuts = quantiles(took, n=100, method="inclusive")
    return Sample(len(took), len(took) / lasted, cuts[49] * 1000, cuts[98] * 1000)


def answered(selector: selectors.BaseSelector, marks: Sequence[bytes]) -> Iterator[float]:
    """The seconds each answer took that came meanwhile; whoever has one asks again."""
    ready = selector.select(PATIENCE)
    if not ready:
        raise UnexpectedError(f"no answer within {PATIENCE:.0f} s")
    for key, _ in ready:
        answer = key.data.answer()
        if answer is not None:
            yield time.perf_counter() - key.data.asked_at
            check(answer, marks)
            key.data.ask()
