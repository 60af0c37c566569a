"""P17 and changing: what a member does with the plan they have."""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from members.models import Customer, Grant, LedgerEntry, Membership, Price, Subscription
from program import clock
from tests.members.billing.conftest import Till

YOURS, CHANGE = "/premium/yours/", "/premium/change/"


def hidden(page: Any) -> dict[str, str]:
    """What the form of the page would post."""
    found = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    found.pop("csrfmiddlewaretoken", None)
    return found


def having(till: Till, price: Price, begun: str = "") -> Subscription:
    till.clocked(till.cast.alice, now=datetime.fromisoformat(begun) if begun else None)
    till.buy(till.cast.alice, price)
    return till.subscription(till.cast.alice)


def access(member: Membership) -> datetime | None:
    return Grant.objects.get(membership=member).ends_at


def test_upgrade_shows_what_it_comes_to_and_charges_exactly_that(till: Till, alice: Client) -> None:
    """F19: a $99 month, left on day 10 of 30, credits $66.00."""
    having(till, till.monthly, "2026-06-01T12:00:00+00:00")
    tenth = datetime.fromisoformat("2026-06-11T12:00:00+00:00")
    till.until(till.cast.alice, tenth)
    with time_machine.travel(tenth, tick=False):
        shown = alice.get(CHANGE, {"price": till.yearly.pk})
        assert "-$66.00" in shown.text
        assert "Change now and pay $934.00" in shown.text
        answer = alice.post(CHANGE, hidden(shown), follow=True)
    assert "Here is how things stand now." in answer.text
    assert till.subscription(till.cast.alice).plan.slug == "yearly"
    assert till.ledger(till.cast.alice)[-1] == ("payment", Decimal("934.00"))


def test_change_clicked_twice_happens_once(till: Till, alice: Client) -> None:
    having(till, till.monthly)
    posted = hidden(alice.get(CHANGE, {"price": till.yearly.pk}))
    alice.post(CHANGE, posted)
    alice.post(CHANGE, posted)
    assert LedgerEntry.objects.filter(kind="payment").count() == 2
    assert till.subscription(till.cast.alice).changes == 1


@pytest.mark.parametrize(
    "forged", [{"due": "1.00"}, {"at": "2020-01-01T00:00:00+00:00"}, {"at": "x"}, {"seen": "9"}, {"seen": "x"}]
)
def test_change_that_differs_from_what_was_shown_is_shown_anew(
    till: Till, alice: Client, forged: dict[str, str]
) -> None:
    having(till, till.monthly)
    posted = hidden(alice.get(CHANGE, {"price": till.yearly.pk}))
    page = alice.post(CHANGE, {**posted, **forged})
    assert "has changed since you looked" in page.text
    assert till.subscription(till.cast.alice).plan.slug == "monthly"


def test_refused_card_changes_nothing_and_says_what_to_do(till: Till, alice: Client) -> None:
    having(till, till.monthly)
    posted = hidden(alice.get(CHANGE, {"price": till.yearly.pk}))
    till.use_card(till.cast.alice, "pm_card_chargeCustomerFail")
    page = alice.post(CHANGE, posted)
    assert "Your card was refused" in page.text
    assert till.subscription(till.cast.alice).plan.slug == "monthly"


def test_downgrade_waits_for_the_renewal_and_can_be_taken_back(till: Till, alice: Client) -> None:
    subscription = having(till, till.yearly)
    shown = alice.get(CHANGE, {"price": till.monthly.pk})
    assert "Nothing is charged today." in shown.text
    page = alice.post(CHANGE, hidden(shown), follow=True)
    assert "Stay after all" in page.text
    assert till.subscription(till.cast.alice).next_price == till.monthly
    alice.post("/premium/resume/")
    till.until(till.cast.alice, subscription.period_ends_at + timedelta(hours=2))
    assert till.subscription(till.cast.alice).plan.slug == "yearly"


def test_cancelling_asks_first_and_keeps_access_to_the_end(till: Till, alice: Client) -> None:
    """P17: cancelling keeps access to the period's end."""
    subscription = having(till, till.yearly)
    asked = alice.get("/premium/cancel/")
    assert "Cancel your plan?" in asked.text
    assert till.subscription(till.cast.alice).ends_at is None
    page = alice.post("/premium/cancel/", follow=True)
    assert "Nothing more is charged." in page.text
    assert access(till.cast.alice) == subscription.period_ends_at
    assert alice.get("/premium/cancel/").headers["Location"] == YOURS
    page = alice.post("/premium/resume/", follow=True)
    assert "Renews" in page.text
    assert access(till.cast.alice) == subscription.period_ends_at + timedelta(days=7)


def test_portal_opens_by_a_button_and_leads_back(till: Till, alice: Client, bob: Client) -> None:
    having(till, till.yearly)
    url = alice.post("/premium/portal/").headers["Location"]
    assert "/premium/yours/" in till.browser.get(url).html
    assert bob.post("/premium/portal/").headers["Location"] == YOURS
    assert alice.get("/premium/portal/").status_code == 405


def test_silent_payment_service_leaves_all_as_it_was(till: Till, alice: Client) -> None:
    having(till, till.yearly)
    till.box.chaos.set("server_error", next=20)
    try:
        page = alice.post("/premium/cancel/")
    finally:
        till.box.chaos.reset()
    assert page.status_code == 503
    assert till.subscription(till.cast.alice).ends_at is None


def test_without_a_plan_the_page_says_so(till: Till, alice: Client) -> None:
    assert "Nothing renews by itself" in alice.get(YOURS).text
    for page in ("change", "cancel"):
        assert alice.get(f"/premium/{page}/").headers["Location"] == YOURS
    assert alice.post("/premium/resume/").headers["Location"] == YOURS


def test_receipt_of_somebody_else_is_not_found(till: Till, alice: Client, bob: Client, charlie: Client) -> None:
    having(till, till.yearly)
    assert alice.get("/premium/receipts/1/").status_code == 200
    assert bob.get("/premium/receipts/1/").status_code == charlie.get("/premium/receipts/1/").status_code == 404
    assert Customer.objects.count() == 1


def test_what_was_given_stands_on_the_page(till: Till, alice: Client) -> None:
    Grant.objects.create(
        membership=till.cast.alice, tier="premium", reason="x", source="scholarship",
        ends_at=clock.now() + timedelta(days=9),
    )  # fmt: skip
    assert "Scholarship" in alice.get(YOURS).text
