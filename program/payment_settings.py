"""Where payments go: to Stripe, or on a machine of one's own to the sandbox that stands in for it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from program.environment import read

STRIPE = "https://api.stripe.com"
LIVE = ("sk_live_", "rk_live_")
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class StripeSettings:
    secret_key: str = field(repr=False)
    webhook_secret: str = field(repr=False)
    api_url: str
    timeout: int

    @property
    def is_sandbox(self) -> bool:
        return self.api_url != STRIPE

    @property
    def form_targets(self) -> list[str]:
        """Where browsers are sent to pay. The sandbox calls its own pages localhost, however we reach it."""
        if not self.is_sandbox:
            return ["https://checkout.stripe.com", "https://billing.stripe.com"]
        parts = urlsplit(self.api_url)
        port = f":{parts.port}" if parts.port else ""
        return [f"{parts.scheme}://{'localhost' if parts.hostname in LOOPBACK else parts.hostname}{port}"]


def stripe(*, deployed: bool) -> StripeSettings:
    """Stops the start when one of them is wrong, or when a deployment would be paid in play money."""
    found = StripeSettings(
        secret_key=read("str", "STRIPE_SECRET_KEY", ""),
        webhook_secret=read("str", "STRIPE_WEBHOOK_SECRET", ""),
        api_url=_origin(read("str", "STRIPE_API_URL", STRIPE)),
        timeout=read("int", "STRIPE_TIMEOUT", 8),
    )
    if problem := next(_problems(found, deployed=deployed), ""):
        raise SystemExit(f"{problem} See .env.example.")
    return found


def _problems(found: StripeSettings, *, deployed: bool) -> Iterator[str]:
    if found.timeout < 1:
        yield "STRIPE_TIMEOUT: expected 1 or more."
    if not found.secret_key and found.webhook_secret:
        yield "STRIPE_SECRET_KEY: required beside STRIPE_WEBHOOK_SECRET."
    if found.secret_key and not found.webhook_secret:
        yield "STRIPE_WEBHOOK_SECRET: required beside STRIPE_SECRET_KEY."
    if found.is_sandbox and found.secret_key.startswith(LIVE):
        yield f"STRIPE_API_URL: a live key goes to {STRIPE} only."
    if found.is_sandbox and deployed:
        yield f"STRIPE_API_URL: only {STRIPE} where links are https without DEBUG, for nobody pays at a sandbox."


def _origin(url: str) -> str:
    try:
        parts = urlsplit(url.rstrip("/"))
        if _is_origin(parts):
            return parts.geturl().lower()
    except ValueError:  # such as a port that is no number
        pass
    raise SystemExit("STRIPE_API_URL: expected https://host, or http://localhost:8100. See .env.example.")


def _is_origin(parts: SplitResult) -> bool:
    schemes = ("http", "https") if parts.hostname in LOOPBACK else ("https",)
    bare = not (parts.path or parts.query or parts.fragment or "@" in parts.netloc)
    return bool(parts.hostname) and parts.scheme in schemes and bare and parts.port != 0
