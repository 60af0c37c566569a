"""A program that sells, on a server of this process, with a Stripe of its own: its money can be looked up."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from members.models import LedgerEntry, Membership, Voice
from program import clock
from program.local.stripe.sandbox import Sandbox
from program.tenancy.scope import program_scope
from tests.browser.conftest import DESKTOP, Complaints, Visit
from tests.browser.steps import signed_in
from tests.cast import PASSWORD, make_cast
from tests.members.billing.conftest import PAYS, Till, box, set_up  # noqa: F401 - fixtures

HOST = "a.localhost"
YEARLY, MONTHLY = "Choose Yearly", "Choose Monthly"


@dataclass
class Shop:
    till: Till
    base_url: str
    chromium: Browser
    complaints: Complaints
    contexts: list[BrowserContext]

    def open(self, visit: Visit | None = None, **more: Any) -> BrowserContext:
        visit = visit or Visit("somebody", DESKTOP)
        context = self.chromium.new_context(
            base_url=self.base_url,
            viewport=visit.viewport,  # type: ignore[arg-type]
            java_script_enabled=visit.has_scripts,
            color_scheme=visit.theme,  # type: ignore[arg-type]
            locale="en-US",
            **more,
        )
        context.set_default_timeout(10_000)
        context.on("page", self.complaints.listen)
        self.contexts.append(context)
        return context

    def page_of(self, member: Membership, visit: Visit | None = None) -> Page:
        return signed_in(self.open(visit), member.user.email, PASSWORD)

    def look_up[T](self, question: Callable[[], T]) -> T:
        with program_scope(self.till.cast.a.pk):
            return question()

    def paid(self, member: Membership) -> list[Decimal]:
        """What reached the books, each payment once."""
        of = {"membership": member, "kind": "payment"}
        return self.look_up(lambda: list(LedgerEntry.objects.filter(**of).values_list("amount", flat=True)))

    def charged(self) -> list[int]:
        """What Stripe itself took, in cents, whoever it was from."""
        return [one.amount for one in self.till.stripe.v1.charges.list().data if one.status == "succeeded"]

    def tier(self, member: Membership) -> str:
        return self.look_up(lambda: str(Membership.objects.with_tier(clock.now()).get(pk=member.pk).tier))


def voices() -> None:
    for name, about, words in (
        ("Ada N.", "repairs sewing machines", "I came with a product and left with eleven phone calls to make."),
        ("Tom K.", "bakes for offices", "The first month of premium cost less than the oven I did not buy."),
    ):
        Voice.objects.create(name=name, about=about, words=words)


@pytest.fixture(scope="module", autouse=True)
def database_beside_the_browser() -> Iterator[None]:
    """Playwright's event loop runs in this thread. It waits while we ask the database, and loses nothing by it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture
def shop(
    transactional_db: None, live_server: Any, box: Sandbox, settings: Any, set_up: Callable[..., Till],
    chromium: Browser, complaints: Complaints,
) -> Iterator[Shop]:  # fmt: skip
    port = live_server.url.rpartition(":")[2]
    settings.STRIPE_API_URL = box.base_url
    settings.LINK_PORT = port
    settings.SECURE_CSP = {**settings.SECURE_CSP, "form-action": ["'self'", box.base_url]}
    settings.STRIPE_TIMEOUT = 1
    opened: list[Any] = []
    made = Shop(None, f"http://{HOST}:{port}", chromium, complaints, opened)  # type: ignore[arg-type]

    cast = make_cast(HOST, "b.localhost")
    with program_scope(cast.a.pk):
        made.till = set_up(cast)
        voices()
    yield made
    for context in opened:
        context.close()
    box.chaos.reset()


def choose(page: Page, button: str = YEARLY, *, code: str = "") -> None:
    page.goto("/premium/")
    if code:
        form = page.locator("form", has=page.get_by_role("button", name=button))
        form.get_by_text("I have a code").click()
        form.get_by_label("Code").fill(code)
    page.get_by_role("button", name=button).click()
    page.wait_for_load_state()


def pay(page: Page, card: str = PAYS) -> None:
    page.locator("[name=number]").fill(card)
    page.get_by_role("button", name=re.compile("Pay|Subscribe")).click()
    page.wait_for_load_state()


def welcomed(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome. Everything in it is open to you now.")
