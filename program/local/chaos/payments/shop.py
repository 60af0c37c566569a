"""A program that sells, with an account of its own at the sandbox; and people who pay there."""

import hashlib
import hmac
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

from program.local import ROOT, door
from program.local.bench.sites import free_port
from program.local.chaos.house import House, running
from program.local.progress import StepError
from program.local.run import QUIET_ROOT, READY_LIMIT

SECRET = "whsec_of_the_trials"  # noqa: S105 - of a program that is gone afterwards
CARD = "4242424242424242"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Shop:
    program: Any
    keys: Any
    monthly: Any
    yearly: Any

    @property
    def client(self) -> Any:
        from members.billing.providers.gateway import client_of

        return client_of(self.keys).v1


def open_shop(slug: str) -> Shop:
    from members.billing.plans.starting import make_plans
    from members.billing.providers.accounts import keys_in_use
    from members.models import Price, StripeAccount
    from program.local.chaos import stage
    from program.tenancy.scope import program_scope

    program = stage.make_program(slug)
    with program_scope(program.pk):
        make_plans(["USD"], is_offered=True)
        account = StripeAccount(name="Of the trials")
        account.seal(secret_key=f"sk_test_{secrets.token_hex(8)}", webhook_secret=SECRET)
        account.save()
        prices = Price.objects.select_related("version__plan")
        monthly = prices.get(version__plan__slug="curriculum")
        yearly = prices.get(version__plan__slug="premium")
        return Shop(program, keys_in_use(), monthly, yearly)


def place(shop: Shop, member: Any, price: Any) -> Any:
    """An order as the premium page writes it."""
    from members.models import Customer, Order

    Customer.objects.get_or_create(membership=member, account=shop.keys.reference)
    return Order.objects.create(membership=member, provider="stripe", account=shop.keys.reference, price=price)


def pay(url: str) -> int:
    """On the sandbox's page, with the card that works."""
    parts = urlsplit(url)
    connection = HTTPConnection(door.ADDRESS, parts.port or 80, timeout=20)
    try:
        fields = urlencode({"email": "x@example.org", "card": CARD})
        connection.request("POST", parts.path, fields, {**FORM, "Host": parts.netloc})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def signature(body: bytes, secret: str = SECRET, *, age: int = 0) -> str:
    """Signed `age` seconds ago: Stripe signs each of its tries anew."""
    when = int(time.time()) - age
    digest = hmac.new(secret.encode(), f"{when}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={when},v1={digest}"


@contextmanager
def stripe(house: House) -> Iterator[dict[str, str]]:
    """The sandbox, and the environment of whoever pays through it."""
    port = free_port()
    command = [sys.executable, "-W", QUIET_ROOT, "-m", "program.local.stripe", "--port", f"{port}"]
    given = {"STRIPE_API_URL": f"http://localhost:{port}", "STRIPE_SECRET_KEY": "", "STRIPE_WEBHOOK_SECRET": ""}
    with running("stripe", command, {**house.env, "PYTHONPATH": str(ROOT)}, house.log):
        deadline = time.monotonic() + READY_LIMIT
        while not door.answers(port, "/_sandbox/status"):
            if time.monotonic() > deadline:
                raise StepError(f"The sandbox did not answer: {(house.log / 'stripe.log').read_text()[-2000:]}")
            time.sleep(0.05)
        yield given


def taken(client: Any, customer: str) -> Decimal:
    """What Stripe took from somebody and did not give back, in dollars."""
    charges = client.charges.list({"customer": customer, "limit": 100}).auto_paging_iter()
    return sum((Decimal(one.amount_captured - one.amount_refunded) for one in charges if one.paid), Decimal(0)) / 100
