"""Price changes from a date."""

from typing import Any

import pytest
import stripe
from stripe import StripeClient

from tests.local.stripe.conftest import DAY, NEW_YEAR, Catalogue, Member

FEBRUARY = NEW_YEAR + 31 * DAY
MARCH = FEBRUARY + 28 * DAY


def from_next_period(client: StripeClient, made: stripe.Subscription, old: stripe.Price, new: stripe.Price) -> str:
    schedule = client.v1.subscription_schedules.create({"from_subscription": made.id})
    phases: Any = [
        {"items": [{"price": old.id}], "start_date": NEW_YEAR, "end_date": FEBRUARY},
        {"items": [{"price": new.id}], "proration_behavior": "none"},
    ]
    client.v1.subscription_schedules.update(schedule.id, {"phases": phases})
    return schedule.id


def test_the_new_price_begins_with_the_next_period(client: StripeClient, member: Member, catalogue: Catalogue) -> None:
    made = member.subscribe(catalogue.monthly)
    schedule = from_next_period(client, made, catalogue.monthly, catalogue.double)
    assert member.subscription(made).schedule == schedule
    member.until(FEBRUARY + 3600)
    assert member.invoices() == [("paid", 9900), ("paid", 19900)]
    now = client.v1.subscription_schedules.retrieve(schedule)
    assert now.current_phase
    assert (now.status, now.current_phase.start_date) == ("active", FEBRUARY)
    member.until(MARCH + 3600)
    done = client.v1.subscription_schedules.retrieve(schedule)
    assert (done.status, done.released_subscription) == ("released", made.id)
    assert member.subscription(made).schedule is None
    assert member.invoices() == [("paid", 9900), ("paid", 19900), ("paid", 19900)]
    assert "subscription_schedule.released" in member.events()


def test_month_becomes_year_with_the_next_period(client: StripeClient, member: Member, catalogue: Catalogue) -> None:
    made = member.subscribe(catalogue.monthly)
    from_next_period(client, made, catalogue.monthly, catalogue.yearly)
    member.until(FEBRUARY + 3600)
    assert member.invoices() == [("paid", 9900), ("paid", 99000)]
    assert member.subscription(made)["items"].data[0].current_period_end == FEBRUARY + 365 * DAY


def test_a_phase_in_the_middle_is_prorated(client: StripeClient, member: Member, catalogue: Catalogue) -> None:
    made = member.subscribe(catalogue.monthly)
    schedule = client.v1.subscription_schedules.create({"from_subscription": made.id})
    middle = NEW_YEAR + 31 * DAY // 2
    phases: Any = [
        {"items": [{"price": catalogue.monthly.id}], "start_date": NEW_YEAR, "end_date": middle},
        {"items": [{"price": catalogue.double.id}], "proration_behavior": "always_invoice"},
    ]
    client.v1.subscription_schedules.update(schedule.id, {"phases": phases})
    member.until(middle)
    assert member.invoices() == [("paid", 9900), ("paid", 5000)]


def test_a_schedule_may_begin_later_and_end_the_subscription(
    client: StripeClient, member: Member, catalogue: Catalogue
) -> None:
    phases: Any = [
        {"items": [{"price": catalogue.monthly.id}], "duration": {"interval": "month", "interval_count": 2}}
    ]
    made = client.v1.subscription_schedules.create(
        {"customer": member.customer, "start_date": NEW_YEAR + DAY, "end_behavior": "cancel", "phases": phases}
    )
    assert made.status == "not_started"
    member.until(NEW_YEAR + 2 * DAY)
    begun = client.v1.subscription_schedules.retrieve(made.id)
    assert begun.status == "active"
    member.until(NEW_YEAR + 70 * DAY)
    assert client.v1.subscription_schedules.retrieve(made.id).status == "completed"
    assert client.v1.subscriptions.retrieve(str(begun.subscription)).status == "canceled"
    assert member.invoices() == [("paid", 9900), ("paid", 9900)]


def test_released_and_canceled(client: StripeClient, member: Member, catalogue: Catalogue) -> None:
    made = member.subscribe(catalogue.monthly)
    schedule = from_next_period(client, made, catalogue.monthly, catalogue.double)
    with pytest.raises(stripe.InvalidRequestError, match="already attached to a schedule"):
        client.v1.subscription_schedules.create({"from_subscription": made.id})
    assert client.v1.subscription_schedules.release(schedule).status == "released"
    member.until(FEBRUARY + 3600)
    assert member.invoices() == [("paid", 9900), ("paid", 9900)]
    again = client.v1.subscription_schedules.create({"from_subscription": made.id})
    assert client.v1.subscription_schedules.cancel(again.id).status == "canceled"
    assert member.subscription(made).status == "canceled"
