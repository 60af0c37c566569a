"""Plans, prices, codes, seats, taxes and keys, as staff set them up."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.billing.entitlements import Tier
from members.billing.plans.offering import offers
from members.models import (
    BillingSettings,
    Coupon,
    Event,
    Finding,
    Gift,
    LedgerEntry,
    Plan,
    PlanVersion,
    Price,
    Refund,
    SponsoredSeat,
    Sponsorship,
    StripeAccount,
    TaxRule,
)
from program import clock
from program.audit.models import Entry
from tests.cast import make_member
from tests.members.billing.conftest import Till, plan_of, priced
from tests.members.billing.staff.test_ledger import as_role

VERSIONS, ACCOUNTS = "/admin/members/planversion/", "/admin/members/stripeaccount/"


def prices_form(till: Till, *prices: tuple[str, str], **more: str) -> dict[str, str]:
    starts = clock.now() + timedelta(days=30)
    form = {
        "plan": str(till.yearly.version.plan_id), "starts_at_0": f"{starts:%Y-%m-%d}", "starts_at_1": "09:00:00",
        "places": "", "note": "More coaches", "prices-TOTAL_FORMS": str(len(prices)), "prices-INITIAL_FORMS": "0",
    }  # fmt: skip
    for place, (currency, amount) in enumerate(prices):
        form |= {f"prices-{place}-currency": currency, f"prices-{place}-amount": amount}
    return form | more


def test_new_prices_begin_with_the_old_ones_and_take_the_next_number(till: Till) -> None:
    finance = as_role(till, "finance")
    page = finance.get(f"{VERSIONS}add/", {"plan": till.yearly.version.plan_id}).text
    assert 'value="BRL"' in page
    assert 'value="4800.00"' in page
    answer = finance.post(f"{VERSIONS}add/", prices_form(till, ("usd", "1200"), ("BRL", "5800")))
    assert answer.status_code == 302
    version = PlanVersion.objects.get(plan=till.yearly.version.plan, number=2)
    assert version.created_by == till.cast.dana
    assert set(version.prices.values_list("currency", "amount")) == {("USD", Decimal(1200)), ("BRL", Decimal(5800))}
    assert next(one for one in offers(clock.now()) if one.plan.slug == "yearly").prices["USD"] == till.yearly


@pytest.mark.parametrize(
    ("prices", "more", "said"),
    [
        ([], {}, "Give a price in one currency at least."),
        ([("JPY", "9000.50")], {}, "There is no coin that small in this currency."),
        ([("ISK", "9000.50")], {}, "There is no coin that small in this currency."),
        ([("US$", "12")], {}, "is not a currency"),
        ([("USD", "0")], {}, "greater than or equal to 0.50"),
        ([("USD", "12"), ("usd", "13")], {}, "This currency has a price already."),
        ([("USD", "12")], {"moves_existing": "on", "places": "5"}, "it moves nobody"),
        ([("USD", "12")], {"moves_existing": "on", "starts_at_0": "2026-01-01"}, "still to come"),
    ],
)
def test_prices_nobody_could_pay_are_refused_beside_their_field(
    till: Till, prices: Any, more: dict[str, str], said: str
) -> None:
    page = as_role(till, "finance").post(f"{VERSIONS}add/", prices_form(till, *prices, **more))
    assert page.status_code == 200
    assert said in page.text
    assert "More coaches" in page.text
    assert PlanVersion.objects.filter(number=2).count() == 0


def test_prices_that_began_are_never_edited(till: Till) -> None:
    finance, version = as_role(till, "finance"), till.yearly.version
    form = prices_form(till, ("USD", "1"))
    assert finance.post(f"{VERSIONS}{version.pk}/change/", form).status_code == 403
    assert finance.post(f"{VERSIONS}{version.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Price.objects.get(pk=till.yearly.pk).amount == 1000


def test_plan_keeps_its_interval_once_it_has_prices_and_is_never_deleted(till: Till) -> None:
    finance, plan = as_role(till, "finance"), till.yearly.version.plan
    form = {"name": "Yearly, renamed", "slug": "yearly", "interval": "month", "tier": "free", "access_days": "365",
            "entitlements": ["modules"], "trial_days": "7", "position": "2"}  # fmt: skip
    finance.post(f"/admin/members/plan/{plan.pk}/change/", form)
    found = Plan.objects.get(pk=plan.pk)
    assert (found.name, found.interval, found.tier, found.trial_days) == ("Yearly, renamed", "year", "premium", 7)
    assert found.entitlements == ["modules"]
    assert not found.is_offered
    assert finance.post(f"/admin/members/plan/{plan.pk}/delete/", {"post": "yes"}).status_code == 403


def test_coupon_is_made_in_capitals_and_then_stays_what_it_is(till: Till) -> None:
    finance = as_role(till, "finance")
    form = {"code": " spring-30 ", "percent": "30", "duration": "once", "uses_allowed": "2", "is_active": "on"}
    assert finance.post("/admin/members/coupon/add/", form).status_code == 302
    coupon = Coupon.objects.get()
    assert coupon.code == "SPRING-30"
    Coupon.objects.update(uses=2)
    page = finance.post(f"/admin/members/coupon/{coupon.pk}/change/", {"percent": "90", "uses_allowed": "1"})
    assert "It was used more often already." in page.text
    assert Coupon.objects.get().percent == 30


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"code": "AB"}, "Four to 24 letters"),
        ({"code": "SPRING"}, "Give either per cent, or an amount with its currency."),
        ({"code": "SPRING", "percent": "10", "amount": "5", "currency": "USD"}, "Give either per cent"),
        ({"code": "SPRING", "percent": "10", "duration": "repeating"}, "Say how many months"),
        ({"code": "SPRING", "percent": "101"}, "less than or equal to 100"),
    ],
)
def test_coupon_that_makes_no_sense_is_refused(till: Till, form: dict[str, str], said: str) -> None:
    page = as_role(till, "finance").post("/admin/members/coupon/add/", {"duration": "once", **form})
    assert said in page.text
    assert not Coupon.objects.exists()


def test_sponsorship_by_hand_has_a_code_and_never_less_seats_than_holders(till: Till) -> None:
    finance = as_role(till, "finance")
    form = {
        "sponsor": "A bank", "plan": str(till.yearly.version.plan_id), "seats": "20", "code": "BANK-2026",
        "ends_at_0": "2026-12-31", "ends_at_1": "23:59:59", "holders-TOTAL_FORMS": "0", "holders-INITIAL_FORMS": "0",
    }  # fmt: skip
    assert finance.post("/admin/members/sponsorship/add/", form).status_code == 302
    given = Sponsorship.objects.get()
    SponsoredSeat.objects.create(sponsorship=given, membership=till.cast.alice)
    Sponsorship.objects.update(seats_taken=3)
    page = finance.post(f"/admin/members/sponsorship/{given.pk}/change/", {**form, "seats": "2"})
    assert "More seats than that are taken already." in page.text
    file = finance.get(f"/admin/members/sponsorship/{given.pk}/holders.csv")
    assert "alice@example.org" in b"".join(file.streaming_content).decode()  # type: ignore[attr-defined]


def test_settings_are_one_row(till: Till) -> None:
    finance = as_role(till, "finance")
    form = {"takes_cards": "on", "takes_transfers": "on", "bank_details": "DE00", "transfer_days": "14",
            "seller": "Us", "receipt_prefix": "FM-", "grace_days": "7", "refunds_pro_rata": "on"}  # fmt: skip
    assert finance.post("/admin/members/billingsettings/add/", form).status_code == 302
    found = BillingSettings.objects.get()
    assert finance.get("/admin/members/billingsettings/add/").headers["Location"].endswith(f"/{found.pk}/change/")
    assert 'class="object-tools"' in (page := finance.get("/admin/members/billingsettings/").text)
    assert "addlink" not in page.partition('class="object-tools"')[2].partition("</ul>")[0]


def test_tax_that_was_charged_keeps_its_rate(till: Till) -> None:
    finance = as_role(till, "finance")
    rule = TaxRule.objects.create(name="VAT", country="DE", percentage=19, remote_id="txr_1")
    finance.post(f"/admin/members/taxrule/{rule.pk}/change/", {"percentage": "7"})
    found = TaxRule.objects.get()
    assert (int(found.percentage), found.is_active) == (19, False)


KEYS = {"name": "Ours", "secret_key": "sk_test_abcdef123456", "webhook_secret": "whsec_abcdef123456"}


def saved(browser: Client) -> StripeAccount:
    assert browser.post(f"{ACCOUNTS}add/", KEYS).status_code == 302
    return StripeAccount.objects.get(ended_at=None)


def test_keys_go_in_and_never_come_out(till: Till) -> None:
    owner = as_role(till, "owner")
    account = saved(owner)
    assert account.secrets["secret_key"] == KEYS["secret_key"]
    assert KEYS["secret_key"] not in account.sealed
    page = owner.get(f"{ACCOUNTS}{account.pk}/change/").text
    assert "sk_test_abcdef" not in page
    assert "whsec_abcdef" not in page
    assert "http://a.localhost/stripe/webhook/" in page
    assert not any("sk_test" in str(entry.changes) for entry in Entry.objects.all())


def test_new_account_takes_over_and_the_old_one_stays_for_what_was_sold(till: Till) -> None:
    account = saved(as_role(till, "owner"))
    assert list(StripeAccount.objects.exclude(ended_at=None).values_list("name", flat=True)) == ["Of the tests"]
    assert account.name == "Ours"


def test_empty_field_keeps_the_key_and_a_typed_one_replaces_it(till: Till) -> None:
    owner = as_role(till, "owner")
    account = saved(owner)
    typed = {"name": "Ours", "secret_key": "sk_live_new4567890", "webhook_secret": ""}
    owner.post(f"{ACCOUNTS}{account.pk}/change/", typed)
    found = StripeAccount.objects.get(pk=account.pk)
    assert found.secrets == {"secret_key": "sk_live_new4567890", "webhook_secret": KEYS["webhook_secret"]}
    assert found.is_live
    assert Entry.objects.filter(action="changed", changes={"secret_key": ["…", "replaced"]}).exists()


def test_keys_that_cannot_be_opened_any_more_are_typed_again(till: Till, settings: Any) -> None:
    owner = as_role(till, "owner")
    account = saved(owner)
    StripeAccount.objects.filter(pk=account.pk).update(sealed="lost")
    page = owner.post(f"{ACCOUNTS}{account.pk}/change/", {"name": "Ours", "secret_key": KEYS["secret_key"]})
    assert "This field is required." in page.text
    owner.post(f"{ACCOUNTS}{account.pk}/change/", KEYS)
    assert StripeAccount.objects.get(pk=account.pk).secrets["webhook_secret"] == KEYS["webhook_secret"]


@pytest.mark.parametrize("key", ["", "pk_test_abc", "sk_test_", "sk_test_with space", "hello"])
def test_what_is_no_key_is_refused(till: Till, key: str) -> None:
    page = as_role(till, "owner").post(f"{ACCOUNTS}add/", {**KEYS, "secret_key": key})
    assert page.status_code == 200
    assert StripeAccount.objects.count() == 1


@pytest.mark.parametrize("role", ["finance", "support"])
def test_keys_are_the_owners_alone(till: Till, role: str) -> None:
    assert as_role(till, role).get(ACCOUNTS).status_code == 403


LISTS = ("coupon", "gift", "sponsorship", "plan", "planversion", "finding", "event", "refund")


def test_lists_cost_the_same_for_any_number_of_rows(till: Till) -> None:
    finance, plan = as_role(till, "finance"), till.yearly.version.plan

    def costs() -> list[int]:
        found = []
        for model in LISTS:
            with CaptureQueriesContext(connection) as captured:
                assert finance.get(f"/admin/members/{model}/").status_code == 200
            found.append(len(captured))
        return found

    def one_of_each(number: int) -> None:
        order = till.order(make_member(till.cast.a, f"Member {number}"), till.once, kind="gift")
        later = clock.now() + timedelta(days=30)
        Coupon.objects.create(code=f"CODE-{number}", percent=10, plan=plan)
        Gift.objects.create(order=order, plan=plan, expires_at=later, redeemed_by=order.membership)
        Sponsorship.objects.create(sponsor="A bank", plan=plan, seats=2, ends_at=later)
        priced(plan_of(f"plan-{number}", Tier.PREMIUM, "year"), USD="10", EUR="10")
        Finding.objects.create(kind="drift", subject=f"cus_{number}", order=order)
        Event.objects.create(remote_id=f"evt_{number}", type="invoice.paid", happened_at=clock.now())
        entry = LedgerEntry.objects.create(kind="payment", amount=9, currency="USD", happened_at=clock.now())
        Refund.objects.create(entry=entry, amount=1, reason="x", asked_by=order.membership)

    one_of_each(0)
    costs()  # warms what is kept
    single = costs()
    for number in range(1, 30):
        one_of_each(number)
    assert dict(zip(LISTS, costs(), strict=True)) == dict(zip(LISTS, single, strict=True))
