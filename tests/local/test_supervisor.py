"""Processes that end together, whatever ends them."""

import signal
import subprocess
import sys

from program.local import ROOT
from tests.local.processes import all_gone, is_alive

SUPERVISED = """
import os, sys
from program.local.supervisor import ChildError, Supervisor

with Supervisor() as supervisor:
    for number, line in enumerate(sys.argv[1:]):
        child = supervisor.start(f"child-{number}", ["sh", "-c", line], dict(os.environ))
        print("pid", child.process.pid, flush=True)
    try:
        while True:
            supervisor.turn(0.1)
    except ChildError as error:
        sys.exit(str(error))
"""


def supervise(*lines: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", SUPERVISED, *lines]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def announced(supervisor: subprocess.Popen[str], count: int) -> list[int]:
    assert supervisor.stdout is not None
    return [int(supervisor.stdout.readline().removeprefix("pid ")) for _ in range(count)]


def test_supervisor_killed_without_warning_leaves_nothing_running() -> None:
    supervisor = supervise("exec sleep 60", "exec sleep 61")
    pids = announced(supervisor, 2)
    assert all(map(is_alive, pids))

    supervisor.send_signal(signal.SIGKILL)
    supervisor.communicate()

    assert all_gone(pids)


def test_supervisor_ends_all_when_one_ends_and_says_why() -> None:
    supervisor = supervise("exec sleep 60", "echo the disk is full; exit 3")

    out, reason = supervisor.communicate(timeout=10)
    pids = [int(line.removeprefix("pid ")) for line in out.splitlines() if line.startswith("pid ")]

    assert supervisor.returncode == 1
    assert "child-1 ended unexpectedly, with exit code 3." in reason
    assert "the disk is full" in reason
    assert "child-1    the disk is full" in out
    assert len(pids) == 2
    assert all_gone(pids)


def test_supervisor_ends_what_its_children_started() -> None:
    supervisor = supervise("sleep 60 & echo pid $!; wait", "read -r _ < /dev/null; sleep 1; exit 1")
    announced(supervisor, 2)
    assert supervisor.stdout is not None
    grandchild = int(supervisor.stdout.readline().split()[-1])

    supervisor.communicate(timeout=10)

    assert all_gone([grandchild])
