"""What `make run` says before it starts anything."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from program.local import ROOT


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def start(**variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "program.local"]
    env = {**os.environ, **variables}
    return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False, timeout=30)


def test_start_with_a_taken_port_names_it_and_starts_nothing(taken_port: int) -> None:
    ended = start(PORT=str(taken_port))

    assert ended.returncode == 1
    assert f"PORT: {taken_port} cannot be used (Address already in use)" in ended.stderr
    assert f"make run PORT={taken_port + 1}" in ended.stderr
    assert "PostgreSQL" not in ended.stdout


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("LINK_SCHEME", "gopher"),
        ("TRUSTED_PROXY_COUNT", "one"),
        ("DATABASE_URL", "mysql://localhost/first_million"),
        ("REDIS_URL", "http://localhost"),
        ("MAIL_URL", "mail.example.org"),
        ("WEB_THREADS", "0"),
        ("STRIPE_TIMEOUT", "0"),
        ("STRIPE_SANDBOX_PORT", "eighty"),
    ],
)
def test_start_with_a_wrong_value_names_the_variable_and_starts_nothing(name: str, value: str) -> None:
    ended = start(**{name: value})

    assert ended.returncode == 1
    assert f"{name}: " in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "PostgreSQL" not in ended.stdout


def test_start_with_half_a_database_names_the_other_half() -> None:
    ended = start(DATABASE_OWNER_URL="")

    assert ended.returncode == 1
    assert "DATABASE_URL and DATABASE_OWNER_URL: set both or neither" in ended.stderr


def test_start_with_half_of_stripes_keys_names_the_other_half_and_starts_no_sandbox() -> None:
    ended = start(STRIPE_SECRET_KEY="sk_test_alone")

    assert ended.returncode == 1
    assert "STRIPE_WEBHOOK_SECRET: required beside STRIPE_SECRET_KEY" in ended.stderr
    assert "sandbox" not in ended.stdout
