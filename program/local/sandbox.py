"""Runs a command on throw-away services:

python -m program.local.sandbox -- .venv/bin/pytest tests/members -q
python -m program.local.sandbox --keep var/mine -- .venv/bin/python manage.py migrate
"""

import argparse
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from program.local import ROOT
from program.local.child import dies_with_us
from program.local.environment import without_settings
from program.local.place import Place
from program.local.servers import Services
from program.local.words import compile_words


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m program.local.sandbox")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="reuse the services' folder")
    parser.add_argument("command", nargs="+", help="what to run, after --")
    options = parser.parse_args()
    with sandbox(options.keep) as env:
        return run(options.command, env)


@contextmanager
def sandbox(keep: Path | None = None) -> Iterator[dict[str, str]]:
    """The environment of a command that may do what it likes: nothing of yours is in reach."""
    with own_services(keep) as (env, _):
        yield env


@contextmanager
def own_services(keep: Path | None = None, *, durable: bool = False) -> Iterator[tuple[dict[str, str], Services]]:
    """The same with the services, for whoever stops and starts them."""
    folder = keep or ROOT / "var" / f"sandbox-{os.getpid()}"
    remove_abandoned(ROOT / "var")
    compile_words()
    services = Services(folder, durable=durable, keep=keep is not None)
    with services as found:
        places = {"DEV_MAILBOX": "mail", "MEDIA_ROOT": "media", "STATIC_ROOT": "static"}
        own = {name: str(folder.resolve() / place) for name, place in places.items()}
        for path in own.values():
            Path(path).mkdir(exist_ok=True)
        own |= {"STRIPE_SANDBOX_STATE": str(folder.resolve() / "stripe.sqlite3"), "STRIPE_SANDBOX_PORT": "0"}
        own |= {"SECRET_KEY": secrets.token_urlsafe(48), "LINK_SCHEME": "http"}
        yield without_settings(os.environ) | found | own, services


def run(command: Sequence[str], env: Mapping[str, str]) -> int:
    """In the foreground: Ctrl-C reaches the command, and we wait for it to end."""
    signal.signal(signal.SIGINT, lambda *_: None)
    death = dies_with_us(signal.SIGTERM)
    process = subprocess.Popen(command, env=env, preexec_fn=death)  # noqa: PLW1509 - we have one thread
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    code = process.wait()
    return code if code >= 0 else 128 - code


def remove_abandoned(folder: Path) -> None:
    """Folders of sandboxes that were killed before they could tidy up."""
    for left in folder.glob("sandbox-*"):
        place = Place(left)
        if not is_running(int(left.name.removeprefix("sandbox-"))) and not place.is_held():
            place.remove()


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


if __name__ == "__main__":
    sys.exit(main())
