"""A Stripe of one's own under `make run`, as long as the environment names no keys."""

import secrets
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from program.local import door, environment

PORT = 8100
TRIES = 20


def defaults(said: Mapping[str, str], folder: Path, web_port: int) -> dict[str, str]:
    """Nothing when there are keys. The sandbox's own stay the same over a restart, and with them what was bought."""
    if "STRIPE_SECRET_KEY" in said:
        return {}
    wanted = environment.number(said, "STRIPE_SANDBOX_PORT", PORT, highest=65535)
    return {
        "STRIPE_SECRET_KEY": f"sk_test_{_kept(folder / 'stripe-key')}",
        "STRIPE_WEBHOOK_SECRET": f"whsec_{_kept(folder / 'stripe-webhook-secret')}",
        "STRIPE_API_URL": f"http://localhost:{_free(wanted, web_port)}",
    }


def is_sandboxed(env: Mapping[str, str]) -> bool:
    return env.get("STRIPE_API_URL", "").startswith("http://")


def command(env: Mapping[str, str], folder: Path, web_port: int) -> list[str]:
    port = env["STRIPE_API_URL"].rpartition(":")[2]
    webhook = f"http://localhost:{web_port}/stripe/webhook/"
    return [
        sys.executable, "-m", "program.local.stripe", "--port", port, "--webhook", webhook,
        "--state", str(folder / "stripe.sqlite3"),
    ]  # fmt: skip


def _kept(file: Path) -> str:
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(16))
    return file.read_text()


def _free(wanted: int, web_port: int) -> int:
    """The wanted port, or one of the next: another checkout may have its sandbox there."""
    for port in range(wanted, wanted + TRIES):
        if port != web_port and _can_listen(port):
            return port
    raise SystemExit(f"STRIPE_SANDBOX_PORT: none from {wanted} to {wanted + TRIES - 1} is free.")


def _can_listen(port: int) -> bool:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((door.ADDRESS, port))
        except OSError:
            return False
    return True
