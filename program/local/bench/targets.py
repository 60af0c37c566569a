"""What is asked for, and by which words the answer is known to be the page that was meant."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Self

VIEW, QUERY = "bare view", "view with one query"
PAGE_OUT, PAGE_IN = "page, signed out", "page, signed in"


@dataclass(frozen=True)
class Target:
    site: str
    name: str
    path: str
    words: Sequence[str]
    queries: Sequence[int]
    """Statements asked of PostgreSQL: the first time, and (for pages of ours) the second."""
    cookie: str = ""
    beside: str = ""
    """The name of the target whose rate this one is to reach."""

    @property
    def is_signed_in(self) -> bool:
        return bool(self.cookie)

    @property
    def request(self) -> bytes:
        """As a browser's request arrives from one proxy."""
        lines = [
            f"GET {self.path} HTTP/1.1",
            "Host: localhost",
            "Accept: text/html",
            "Accept-Language: en",
            "X-Forwarded-For: 127.0.0.1",
            "X-Forwarded-Proto: https",
            *([f"Cookie: {self.cookie}"] if self.cookie else []),
        ]
        return "\r\n".join([*lines, "", ""]).encode()

    @property
    def marks(self) -> tuple[bytes, ...]:
        return tuple(word.encode() for word in self.words)

    @classmethod
    def read_all(cls, printed: str) -> list[Self]:
        return [cls(**fields) for fields in json.loads(printed)]


def print_all(targets: Sequence[Target]) -> None:
    """Each site knows its own pages, in a process of its own."""
    print(json.dumps([asdict(target) for target in targets]))
