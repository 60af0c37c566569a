"""The sandbox inside a process, for tests: `with sandbox() as stripe: StripeClient(key, base_addresses=...)`."""

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from program.local.stripe import everything, production
from program.local.stripe.sandbox import Sandbox
from program.local.stripe.server import Server


def start(
    port: int = 0, *, state: Path | None = None, webhooks: Sequence[str] = (), webhook_secret: str = "", url: str = ""
) -> Server:
    """Answers at once; port 0 takes any that is free. `server.sandbox` is the way in for everything else."""
    production.refuse(os.environ)
    everything.load()
    server = Server(port)
    base_url = url or f"http://localhost:{server.port}"
    server.sandbox = Sandbox(base_url=base_url, state=state, webhooks=list(webhooks), webhook_secret=webhook_secret)
    server.sandbox.start()
    threading.Thread(target=server.serve_forever, args=(0.05,), name="stripe-http", daemon=True).start()
    return server


def stop(server: Server) -> None:
    server.sandbox.close()
    server.shutdown()
    server.server_close()


@contextmanager
def sandbox(
    *, state: Path | None = None, webhooks: Sequence[str] = (), webhook_secret: str = "", port: int = 0
) -> Iterator[Sandbox]:
    """`sandbox.base_url` is where it answers; chaos, clock and deliveries hang on it."""
    server = start(port, state=state, webhooks=webhooks, webhook_secret=webhook_secret)
    try:
        yield server.sandbox
    finally:
        stop(server)
