"""Where payments go. Without keys nobody can pay by card; `make run` brings a sandbox along."""

from urllib.parse import urlsplit

from program.environment import read

STRIPES_OWN = "https://api.stripe.com"
BROWSER_HOSTS = ["https://checkout.stripe.com", "https://billing.stripe.com"]
LOOPBACK = ("localhost", "127.0.0.1", "::1")
LIVE = ("sk_live_", "rk_live_")

STRIPE_SECRET_KEY: str = read("str", "STRIPE_SECRET_KEY", "")
STRIPE_WEBHOOK_SECRET: str = read("str", "STRIPE_WEBHOOK_SECRET", "")
STRIPE_API_URL: str = read("str", "STRIPE_API_URL", STRIPES_OWN)
STRIPE_IS_SANDBOX = STRIPE_API_URL != STRIPES_OWN
STRIPE_TIMEOUT: int = read("int", "STRIPE_TIMEOUT", 8)
"""Seconds that a page waits for Stripe."""

STRIPE_HOSTS = [STRIPE_API_URL] if STRIPE_IS_SANDBOX else BROWSER_HOSTS
"""Where the browser goes to pay: a form's answer may lead there."""


def refuse_mistakes(*, is_production: bool) -> None:
    """Stops the start rather than take payments that nobody sees, or none at all."""
    if bool(STRIPE_SECRET_KEY) != bool(STRIPE_WEBHOOK_SECRET):
        raise SystemExit("STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET: set both or neither. See .env.example.")
    if STRIPE_SECRET_KEY and not STRIPE_SECRET_KEY.startswith(("sk_", "rk_")):
        raise SystemExit("STRIPE_SECRET_KEY: expected a key that begins with sk_ or rk_. See .env.example.")
    if STRIPE_TIMEOUT < 1:
        raise SystemExit("STRIPE_TIMEOUT: expected 1 or more. See .env.example.")
    if STRIPE_IS_SANDBOX:
        _refuse_sandbox(is_production)


def _refuse_sandbox(is_production: bool) -> None:
    parts = urlsplit(STRIPE_API_URL)
    if parts.scheme not in ("http", "https") or parts.hostname not in LOOPBACK:
        raise SystemExit("STRIPE_API_URL: expected Stripe's own, or a sandbox on this machine. See .env.example.")
    if is_production or STRIPE_SECRET_KEY.startswith(LIVE):
        raise SystemExit("STRIPE_API_URL: a sandbox takes no real payments; leave it out. See .env.example.")
