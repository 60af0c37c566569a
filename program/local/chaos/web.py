"""Our site, served as `make run` serves it, and somebody who looks at its pages one after the other."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException

from program.local import door
from program.local.bench.sites import free_port
from program.local.chaos.house import House, running
from program.local.progress import StepError
from program.local.run import READY_LIMIT, processes

PAUSE = 0.03  # seconds between two pages: a reader, no load test


@contextmanager
def site(house: House, **more: str) -> Iterator[int]:
    """Its port."""
    house.prepare_pages()
    port, env = free_port(), {**house.env, **more}
    with running("web", processes(env, port)["web"], env, house.log):
        deadline = time.monotonic() + READY_LIMIT
        while not door.answers(port):
            if time.monotonic() > deadline:
                raise StepError(f"web did not answer: {(house.log / 'web.log').read_text()[-2000:]}")
            time.sleep(0.1)
        yield port


@dataclass
class Page:
    name: str
    path: str
    headers: Mapping[str, str]
    at_rest: list[float] = field(default_factory=list)
    meanwhile: list[float] = field(default_factory=list)


@dataclass
class Reader:
    port: int
    pages: list[Page]
    failed: int = 0

    def read(self, *, at_rest: bool) -> None:
        """Each page once; how long each took goes where it belongs."""
        for page in self.pages:
            began = time.perf_counter()
            self.failed += not self.is_there(page)
            (page.at_rest if at_rest else page.meanwhile).append(time.perf_counter() - began)
            time.sleep(PAUSE)

    def is_there(self, page: Page) -> bool:
        connection = HTTPConnection(door.ADDRESS, self.port, timeout=10)
        try:
            connection.request("GET", page.path, headers=dict(page.headers))
            answer = connection.getresponse()
            return answer.status == 200 and b"</html>" in answer.read()
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()
