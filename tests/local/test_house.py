"""The whole of `make run`, on services of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator

import pytest

from program.local import ROOT
from tests.local.processes import all_gone, children, descendants

House = tuple[subprocess.Popen[str], int]


@pytest.fixture
def house() -> Iterator[House]:
    """The sandbox gives it PostgreSQL and Valkey; its only child is the runner."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = int(listener.getsockname()[1])
    python = [sys.executable, "-m"]
    command = [*python, "program.local.sandbox", "--", "env", f"PORT={port}", f"STATIC_ROOT={ROOT}/var/static"]
    command += [*python, "program.local"]
    sandbox = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    yield sandbox, port
    sandbox.terminate()
    sandbox.communicate(timeout=20)


def told(sandbox: subprocess.Popen[str], until: str) -> str:
    assert sandbox.stdout is not None
    lines = []
    for line in sandbox.stdout:
        lines.append(line)
        if until in line:
            break
    return "".join(lines)


def test_house_stands_and_leaves_nothing_when_its_runner_is_killed(house: House) -> None:
    sandbox, port = house

    said = told(sandbox, until="Ctrl-C stops all of it.")
    assert f"http://localhost:{port}/" in said
    assert f"http://brasil.localhost:{port}/" in said
    with urllib.request.urlopen(f"http://localhost:{port}/", timeout=10) as page:
        assert "</html>" in page.read().decode()

    stripe = re.search(r"Stripe sandbox, no money moves +(http://localhost:\d+/)", said)
    assert stripe
    with urllib.request.urlopen(stripe[1], timeout=10) as page:
        assert "Sandbox: no money moves" in page.read().decode()

    runner = next(child for child in children(sandbox.pid) if len(children(child)) >= 4)
    started = descendants(runner)
    assert len(started) >= 5  # granian's own worker is the fifth

    os.kill(runner, signal.SIGKILL)

    assert all_gone(started)
