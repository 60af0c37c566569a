"""One granian worker process for each site, all on one core; the load comes from another."""

import os
import socket
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from program.local import ROOT
from program.local.child import Child, stop
from program.local.door import ADDRESS

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


@contextmanager
def served(name: str, application: str, env: Mapping[str, str], threads: int) -> Iterator[int]:
    """Yields the port on which the site answers."""
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", ADDRESS, "--port", f"{port}",
        "--workers", "1", "--blocking-threads", f"{threads}", "--log-level", "warning", application,
    ]  # fmt: skip
    with tempfile.TemporaryFile() as output:
        with on_core(0):
            child = Child(name, command, output, env=env, cwd=ROOT)
        try:
            wait_until_answering(child, port)
            yield port
        except ChildProcessError as reason:
            output.seek(0)
            raise SystemExit(f"{reason}\n{output.read().decode(errors='replace')[-4000:]}") from None
        finally:
            stop([child])


def wait_until_answering(child: Child, port: int) -> None:
    deadline = time.monotonic() + READY_LIMIT
    while True:
        try:
            socket.create_connection((ADDRESS, port), 1).close()
            return
        except OSError:
            if child.exit_code is not None or time.monotonic() > deadline:
                raise ChildProcessError(f"{child.name} did not start.") from None
            time.sleep(0.05)
