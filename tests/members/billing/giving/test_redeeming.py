"""P19: gifts, sponsored seats, scholarships: given, used once, and at $0 in the books."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from members.billing.giving.redeeming import CodeRefused, redeem
from members.models import Gift, Grant, LedgerEntry, Membership, Order, PlanVersion, Price, SponsoredSeat, Sponsorship
from program import clock
from program.tenancy.scope import program_scope
from tests.cast import make_member
from tests.members.billing.conftest import Till
from tests.members.billing.pages.test_buying import back, pay

REDEEM = "/premium/redeem/"


def seats(till: Till, count: int = 20, **more: Any) -> Sponsorship:
    given = {"sponsor": "Mill Bank", "ends_at": clock.now() + timedelta(days=30), "seats": count, **more}
    return Sponsorship.objects.create(plan=till.yearly.version.plan, **given)


def gift(till: Till, **more: Any) -> Gift:
    order = till.order(till.cast.bob, till.once, kind="gift")
    given = {"expires_at": clock.now() + timedelta(days=30), **more}
    return Gift.objects.create(order=order, plan=till.once.version.plan, **given)


def tier(member: Membership) -> str:
    return str(Membership.objects.with_tier(clock.now()).get(pk=member.pk).tier)


def test_sponsor_buys_twenty_seats_and_the_twenty_first_is_refused(till: Till, alice: Client) -> None:
    """P19, on our own pages and Stripe's."""
    ends_on = (clock.now() + timedelta(days=40)).date()
    form = {
        "sponsor": "Mill Bank", "price": till.once.pk, "seats": "20", "ends_on": ends_on.isoformat(),
        "provider": "stripe",
    }  # fmt: skip
    answer = alice.post("/premium/seats/", form)
    url = alice.get(answer.headers["Location"]).headers["Location"]
    assert "ready to be passed on" in back(alice, pay(till, url)).text
    bought = Sponsorship.objects.get()
    assert (bought.seats, bought.ends_at.date()) == (20, ends_on + timedelta(days=1))
    assert till.ledger(till.cast.alice)[0][1] == 20 * 300

    for number in range(20):
        redeem(bought.code, make_member(till.cast.a, f"Founder{number}"), now=clock.now())
    with pytest.raises(CodeRefused, match="All seats of Mill Bank are taken"):
        redeem(bought.code, till.cast.bob, now=clock.now())
    assert SponsoredSeat.objects.count() == 20
    sponsored = LedgerEntry.objects.filter(kind="sponsored")
    assert {(str(entry.amount), entry.sponsorship_id) for entry in sponsored} == {("0.00", bought.pk)}
    assert "20 of 20 seats taken" in alice.get("/premium/yours/").text
    assert bought.code in alice.get("/premium/yours/").text


@pytest.mark.parametrize("written", ["{0}", " {0} ", "{1}", "{2}"])
def test_code_is_forgiven_how_it_is_written(till: Till, alice: Client, written: str) -> None:
    code = seats(till).code
    page = alice.post(REDEEM, {"code": written.format(code, code.lower(), code.replace("-", " "))}, follow=True)
    assert "It is yours: Premium is open to you." in page.text
    grant = Grant.objects.get()
    assert (grant.source, grant.reason, grant.ends_at) == ("sponsor", "Mill Bank", Sponsorship.objects.get().ends_at)


def test_code_typed_twice_takes_one_seat(till: Till, alice: Client) -> None:
    code = seats(till).code
    alice.post(REDEEM, {"code": code})
    alice.post(REDEEM, {"code": code})
    assert (Sponsorship.objects.get().seats_taken, Grant.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda till: seats(till, ends_at=clock.now() - timedelta(seconds=1)).code, "a day that is over"),
        (lambda till: seats(till, 1, seats_taken=1).code, "All seats of Mill Bank are taken"),
        (lambda till: gift(till, expires_at=clock.now() - timedelta(seconds=1)).code, "a day that is over"),
        (lambda till: gift(till, redeemed_at=clock.now(), redeemed_by=till.cast.bob).code, "redeemed already"),
        (lambda till: "NOBO-DYKN-OWSX", "do not know this code"),
        (lambda till: "x" * 60, "do not know this code"),
    ],
)
def test_code_that_gives_nothing_says_why_and_stays_typed(till: Till, alice: Client, make: Any, says: str) -> None:
    code = make(till)
    page = alice.post(REDEEM, {"code": code})
    assert page.status_code == 422
    assert says in page.text
    assert f'value="{code}"' in page.text
    assert not Grant.objects.exists()


def test_gift_is_bought_sent_and_redeemed_once(till: Till, alice: Client, bob: Client) -> None:
    form = {
        "price": till.yearly.pk, "recipient": "bob@example.org", "from_name": "Alice", "words": "Go on!",
        "provider": "stripe",
    }  # fmt: skip
    answer = alice.post("/premium/gift/", form)
    again = alice.post("/premium/gift/", form)
    assert answer.headers["Location"] == again.headers["Location"]
    back(alice, pay(till, alice.get(answer.headers["Location"]).headers["Location"]))
    bought = Gift.objects.get()
    assert Order.objects.get().renews is False
    assert tier(till.cast.alice) == "free"
    bob.post(REDEEM, {"code": bought.code})
    bob.post(REDEEM, {"code": bought.code})
    assert tier(till.cast.bob) == "premium"
    assert "redeemed already" in alice.post(REDEEM, {"code": bought.code}).text
    assert LedgerEntry.objects.filter(kind="gift", amount=0).count() == 1


def test_second_gift_begins_when_the_first_is_used_up(till: Till) -> None:
    first = redeem(gift(till).code, till.cast.alice, now=clock.now())
    second = redeem(gift(till).code, till.cast.alice, now=clock.now())
    assert second.starts_at == first.ends_at


def test_visitor_is_told_to_join_first_and_comes_back_with_the_code(till: Till, visitor: Client) -> None:
    code = seats(till).code
    page = visitor.get(f"{REDEEM}?code={code}")
    assert f"next=/premium/redeem/%3Fcode={code}" in page.text
    assert visitor.post(REDEEM, {"code": code}).status_code == 200
    assert not Grant.objects.exists()


def test_code_of_another_program_is_unknown_there(till: Till, charlie: Client) -> None:
    code = seats(till).code
    assert "do not know this code" in charlie.post(REDEEM, {"code": code}).text
    with program_scope(till.cast.b.pk):
        assert not Grant.objects.exists()


def test_guessing_codes_is_slowed_down(till: Till, alice: Client) -> None:
    answers = [alice.post(REDEEM, {"code": f"AAAA-BBBB-{number:04d}"}).status_code for number in range(12)]
    assert answers[:10] == [422] * 10
    assert answers[-1] == 429


@pytest.mark.parametrize("days", [-1, 0, 400])
def test_seats_last_at_most_a_year(till: Till, alice: Client, days: int) -> None:
    ends_on = (clock.now() + timedelta(days=days)).date().isoformat()
    form = {"sponsor": "x", "price": till.once.pk, "seats": "2", "ends_on": ends_on, "provider": "stripe"}
    page = alice.post("/premium/seats/", form)
    assert "from tomorrow to a year from today" in page.text
    assert not Order.objects.exists()


def test_pages_for_others_say_so_when_nothing_fits(cast: Any, alice: Client) -> None:
    assert "Nothing can be given" in alice.get("/premium/gift/").text
    assert "cannot be sponsored" in alice.get("/premium/seats/").text


def test_founding_price_is_nobodys_to_give(till: Till, alice: Client) -> None:
    """Gifts and seats are sold at the price for everybody, and take no place."""
    founding = PlanVersion.objects.create(plan=till.yearly.version.plan, number=2, places=5)
    Price.objects.create(version=founding, currency="USD", amount=500)
    for path in ("/premium/gift/", "/premium/seats/"):
        page = alice.get(path).text
        assert "$1,000.00" in page
        assert "$500.00" not in page
