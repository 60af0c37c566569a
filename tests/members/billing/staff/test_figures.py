"""A year by month: reckoned by hand here, and the page that shows it."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.billing.books import figures
from members.billing.books.figures import Month
from members.models import Customer, Finding, LedgerEntry, Membership, Price, Subscription
from program.charts import chart
from tests.cast import make_member
from tests.members.billing.conftest import Till
from tests.members.billing.staff.test_ledger import as_role

NOW = datetime.fromisoformat("2026-11-26T12:00:00+00:00")
FIGURES, OWED = "/admin/members/ledgerentry/figures/", "/admin/members/ledgerentry/owed/"


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00+00:00")


def pays(member: Membership, price: Price, *days: str, ended: str = "", status: str = "active") -> Subscription:
    begun = at(days[0])
    subscription = Subscription.objects.create(
        membership=member, provider="transfer", plan=price.version.plan, price=price, status=status, started_at=begun,
        period_starts_at=begun, period_ends_at=at("2027-12-01"), ended_at=at(ended) if ended else None,
    )  # fmt: skip
    for day in days:
        took(member, price, day, subscription=subscription)
    return subscription


def took(member: Membership, price: Price, day: str, amount: str = "", kind: str = "payment", **more: Any) -> None:
    LedgerEntry.objects.create(
        kind=kind, amount=Decimal(amount or price.amount), currency=price.currency, membership=member,
        plan=price.version.plan, price=price, happened_at=at(day), **more,
    )  # fmt: skip


def months(count: int = 4, zone: str = "UTC") -> dict[str, Month]:
    found = figures.year(NOW, ZoneInfo(zone), count)
    return {month.begins.isoformat()[:7]: month for month in found}


def test_money_of_a_month_is_what_came_less_what_went(till: Till) -> None:
    took(till.cast.alice, till.yearly, "2026-10-05")
    took(till.cast.alice, till.yearly, "2026-11-01", "-753.42", kind="refund", remote_id="re_1")
    took(till.cast.bob, till.monthly, "2026-11-02")
    took(till.cast.bob, till.monthly, "2026-11-03", "-99", kind="dispute", remote_id="dp_1")
    took(till.cast.bob, till.monthly, "2026-11-20", "99", kind="dispute_won", remote_id="dp_1")
    found = months()
    assert found["2026-10"].flows["USD"].net == Decimal(1000)
    flow = found["2026-11"].flows["USD"]
    assert (flow.revenue, flow.given_back, flow.net) == (Decimal(198), Decimal("-852.42"), Decimal("-654.42"))


def test_currencies_are_never_added_up(till: Till) -> None:
    real = till.yearly.version.prices.get(currency="BRL")
    took(till.cast.alice, till.yearly, "2026-11-05")
    took(till.cast.bob, real, "2026-11-05")
    flows = months()["2026-11"].flows
    assert (flows["USD"].net, flows["BRL"].net) == (Decimal(1000), Decimal(4800))


def test_month_is_that_of_the_programs_clock(till: Till) -> None:
    """The last evening of October in New York is November in UTC."""
    entry = {
        "kind": "payment",
        "amount": 5,
        "currency": "USD",
        "happened_at": datetime.fromisoformat("2026-11-01T02:00Z"),
    }
    LedgerEntry.objects.create(**entry)
    assert months()["2026-11"].flows["USD"].net == 5
    assert months(zone="America/New_York")["2026-10"].flows["USD"].net == 5


def test_mrr_is_a_twelfth_of_years_and_follows_changes_and_ends(till: Till) -> None:
    """A year from September; a month from October that becomes a year in November; one that ends in November."""
    pays(till.cast.alice, till.yearly, "2026-09-10")
    changing = pays(till.cast.bob, till.monthly, "2026-10-10")
    took(till.cast.bob, till.yearly, "2026-11-10", "934", subscription=changing)
    pays(till.cast.frank, till.monthly, "2026-10-12", ended="2026-11-12", status="canceled")
    found = {name: month.flows["USD"].mrr for name, month in months().items()}
    year = Decimal(1000) / 12
    assert found["2026-08"] == 0
    assert found["2026-09"] == pytest.approx(year)
    assert found["2026-10"] == pytest.approx(year + 99 + 99)
    assert found["2026-11"] == pytest.approx(year * 2)


def test_churn_counts_who_left_and_not_who_changed(till: Till) -> None:
    """Bob pays by transfer again as his year ends: he stays. Frank leaves. Dana comes."""
    pays(till.cast.alice, till.yearly, "2026-09-10")
    pays(till.cast.bob, till.yearly, "2025-11-10", ended="2026-11-10", status="canceled")
    pays(till.cast.bob, till.yearly, "2026-11-10")
    pays(till.cast.frank, till.monthly, "2026-09-12", ended="2026-11-12", status="canceled")
    pays(till.cast.dana, till.monthly, "2026-11-20")
    month = months()["2026-11"]
    assert (month.before, month.new, month.lost, month.members) == (3, 1, 1, 3)
    assert month.churn == Decimal(1) / 3
    assert months()["2026-08"].churn == 0
    assert months(14)["2025-10"].churn is None


def test_trial_is_no_member_that_pays(till: Till) -> None:
    Subscription.objects.create(
        membership=till.cast.alice, provider="stripe", plan=till.yearly.version.plan, price=till.yearly,
        status="trialing", started_at=at("2026-10-01"), period_starts_at=at("2026-10-01"),
        period_ends_at=at("2026-12-01"),
    )  # fmt: skip
    assert months()["2026-11"].members == 0
    assert "USD" not in months()["2026-11"].flows


def test_cohorts_say_who_stayed(till: Till) -> None:
    pays(till.cast.alice, till.yearly, "2026-09-10")
    pays(till.cast.bob, till.monthly, "2026-09-12", ended="2026-10-12", status="canceled")
    pays(till.cast.frank, till.monthly, "2026-11-12")
    with time_machine.travel(NOW, tick=False):
        first, second = figures.cohorts(NOW, ZoneInfo("UTC"))
    assert (first.size, first.stayed) == (2, (2, 1, 1))
    assert (second.size, second.stayed) == (1, (1,))
    assert first.shares == [Decimal(1), Decimal("0.5"), Decimal("0.5")]


def test_sponsored_seats_stand_at_nothing_and_are_counted(till: Till) -> None:
    """P19."""
    for kind in ("sponsored", "sponsored", "scholarship"):
        took(till.cast.alice, till.yearly, "2026-11-05", "0", kind=kind)
    month = months()["2026-11"]
    assert month.carried == {"sponsored": 2, "scholarship": 1}
    assert not month.flows


def test_another_programs_money_is_not_in_the_figures(till: Till) -> None:
    from program.tenancy.scope import program_scope

    pays(till.cast.alice, till.yearly, "2026-11-10")
    with program_scope(till.cast.b.pk):
        assert all(not month.flows and not month.members for month in months().values())
        assert figures.cohorts(NOW, ZoneInfo("UTC")) == []


def test_page_shows_it_in_pictures_tables_and_a_file(till: Till) -> None:
    pays(till.cast.alice, till.yearly, "2026-09-10")
    finance = as_role(till, "finance")
    with time_machine.travel(NOW):
        page = finance.get(FIGURES).text
        file = b"".join(finance.get(f"{FIGURES[:-1]}.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert page.count('<figure class="chart">') == 3
    assert page.count("<rect") == 36
    assert "$83.33" in page
    assert "2026-09,USD,1000.00,0,1000.00,0,83.33,0,1,0" in file


def test_page_of_a_program_that_sold_nothing(till: Till) -> None:
    assert as_role(till, "finance").get(FIGURES).status_code == 200


@pytest.mark.parametrize("role", ["coach", "editor", "host", "ambassador_manager"])
def test_figures_are_for_those_who_may_see_the_ledger(till: Till, role: str) -> None:
    browser = as_role(till, role)
    for path in (FIGURES, OWED, f"{FIGURES[:-1]}.csv"):
        assert browser.get(path).status_code == 403


def test_pages_cost_the_same_for_any_number_of_members(till: Till) -> None:
    finance = as_role(till, "finance")

    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert finance.get(path).status_code == 200
        return len(captured)

    def one(member: Membership, number: int) -> None:
        subscription = pays(member, till.monthly, "2026-10-10", status="past_due")
        Subscription.objects.filter(pk=subscription.pk).update(past_due_since=at("2026-11-10"))
        till.order(member, till.monthly, provider="transfer", account="")
        customer = Customer.objects.get(membership=member)
        for kind in ("paid_without_access", "dispute", "drift"):
            Finding.objects.create(kind=kind, subject=f"{kind} {number}", customer=customer)

    cost(FIGURES)
    one(till.cast.alice, 0)
    single = cost(FIGURES), cost(OWED)
    for number in range(1, 30):
        one(make_member(till.cast.a, f"Member {number}"), number)
    assert (cost(FIGURES), cost(OWED)) == single


def test_owed_page_says_who_paid_and_has_no_access_first(till: Till) -> None:
    till.order(till.cast.bob, till.monthly, provider="transfer", account="")
    order = till.order(till.cast.alice, till.yearly)
    Finding.objects.create(
        kind="paid_without_access", subject=order.reference, order=order, said={"reason": ["", "x"]}
    )
    finance = as_role(till, "finance")
    page = finance.get(OWED).text
    assert page.index("Paid, but without access") < page.index("Alice") < page.index("Bank transfers on their way")
    assert page.index("Bob") > page.index("Bank transfers on their way")


def test_finding_is_closed_with_a_word(till: Till) -> None:
    finding = Finding.objects.create(kind="dispute", subject="dp_1")
    finance, path = as_role(till, "finance"), f"/admin/members/finding/{finding.pk}/close/"
    assert "This field is required." in finance.post(path, {"note": ""}).text
    finance.post(path, {"note": "Sent the papers"})
    finance.post(path, {"note": "Twice"})
    assert Finding.objects.get().note == "Sent the papers"
    assert Finding.objects.get().closed_by == till.cast.dana


def test_bars_grow_from_the_line_of_nothing() -> None:
    drawn = chart("x", [("a", Decimal(30), "30"), ("b", Decimal(-10), "-10"), ("c", Decimal(0), "0")])
    up, down, flat = drawn.bars
    assert drawn.zero == 150
    assert (up.y, up.height, up.is_below) == (0, 150, False)
    assert (down.y, down.height, down.is_below) == (150, 50, True)
    assert flat.height == 0


@pytest.mark.parametrize("values", [[], [("a", Decimal(0), "0")]])
def test_picture_of_nothing_is_a_line(values: Any) -> None:
    assert all(bar.height == 0 for bar in chart("x", values).bars)
