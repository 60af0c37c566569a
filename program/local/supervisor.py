"""Several processes as one: their lines under each other's, and one end for all."""

import os
import selectors
import subprocess
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from program.local import ROOT
from program.local.child import Child, stop
from program.local.progress import painted, say

COLOURS = ("36", "35", "33", "32", "34")
NAME_WIDTH = 10
LAST_LINES = 20


@dataclass
class Spoken:
    """What a child has said: whole lines, and the beginning of the next."""

    child: Child
    colour: str
    begun: bytes = b""
    lines: deque[str] = field(default_factory=lambda: deque(maxlen=LAST_LINES))

    def hear(self, heard: bytes) -> None:
        *whole, self.begun = (self.begun + heard).split(b"\n")
        for line in whole:
            if line.strip():
                self.say(line.decode(errors="replace"))

    def say(self, line: str) -> None:
        self.lines.append(line)
        say(f"{painted(self.child.name.ljust(NAME_WIDTH), self.colour)} {line}")


class ChildError(Exception):
    def __init__(self, child: Child, last_lines: Sequence[str]) -> None:
        code = child.exit_code
        how = f"by signal {-code}" if code and code < 0 else f"with exit code {code}"
        said = "".join(f"\n    {line}" for line in last_lines)
        super().__init__(f"{child.name} ended unexpectedly, {how}.{said}")


class Supervisor:
    """Ends its own children when its with block ends; those it only watches are someone else's."""

    def __init__(self, watched: Sequence[tuple[Child, Path]] = ()) -> None:
        self.selector = selectors.DefaultSelector()
        self.children: list[Child] = []
        self.watched = watched

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self, name: str, command: Sequence[str], env: Mapping[str, str]) -> Child:
        child = Child(name, command, subprocess.PIPE, env=env, cwd=ROOT)
        assert child.process.stdout is not None
        os.set_blocking(child.process.stdout.fileno(), False)
        spoken = Spoken(child, COLOURS[len(self.children) % len(COLOURS)])
        self.selector.register(child.process.stdout, selectors.EVENT_READ, spoken)
        self.children.append(child)
        return child

    def turn(self, seconds: float) -> None:
        """Passes on what was said; raises ChildError when one of them is gone."""
        self._listen(seconds)
        for key in list(self.selector.get_map().values()):
            if key.data.child.exit_code is not None:
                self._listen(0)
                raise ChildError(key.data.child, key.data.lines)
        for child, log in self.watched:
            if child.exit_code is not None:
                raise ChildError(child, log.read_text().splitlines()[-LAST_LINES:])

    def stop(self) -> None:
        stop(self.children)
        self._listen(0)
        self.selector.close()

    def _listen(self, seconds: float) -> None:
        for key, _ in self.selector.select(seconds):
            heard = os.read(key.fd, 65536)
            if heard:
                key.data.hear(heard)
