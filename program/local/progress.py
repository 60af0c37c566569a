"""What is being done, and for how many seconds: one line a step."""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from program.local import ROOT
from program.local.child import Child, stop

TICK = 0.1  # seconds
BOLD, DIM, RED, GREEN, CYAN = "1", "2", "31", "32", "36"


def painted(text: str, colour: str) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m" if sys.stdout.isatty() else text


def say(line: str) -> None:
    """Over a step that is being shown, if there is one."""
    print(f"\r\x1b[K{line}" if sys.stdout.isatty() else line, flush=True)


@contextmanager
def step(name: str) -> Iterator[Callable[[], None]]:
    """Yields a function that redraws the seconds, for those who wait in a loop."""
    begin = time.monotonic()

    def show(end: str = "") -> None:
        seconds = painted(f"{time.monotonic() - begin:6.1f} s", DIM)
        start = "\r" if sys.stdout.isatty() else ""
        print(f"{start}  {name:<28}{seconds}", end=end, flush=True)

    def tick() -> None:
        if sys.stdout.isatty():
            show()

    tick()
    try:
        yield tick
    finally:
        show(end="\n")


class StepError(Exception):
    """A step's command said no; what it said is the message."""


def run(name: str, command: Sequence[str], env: Mapping[str, str]) -> str:
    """Its output, shown only when it fails."""
    with step(name) as tick, tempfile.TemporaryFile("w+b") as output:
        child = Child(name, command, output, env=env, cwd=ROOT)
        try:
            while child.exit_code is None:
                time.sleep(TICK)
                tick()
        finally:
            stop([child])
        output.seek(0)
        said = output.read().decode(errors="replace")
    if child.exit_code != 0:
        raise StepError(f"{name} failed.\n{said.strip()}")
    return said
