"""When `make run` starts the Stripe sandbox, and how it is found again."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from program.local import payments
from program.local.stripe.running import sandbox
from tests.local.stripe.conftest import connect
from tests.local.stripe.receiver import Receiver, listen

SAID = {"SECRET_KEY": "k" * 48, "LINK_SCHEME": "http", "STRIPE_SANDBOX_PORT": "0"}


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture
def receivers() -> Iterator[tuple[Receiver, Receiver]]:
    both = (listen(), listen())
    yield both
    for one in both:
        one.server.shutdown()
        one.server.server_close()


def test_no_keys_mean_a_sandbox_with_test_keys_of_its_own(tmp_path: Path) -> None:
    found = payments.beside(SAID, tmp_path, web=8000)

    assert found
    assert found.env["STRIPE_SECRET_KEY"].startswith("sk_test_sandbox")
    assert found.env["STRIPE_WEBHOOK_SECRET"].startswith("whsec_")
    assert found.env["STRIPE_API_URL"] == f"http://127.0.0.1:{found.port}"
    assert "http://localhost:8000/stripe/webhook/" in found.command(8000)


def test_a_restart_keeps_the_account_and_another_checkout_has_another(tmp_path: Path) -> None:
    def key(said: dict[str, str]) -> str:
        found = payments.beside(said, tmp_path, web=8000)
        assert found
        return found.env["STRIPE_SECRET_KEY"]

    assert key(SAID) == key(SAID)
    assert key(SAID) != key(SAID | {"SECRET_KEY": "o" * 48})
    assert "kkkk" not in key(SAID)


@pytest.mark.parametrize(
    "own",
    [
        {"STRIPE_SECRET_KEY": "sk_test_x", "STRIPE_WEBHOOK_SECRET": "whsec_x"},
        {"STRIPE_SECRET_KEY": "sk_live_x"},
        {"STRIPE_WEBHOOK_SECRET": "whsec_x"},
        {"STRIPE_API_URL": "http://localhost:9000"},
    ],
)
def test_keys_of_ones_own_start_no_sandbox(tmp_path: Path, own: dict[str, str]) -> None:
    assert payments.beside(SAID | own, tmp_path, web=8000) is None
    assert payments.started(SAID | own, tmp_path) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("more", [{"LINK_SCHEME": "https"}, {"ANOTHER_KEY": "rk_live_x"}])
def test_production_starts_no_sandbox_and_says_why(
    tmp_path: Path, more: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert payments.beside(SAID | more, tmp_path, web=8000) is None
    assert "The Stripe sandbox" in capsys.readouterr().out


def test_taken_port_gives_way_to_the_next_and_says_so(
    tmp_path: Path, taken_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    found = payments.beside(SAID | {"STRIPE_SANDBOX_PORT": str(taken_port)}, tmp_path, web=taken_port + 1)

    assert found
    assert found.port > taken_port + 1  # which web is about to take
    assert f"The Stripe sandbox listens on {found.port}: {taken_port} is taken." in capsys.readouterr().out


def test_command_in_another_terminal_finds_the_same_sandbox(tmp_path: Path) -> None:
    assert payments.started(SAID, tmp_path) is None

    assert payments.beside(SAID, tmp_path, web=8000) == payments.started(SAID, tmp_path)


def test_wrong_port_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="STRIPE_SANDBOX_PORT: expected a number from 0 to 65535"):
        payments.beside(SAID | {"STRIPE_SANDBOX_PORT": "eighty"}, tmp_path, web=8000)


def test_web_on_another_port_hears_of_the_accounts_that_were_there(
    tmp_path: Path, receivers: tuple[Receiver, Receiver]
) -> None:
    before, after = receivers
    state = tmp_path / "stripe.sqlite3"
    before.answers[:] = [503] * 9
    with sandbox(state=state, webhooks=[before.url], webhook_secret="whsec_x") as box:
        connect(box, "sk_test_kept").v1.customers.create({"name": "Alice"})
        before.wait(lambda: len(before.arrived) == 1)
    with sandbox(state=state, webhooks=[after.url], webhook_secret="whsec_y") as box:
        connect(box, "sk_test_kept").v1.customers.create({"name": "Bob"})
        after.wait(lambda: len(after.arrived) == 2)
        assert len(connect(box, "sk_test_kept").v1.webhook_endpoints.list().data) == 1
    told = [event.data.object["name"] for event in after.events("whsec_y")]
    assert sorted(told) == ["Alice", "Bob"]


def test_state_is_for_one_sandbox_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = tmp_path / "stripe.sqlite3"
    with sandbox(state=state) as box:
        with pytest.raises(SystemExit, match="is in use already"), sandbox(state=state):
            pass
        assert requests.get(f"{box.base_url}/_sandbox/status", timeout=5).status_code == 200
