"""What the file keeps, and how the command starts and refuses."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from program.local import ROOT
from program.local.stripe import production
from program.local.stripe.running import sandbox
from tests.local.processes import all_gone
from tests.local.stripe.conftest import DAY, NEW_YEAR, Member, connect, joined, stocked
from tests.local.stripe.receiver import Receiver

KEY = "sk_test_kept"


def test_everything_outlives_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "stripe.sqlite3"
    with sandbox(state=file) as box:
        client = connect(box, KEY)
        member, prices = joined(client), stocked(client)
        made = member.subscribe(prices.monthly)
        told = member.events()
        first = client.v1.customers.create({"name": "Alice"}, {"idempotency_key": "one"}).id
        box.advance(5 * DAY)
        now = box.now()
    with sandbox(state=file) as box:
        client = connect(box, KEY)
        again = Member(client, member.clock, member.customer)
        assert again.events()[: len(told)] == told
        assert again.subscription(made).to_dict(recursive=True) == made.to_dict(recursive=True) | {"status": "active"}
        assert client.v1.customers.create({"name": "Alice"}, {"idempotency_key": "one"}).id == first
        assert now <= box.now() <= now + 60
        again.until(NEW_YEAR + 32 * DAY)
        assert again.invoices() == [("paid", 9900), ("paid", 9900)]


def test_webhooks_that_were_not_delivered_are_sent_after_a_restart(tmp_path: Path, receiver: Receiver) -> None:
    file = tmp_path / "stripe.sqlite3"
    receiver.answers[:] = [503]
    with sandbox(state=file, webhooks=[receiver.url], webhook_secret="whsec_x") as box:
        connect(box, KEY).v1.customers.create({"name": "Alice"})
        receiver.wait(lambda: len(receiver.arrived) == 1)
    with sandbox(state=file):
        receiver.wait(lambda: len(receiver.arrived) == 2)
    first, again = receiver.events("whsec_x")
    assert first.id == again.id


def test_a_failed_call_leaves_nothing_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "stripe.sqlite3"
    with sandbox(state=file) as box:
        client = connect(box, KEY)
        prices = stocked(client)
        customer = client.v1.customers.create({}).id
        with pytest.raises(Exception, match="no attached payment source"):
            client.v1.subscriptions.create({"customer": customer, "items": [{"price": prices.monthly.id}]})
        before = client.v1.events.list({"limit": 100}).data
    with sandbox(state=file) as box:
        after = connect(box, KEY).v1.events.list({"limit": 100}).data
        assert [event.id for event in after] == [event.id for event in before]
        assert connect(box, KEY).v1.invoices.list().data == []


@pytest.mark.parametrize(
    "env",
    [
        {"LINK_SCHEME": "https"},
        {"LINK_SCHEME": "https", "DEBUG": "false"},
        {"SECRET_KEY": "x"},
        {"LINK_SCHEME": "http", "DEBUG": "true", "STRIPE_SECRET_KEY": "sk_live_x"},
    ],
)
def test_production_is_refused(env: dict[str, str]) -> None:
    with pytest.raises(SystemExit, match="Stripe sandbox"):
        production.refuse(env)


@pytest.mark.parametrize(
    "env", [{}, {"LINK_SCHEME": "http", "SECRET_KEY": "x"}, {"LINK_SCHEME": "https", "DEBUG": "1"}]
)
def test_ones_own_machine_is_not(env: dict[str, str]) -> None:
    production.refuse(env)


def command(*arguments: str, **env: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "program.local.stripe", *arguments],
        cwd=ROOT,
        env=os.environ | {"LINK_SCHEME": "http"} | env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_command_starts_answers_and_stops(tmp_path: Path) -> None:
    process = command("--port", "0", "--state", str(tmp_path / "stripe.sqlite3"))
    assert process.stdout
    line = process.stdout.readline()
    assert line.startswith("Stripe sandbox, no money moves: http://localhost:")
    page = requests.get(line.split(": ")[1].strip(), timeout=5)
    assert "Sandbox: no money moves" in page.text
    assert "form-action" not in page.headers["Content-Security-Policy"]
    process.send_signal(signal.SIGTERM)
    assert process.wait(5) == 0
    assert all_gone([process.pid])
    process.communicate()


def test_the_command_does_not_start_in_production() -> None:
    process = command("--port", "0", LINK_SCHEME="https", DEBUG="false")
    _, said = process.communicate(timeout=10)
    assert process.returncode == 1
    assert "LINK_SCHEME: https without DEBUG is production" in said
