"""A program that sells, on a server of this process, with a Stripe of its own: its money can be looked up."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from members.models import LedgerEntry, Membership, Voice
from program import clock
from program.tenancy.scope import program_scope
from tests.browser.conftest import DESKTOP, Complaints, Visit
from tests.browser.steps import signed_in
from tests.cast import PASSWORD
from tests.members.billing.conftest import Till

HOST = "a.localhost"


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
