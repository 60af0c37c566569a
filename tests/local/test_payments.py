"""A Stripe of one's own under `make run`, and what stops the start."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from program.local import ROOT, payments

KEYS = {"STRIPE_SECRET_KEY": "sk_test_1234567890", "STRIPE_WEBHOOK_SECRET": "whsec_1234567890"}
LOCAL = "http://localhost:8100"


def settings(**variables: str) -> subprocess.CompletedProcess[str]:
    """What the settings say of payments, in a process of their own."""
    said = "import program.settings as s; print(s.STRIPE_IS_SANDBOX, s.SECURE_CSP['form-action'])"
    env = {**os.environ, **variables}
    command = [sys.executable, "-c", said]
    return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False, timeout=30)


def test_sandbox_comes_along_without_keys_and_keeps_its_own(tmp_path: Path) -> None:
    first = payments.defaults({}, tmp_path, 8000)
    assert payments.is_sandboxed(first)
    assert payments.defaults({}, tmp_path, 8000)["STRIPE_SECRET_KEY"] == first["STRIPE_SECRET_KEY"]
    assert first["STRIPE_SECRET_KEY"].startswith("sk_test_")
    assert (tmp_path / "stripe-key").stat().st_mode & 0o077 == 0


def test_sandbox_stays_away_when_there_are_keys(tmp_path: Path) -> None:
    assert payments.defaults(KEYS, tmp_path, 8000) == {}
    assert not payments.is_sandboxed(KEYS)


def test_sandbox_takes_the_next_port_when_its_own_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        taken = listener.getsockname()[1]
        found = payments.defaults({"STRIPE_SANDBOX_PORT": str(taken)}, tmp_path, 8000)["STRIPE_API_URL"]
    assert found != f"http://localhost:{taken}"
    assert "--webhook http://localhost:8000/stripe/webhook/" in " ".join(
        payments.command({"STRIPE_API_URL": found}, tmp_path, 8000)
    )


def test_pages_may_lead_to_stripe_and_to_a_sandbox_only_when_it_runs() -> None:
    own = settings(**KEYS)
    assert "False" in own.stdout
    assert "https://checkout.stripe.com" in own.stdout
    assert LOCAL not in own.stdout
    boxed = settings(**KEYS, STRIPE_API_URL=LOCAL)
    assert "True" in boxed.stdout
    assert LOCAL in boxed.stdout
    assert "stripe.com" not in boxed.stdout


@pytest.mark.parametrize(
    ("variables", "says"),
    [
        ({"STRIPE_SECRET_KEY": "sk_test_1234567890", "STRIPE_WEBHOOK_SECRET": ""}, "set both or neither"),
        ({**KEYS, "STRIPE_SECRET_KEY": "pk_test_1234567890"}, "begins with sk_ or rk_"),
        ({**KEYS, "STRIPE_API_URL": "http://api.example.org"}, "a sandbox on this machine"),
        ({**KEYS, "STRIPE_API_URL": LOCAL, "STRIPE_SECRET_KEY": "sk_live_1234567890"}, "takes no real payments"),
        ({**KEYS, "STRIPE_API_URL": LOCAL, "LINK_SCHEME": "https", "DEBUG": "0"}, "takes no real payments"),
        ({**KEYS, "STRIPE_TIMEOUT": "0"}, "expected 1 or more"),
    ],
)
def test_wrong_payment_settings_stop_the_start(variables: dict[str, str], says: str) -> None:
    ended = settings(**{"STRIPE_API_URL": "https://api.stripe.com", **variables})
    assert ended.returncode == 1
    assert says in ended.stderr
    assert "Traceback" not in ended.stderr
