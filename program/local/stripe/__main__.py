"""python -m program.local.stripe --port 8100 --state var/stripe.sqlite3 --webhook http://localhost:8000/stripe/webhook/"""

import argparse
import os
import signal
import threading
from collections.abc import Sequence
from pathlib import Path

from program.local.stripe import running


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    server = running.start(
        asked.port, state=asked.state, webhooks=asked.webhook, webhook_secret=asked.webhook_secret, url=asked.url
    )
    print(f"Stripe sandbox, no money moves: {server.sandbox.base_url}/", flush=True)
    ended = threading.Event()
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda *_: ended.set())
    ended.wait()
    running.stop(server)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m program.local.stripe", description="A local Stripe.")
    parser.add_argument("--port", type=int, default=8100)
    parser.add_argument("--state", type=Path, help="one SQLite file that outlives a restart")
    parser.add_argument("--webhook", action="append", default=[], metavar="URL", help="is told every event")
    parser.add_argument("--webhook-secret", default=os.environ.get("STRIPE_WEBHOOK_SECRET", ""), metavar="whsec_…")
    parser.add_argument("--url", default="", help="how browsers reach it, if not http://localhost:PORT")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
