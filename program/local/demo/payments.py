"""What the demonstration sells, who bought it in the year behind us, and what they say. All of it is made up."""

from datetime import datetime, timedelta
from decimal import Decimal
from operator import itemgetter
from random import Random
from typing import Any

from dateutil.relativedelta import relativedelta

from members.billing.books.receipts import issue_credit_note, issue_receipt
from members.billing.paying.orders import Provider
from members.billing.plans.starting import MONTHLY, YEARLY, add_prices, make_plans
from members.billing.settling.access import give_access
from members.models import (
    BillingSettings,
    Coupon,
    Finding,
    LedgerEntry,
    Membership,
    Order,
    Plan,
    Price,
    Sponsorship,
    Subscription,
    Voice,
)
from program.local.demo.people import account_names

MONTHS = 12

type Moved = tuple[Subscription, datetime, Decimal]
"""A payment, or what was given back of it."""


def fill_payments(story: dict[str, Any], members: list[Membership], *, now: datetime) -> None:
    """Once: what somebody changed in the demonstration stays as they left it."""
    if Plan.objects.exists():
        return
    _set_up(story, now)
    prices = {plan.slug: _price(plan, story["program"]["currency"]) for plan in Plan.objects.exclude(interval="free")}
    known = account_names(story)
    crowd = [one for one in members if one.user.email not in known and not one.grants.exists()]
    chance = Random(7)  # noqa: S311 - it tells of made-up people
    moved: list[Moved] = []
    for place, member in enumerate(crowd[: 2 * MONTHS]):
        slug = "premium" if chance.random() < 0.4 else "curriculum"
        begun = now - relativedelta(months=MONTHS - place // 2) + timedelta(days=chance.randint(0, 20))
        stays = chance.choice([1, 2, 4, 24, 24, 24, 24])
        moved += _buy(member, prices[slug], begun, stays, now)
    for number, one in enumerate(sorted(moved, key=itemgetter(1))):  # As receipts are numbered.
        _enter(*one, number=f"demo-{number:04d}")
    _leave_open(crowd[-1], prices["premium"], now)


def _set_up(story: dict[str, Any], now: datetime) -> None:
    make_plans(MONTHLY, is_offered=True)
    premium, paid = Plan.objects.get(slug="premium"), story["payments"]
    Plan.objects.filter(slug="curriculum").update(trial_days=7)
    founding = {currency: str(Decimal(amount) * 7 / 10) for currency, amount in YEARLY.items()}
    add_prices(premium, founding, number=2, places=25)
    BillingSettings.objects.create(
        takes_transfers=True, bank_details=paid["bank"], seller=paid["seller"], receipt_prefix=paid["prefix"]
    )
    Coupon.objects.create(code=paid["coupon"], percent=20)
    Sponsorship.objects.create(
        sponsor=paid["sponsor"], plan=premium, seats=20, code=paid["seats"], ends_at=now + timedelta(days=200)
    )
    Voice.objects.bulk_create(
        Voice(name=name, about=about, words=words, position=place)
        for place, (name, about, words) in enumerate(paid["voices"])
    )


def _leave_open(member: Membership, price: Price, now: datetime) -> None:
    """For whoever looks around in the admin: a transfer that has not come, and a payment of nobody we know."""
    Order.objects.create(
        membership=member, provider=Provider.TRANSFER, price=price, created_at=now, expires_at=now + timedelta(days=14)
    )
    said = {"payment": ["", f"39.00 {price.currency}"]}
    Finding.objects.create(kind=Finding.Kind.UNKNOWN_PAYMENT, subject="ch_demonstration", said=said)


def _price(plan: Plan, currency: str) -> Price:
    return Price.objects.select_related("version__plan").get(version__plan=plan, version__number=1, currency=currency)


def _buy(member: Membership, price: Price, begun: datetime, stays: int, now: datetime) -> list[Moved]:
    """By bank transfer, since no card of theirs is known to any Stripe. What was paid and given back."""
    plan = price.version.plan
    step = relativedelta(years=1) if plan.interval == "year" else relativedelta(months=1)
    ended = begun + stays * relativedelta(months=1) if plan.interval == "month" else None
    ended = ended if ended and ended < now else None
    paid = [day for turn in range(MONTHS + 1) if (day := begun + turn * step) < (ended or now)]
    subscription = Subscription.objects.create(
        membership=member, provider=Provider.TRANSFER, plan=plan, price=price, started_at=begun,
        status="canceled" if ended else "active", period_starts_at=paid[-1], period_ends_at=paid[-1] + step,
        ends_at=ended or paid[-1] + step, ended_at=ended,
    )  # fmt: skip
    give_access(subscription, grace=timedelta(0), now=now)
    moved = [(subscription, day, price.amount) for day in paid]
    if ended and plan.interval == "month" and len(paid) == 1:
        moved.append((subscription, ended, -price.amount / 2))
    return moved


def _enter(subscription: Subscription, day: datetime, amount: Decimal, *, number: str) -> None:
    kind = LedgerEntry.Kind.PAYMENT if amount > 0 else LedgerEntry.Kind.REFUND
    first = LedgerEntry.objects.filter(subscription=subscription).first() if amount < 0 else None
    entry = LedgerEntry.objects.create(
        kind=kind, amount=amount.quantize(Decimal("0.01")), currency=subscription.price.currency,
        provider=Provider.TRANSFER, remote_id=number, membership_id=subscription.membership_id,
        plan_id=subscription.plan_id, price_id=subscription.price_id, subscription=subscription, of=first,
        happened_at=day, recorded_at=day, note="Demonstration",
    )  # fmt: skip
    if first:
        issue_credit_note(entry)
    else:
        issue_receipt(entry, None, now=day)
