"""The Stripe sandbox beside `make run`, unless payments are to go elsewhere."""

import hashlib
import hmac
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from program.local import door, environment
from program.local.place import own_folder
from program.local.progress import say
from program.local.stripe import production

ELSEWHERE = ("STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "STRIPE_API_URL")
PORT = 8100


@dataclass(frozen=True)
class StripeSandbox:
    """Its account is that of our SECRET_KEY, which a restart keeps."""

    port: int
    state: Path
    secret_key: str

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}/"

    @property
    def env(self) -> dict[str, str]:
        return {
            "STRIPE_SECRET_KEY": f"sk_test_sandbox{self._derived('key')}",
            "STRIPE_WEBHOOK_SECRET": f"whsec_{self._derived('webhook')}",
            "STRIPE_API_URL": f"http://{door.ADDRESS}:{self.port}",
        }

    def command(self, web: int) -> list[str]:
        command = [sys.executable, "-m", "program.local.stripe", "--port", f"{self.port}"]
        return [*command, "--state", f"{self.state}", "--webhook", f"http://localhost:{web}/stripe/webhook/"]

    def answers(self) -> bool:
        return door.answers(self.port, "/_sandbox/status")

    def _derived(self, purpose: str) -> str:
        return hmac.new(self.secret_key.encode(), f"stripe {purpose}".encode(), hashlib.sha256).hexdigest()[:32]


def beside(said: Mapping[str, str], folder: Path, *, web: int) -> StripeSandbox | None:
    """The one to start; its port is noted for commands of another terminal."""
    if _goes_elsewhere(said):
        return None
    if reason := production.reason(said):
        say(reason)
        return None
    wanted = environment.number(said, "STRIPE_SANDBOX_PORT", PORT, lowest=0, highest=65535)
    port, state = door.free_port(wanted, but=web), _state(said, folder)
    if port != wanted:
        say(f"The Stripe sandbox listens on {port}" + (f": {wanted} is taken." if wanted else "."))
    own_folder(state.parent)
    _note(state).write_text(f"{port}")
    return StripeSandbox(port, state, said["SECRET_KEY"])


def started(said: Mapping[str, str], folder: Path) -> StripeSandbox | None:
    """The one that `make run` started last, whether it still runs or not."""
    state = _state(said, folder)
    if _goes_elsewhere(said) or production.reason(said) or not _note(state).exists():
        return None
    return StripeSandbox(int(_note(state).read_text()), state, said["SECRET_KEY"])


def _goes_elsewhere(said: Mapping[str, str]) -> bool:
    """Whoever names one of them means a Stripe of their own; the settings tell what is missing."""
    return any(name in said for name in ELSEWHERE)


def _state(said: Mapping[str, str], folder: Path) -> Path:
    return Path(said.get("STRIPE_SANDBOX_STATE", folder / "stripe.sqlite3"))


def _note(state: Path) -> Path:
    return state.with_suffix(".port")
