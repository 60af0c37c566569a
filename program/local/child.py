"""Processes that never outlive us."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Unpack

from program.local.place import Identity

PR_SET_PDEATHSIG = 1
PATIENCE = 8.0  # seconds for an orderly end, before it is made to end


class Circumstances(Identity, total=False):
    env: Mapping[str, str]
    cwd: Path


class Child:
    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        output: int | IO[bytes],
        stop_signal: signal.Signals = signal.SIGTERM,
        **circumstances: Unpack[Circumstances],
    ) -> None:
        self.name = name
        self.stop_signal = stop_signal
        self.process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=dies_with_us(stop_signal),  # noqa: PLW1509 - we have one thread
            **circumstances,
        )

    @property
    def exit_code(self) -> int | None:
        return self.process.poll()


def dies_with_us(death_signal: signal.Signals) -> Callable[[], None] | None:
    """For Popen's preexec_fn: the kernel sends the signal when we are gone, even by kill -9.

    Linux ties this to the thread that starts the process, so start it from the main one.
    """
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    us = os.getpid()

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, death_signal)
        if os.getppid() != us:  # we died before the question was put
            os._exit(1)

    return ask


def stop(children: Sequence[Child], patience: float = PATIENCE) -> None:
    """Ends all of them at once, and whatever they started themselves."""
    for child in children:
        if child.exit_code is None:
            child.process.send_signal(child.stop_signal)
    deadline = time.monotonic() + patience
    for child in children:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.process.wait(max(0.0, deadline - time.monotonic()))
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()
