"""Money that arrived by bank transfer: staff say so, and the same follows as from a card."""

from datetime import datetime, timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _

from members.accounts.models import Membership
from members.billing.books.models import LedgerEntry
from members.billing.books.receipts import issue_receipt
from members.billing.giving.fulfilling import fulfil
from members.billing.paying.orders import Order, Provider
from members.billing.paying.subscription import Subscription
from members.billing.plans.models import Plan
from members.billing.settling.access import give_access
from members.billing.settling.notices import say_welcome, tell_of_end
from program.audit.log import record

NO_GRACE = timedelta(0)
"""What is paid by hand ends by itself: there is no payment that could still come late."""


class ArrivalRefused(Exception):
    """The message is for staff."""


def money_arrived(order: Order, *, amount: Decimal, at: datetime, by: Membership, now: datetime) -> LedgerEntry:
    """One transaction: order, access, ledger, receipt and mails. Said twice, it is the same once."""
    order = _locked(order)
    if order.state == Order.State.PAID:
        return LedgerEntry.objects.get(order=order, kind=LedgerEntry.Kind.PAYMENT)
    if order.provider != Provider.TRANSFER:
        raise ArrivalRefused(_("This order is paid by card: its money is heard of by itself."))
    if amount <= 0:
        raise ArrivalRefused(_("Say how much arrived."))
    order.state, order.paid_at = Order.State.PAID, now
    order.subscription = begin_period(order, now=now) if order.renews else None
    order.save(update_fields=["state", "paid_at", "subscription"])
    fulfil(order, now=now)
    entry = _enter(order, amount, at, by)
    issue_receipt(entry, None, now=now)
    say_welcome(order)
    record("arrived", order, by=by.user, changes={"amount": ["", f"{amount} {entry.currency}"]})
    return entry


def _locked(order: Order) -> Order:
    rows = Order.objects.select_for_update(no_key=True, of=("self",)).select_related("price__version__plan", "coupon")
    return rows.get(pk=order.pk)


def begin_period(order: Order, *, now: datetime) -> Subscription:
    """A month or a year from today; whoever pays again before the end goes on from there."""
    plan = order.price.version.plan
    before = Subscription.objects.filter(membership=order.membership_id, plan=plan, provider=Provider.TRANSFER)
    last = before.filter(period_ends_at__gt=now).order_by("-period_ends_at").first()
    begins = last.period_ends_at if last else now
    ends = begins + (relativedelta(years=1) if plan.interval == Plan.Interval.YEAR else relativedelta(months=1))
    made = Subscription.objects.create(
        membership_id=order.membership_id,
        provider=Provider.TRANSFER,
        plan=plan,
        price=order.price,
        status=Subscription.Status.ACTIVE,
        started_at=begins,
        period_starts_at=begins,
        period_ends_at=ends,
        ends_at=ends,
        settled_at=now,
    )
    give_access(made, grace=NO_GRACE, now=now)
    tell_of_end(made)
    return made


def _enter(order: Order, amount: Decimal, at: datetime, by: Membership) -> LedgerEntry:
    return LedgerEntry.objects.create(
        kind=LedgerEntry.Kind.PAYMENT,
        amount=amount,
        currency=order.price.currency,
        provider=Provider.TRANSFER,
        remote_id=order.reference,
        membership_id=order.membership_id,
        plan_id=order.price.version.plan_id,
        price=order.price,
        subscription=order.subscription,
        order=order,
        happened_at=at,
        recorded_by=by,
    )


def cancel_order(order: Order, *, by: Membership) -> bool:
    """Nobody will pay it any more. False: it was paid or closed already."""
    waiting = Order.objects.pending().filter(pk=order.pk, provider=Provider.TRANSFER)
    if not waiting.update(state=Order.State.CANCELLED):
        return False
    record("cancelled", order, by=by.user)
    return True
