"""One granian worker process for each site, all on one core; the load comes from another."""

import contextlib
import os
import socket
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from program.local import ROOT
from program.local.child import Child, stop
from program.local.door import ADDRESS
from program.local.progress import StepError

READY_LIMIT = 60.0  # seconds


def free_port() -> int:
    with socket.create_server((ADDRESS, 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def can_pin() -> bool:
    return hasattr(os, "sched_setaffinity") and len(os.sched_getaffinity(0)) > 1


@contextmanager
def on_core(number: int) -> Iterator[None]:
    """This thread, and the processes it starts, stay on the first (0) or the second core we may use."""
    if not can_pin():
        yield
        return
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {sorted(allowed)[number]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


@dataclass(frozen=True)
class Site:
    name: str
    application: str
    env: Mapping[str, str]


@dataclass(frozen=True)
class Served:
    port: int
    session: int
    """granian and its worker process, and nobody else."""

    def cpu_seconds(self) -> float:
        """What they have used so far; 0 where the system has no /proc."""
        found = (stat.rpartition(")")[2].split() for stat in process_stats())
        ticks = sum(int(stat[11]) + int(stat[12]) for stat in found if int(stat[3]) == self.session)
        return ticks / os.sysconf("SC_CLK_TCK")


def process_stats() -> Iterator[str]:
    for file in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # It has ended meanwhile.
            yield file.read_text()


@contextmanager
def served(site: Site, threads: int) -> Iterator[Served]:
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", ADDRESS, "--port", f"{port}",
        "--workers", "1", "--blocking-threads", f"{threads}", "--log-level", "warning", site.application,
    ]  # fmt: skip
    with tempfile.TemporaryFile() as output:
        with on_core(0):
            child = Child(site.name, command, output, env=site.env, cwd=ROOT)
        try:
            if not answers(child, port):
                output.seek(0)
                raise StepError(f"{site.name} did not start.\n{output.read().decode(errors='replace')[-4000:]}")
            yield Served(port, child.process.pid)
        finally:
            stop([child])


def answers(child: Child, port: int) -> bool:
    deadline = time.monotonic() + READY_LIMIT
    while child.exit_code is None and time.monotonic() < deadline:
        try:
            socket.create_connection((ADDRESS, port), 1).close()
            return True
        except OSError:
            time.sleep(0.05)
    return False
