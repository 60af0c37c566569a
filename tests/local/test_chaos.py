"""Small versions of `make chaos`: every scenario runs, and keeps what does not depend on how fast the machine is."""

import re
import subprocess
import sys

import pytest

from program.local import ROOT

SMALL = {
    "runs": 2, "people": 60, "seats": 20, "threads": 10, "seconds": 3, "doers": 8,
    "reminders": 100, "minute": 3, "rest": 2, "members": 12,
    "forged": 20, "webhooks": 12, "streams": 6, "crashes": 4, "pairs": 15,
    "copies-of": 60, "workers": 2, "kills": 1, "flushes": 1, "stops": 1, "restarts": 2, "lease": 4, "sweep": 2,
}  # fmt: skip
ROW = re.compile(r"^  (\S.*?)  +(\S.*?)  +(\S.*?)  (kept|BROKEN)$", re.MULTILINE)
OF_SPEED = re.compile("p99|slowest")

pytestmark = pytest.mark.race


def chaos(*names: str, **sizes: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "program.local.chaos", *(word for name in names for word in ("--only", name))]
    command += [f"--{name.replace('_', '-')}={size}" for name, size in {**SMALL, **sizes}.items()]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=560)


def promises(ended: subprocess.CompletedProcess[str]) -> dict[str, str]:
    """Kept or BROKEN, by the name of the figure; none that a busy machine may break."""
    assert "\nEvery promise was kept." in ended.stdout or " promises broken." in ended.stdout, ended
    return {name: verdict for name, _, _, verdict in ROW.findall(ended.stdout) if not OF_SPEED.search(name)}


def test_every_scenario_keeps_its_promises() -> None:
    """In one run, because setting the services up takes longer than most of them."""
    of_payments = ("webhooks", "streams", "crashes", "receipts")
    found = promises(ended := chaos("seats", "sixty", "reminders", "chaos", "broker", *of_payments))

    assert {"missing", "duplicates", "extra copies of one reminder", "extra copies in all"} <= found.keys()
    assert {"registered, broker silent", "registered, broker stopped"} <= found.keys()
    assert {"streams of 6 in which we differ from Stripe", "rows of them"} <= found.keys()
    assert len(ROW.findall(ended.stdout)) > 20, ended.stdout
    assert set(found.values()) == {"kept"}, ended.stdout


def test_broken_promise_is_told_and_ends_with_1() -> None:
    """More seats are wanted than there are people."""
    ended = chaos("seats", runs=1, people=10, seats=30)

    assert promises(ended)["runs with exactly 30 seats for 10 people"] == "BROKEN"
    assert ended.returncode == 1
