"""P17 and changing: what a member does with the plan they have."""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from members.billing.entitlements import Tier
from members.models import Customer, Grant, LedgerEntry, Membership, Plan, Price, Subscription
from program import clock
from tests.members.billing.conftest import Till, plan_of, priced

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


def test_upgrade_works_for_who_writes_numbers_with_a_comma(till: Till, alice: Client) -> None:
    """934,00 on a page in Portuguese is the 934.00 that was shown."""
    Membership.objects.filter(pk=till.cast.alice.pk).update(language="pt-br")
    having(till, till.monthly)
    alice.post(CHANGE, hidden(alice.get(CHANGE, {"price": till.yearly.pk})))
    assert till.subscription(till.cast.alice).plan.slug == "yearly"


def test_upgrade_during_a_trial_costs_nothing_today(till: Till, alice: Client) -> None:
    Plan.objects.filter(pk=till.monthly.version.plan_id).update(trial_days=14)
    till.monthly.refresh_from_db()
    till.buy(till.cast.alice, till.monthly, trial_days=14)
    shown = alice.get(CHANGE, {"price": till.yearly.pk})
    assert "nothing is charged today" in shown.text
    alice.post(CHANGE, hidden(shown))
    subscription = till.subscription(till.cast.alice)
    assert (subscription.plan.slug, subscription.status) == ("yearly", "trialing")
    assert till.ledger(till.cast.alice) == []


def test_downgrade_clicked_twice_is_planned_once(till: Till, alice: Client) -> None:
    having(till, till.yearly)
    posted = hidden(alice.get(CHANGE, {"price": till.monthly.pk}))
    alice.post(CHANGE, posted)
    assert "has changed since you looked" not in alice.post(CHANGE, posted, follow=True).text
    assert till.subscription(till.cast.alice).changes == 1


def test_change_now_forgets_the_one_that_was_planned(till: Till, alice: Client) -> None:
    having(till, till.monthly)
    cheaper = priced(plan_of("small", Tier.CURRICULUM, "month"), USD="49")
    alice.post(CHANGE, hidden(alice.get(CHANGE, {"price": cheaper.pk})))
    assert till.subscription(till.cast.alice).next_price == cheaper
    alice.post(CHANGE, hidden(alice.get(CHANGE, {"price": till.yearly.pk})))
    assert till.subscription(till.cast.alice).next_price is None
    assert "Stay after all" not in alice.get(YOURS).text


def test_plan_that_was_cancelled_is_kept_first_and_changed_then(till: Till, alice: Client) -> None:
    having(till, till.monthly)
    alice.post("/premium/cancel/")
    page = alice.get(CHANGE, {"price": till.yearly.pk}, follow=True)
    assert "Stay first, then change it." in page.text


def test_plan_whose_payment_failed_is_paid_first_and_changed_then(till: Till, alice: Client) -> None:
    having(till, till.monthly)
    Subscription.objects.update(status="past_due", past_due_since=clock.now())
    page = alice.get(CHANGE, {"price": till.yearly.pk}, follow=True)
    assert "Pay what is open first, then change it." in page.text


def test_change_stays_in_the_currency_one_pays_in(till: Till, alice: Client) -> None:
    having(till, till.monthly)
    alice.cookies["currency"] = "BRL"
    page = alice.get("/premium/").text
    assert "$1,000" in page
    assert "R$" not in page
    brazilian = Price.objects.get(version=till.yearly.version, currency="BRL")
    assert "no longer possible" in alice.get(CHANGE, {"price": brazilian.pk}, follow=True).text


def test_return_page_shows_the_new_tier_in_the_same_request(till: Till, alice: Client) -> None:
    """P16: nobody is welcomed under a head that still says free."""
    order = till.order(till.cast.alice, till.yearly)
    till.pay(order)
    assert alice.get(f"/premium/return/{order.key}/").context["membership"].tier == "premium"
