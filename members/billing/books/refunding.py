"""Giving money back: proposed by the program's rule, decided by staff, done by the payment service."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from members.accounts.models import Membership
from members.billing.books.models import LedgerEntry, Refund
from members.billing.books.prorating import Unused, refund, still_refundable, unused
from members.billing.books.receipts import issue_credit_note
from members.billing.grants import Grant
from members.billing.paying.orders import Provider
from members.billing.paying.setup import BillingSettings
from members.billing.paying.subscription import Subscription
from members.billing.providers.chosen import provider_named
from members.billing.providers.interface import ProviderError, Refused
from members.billing.providers.minor import coin_of, places_of
from members.billing.settling.settle import settle
from program.audit.log import record

logger = logging.getLogger(__name__)

Kind = LedgerEntry.Kind
MOST_ATTEMPTS = 8
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)


class RefundRefused(Exception):
    """The message is for staff."""


@dataclass(frozen=True, slots=True)
class Proposal:
    amount: Decimal
    left: Decimal
    """The most that can be given back."""

    period: Unused | None = None
    """How it was reckoned; None where there is no period or no rule."""


def propose(entry: LedgerEntry, *, now: datetime) -> Proposal:
    """By the program's rule: what was paid and not used, on the program's clock."""
    left = still_refundable(entry.amount, given_back(entry))
    settings = BillingSettings.objects.first()
    period = period_of(entry, now=now)
    if period is None or (settings is not None and not settings.refunds_pro_rata):
        return Proposal(Decimal(0), left)
    return Proposal(min(refund(entry.amount, period, places_of(entry.currency)), left), left, period)


def given_back(entry: LedgerEntry) -> Decimal:
    """Done, disputed, or about to be done."""
    back = LedgerEntry.objects.filter(of=entry).aggregate(total=Sum("amount"))["total"] or Decimal(0)
    due = Refund.objects.filter(entry=entry, state=Refund.State.DUE).aggregate(total=Sum("amount"))[
        "total"
    ] or Decimal(0)
    return Decimal(due - back)


def period_of(entry: LedgerEntry, *, now: datetime) -> Unused | None:
    """The days that this payment bought: the grant's of a single purchase, else the subscription's own period."""
    begins, ends = _bought(entry)
    if begins is None or ends is None or ends <= begins:
        return None
    zone = entry.program.zone
    days = [instant.astimezone(zone).date() for instant in (begins, ends, now)]
    return unused(*days) if days[1] > days[0] else None


def _bought(entry: LedgerEntry) -> tuple[datetime | None, datetime | None]:
    if entry.subscription:
        subscription = entry.subscription
        is_current = subscription.period_starts_at - timedelta(hours=2) <= entry.happened_at
        return (subscription.period_starts_at, subscription.period_ends_at) if is_current else (None, None)
    grant = Grant.objects.filter(order=entry.order_id).first() if entry.order_id else None
    return (grant.starts_at, grant.ends_at) if grant else (None, None)


def ask_refund(
    entry: LedgerEntry, *, amount: Decimal, reason: str, ends_subscription: bool, by: Membership, now: datetime
) -> Refund:
    """Writes what is to be done; a task does it once this is committed."""
    LedgerEntry.objects.select_for_update(no_key=True, of=("self",)).get(pk=entry.pk)
    _refuse(entry, amount)
    made = Refund.objects.create(
        entry=entry,
        amount=amount,
        proposed=propose(entry, now=now).amount,
        reason=reason,
        ends_subscription=ends_subscription,
        asked_by=by,
        asked_at=now,
        due_at=now,
    )
    record("refunded", entry, by=by.user, changes={"amount": ["", str(amount)], "reason": ["", reason]})
    return made


def _refuse(entry: LedgerEntry, amount: Decimal) -> None:
    if entry.kind != Kind.PAYMENT:
        raise RefundRefused(_("Only a payment can be given back."))
    if LedgerEntry.objects.filter(of=entry, kind=Kind.DISPUTE).exists():
        raise RefundRefused(_("This payment is disputed: the bank decides about its money."))
    if Refund.objects.filter(entry=entry, state=Refund.State.DUE).exists():
        raise RefundRefused(_("A refund of this payment is being sent already."))
    left = still_refundable(entry.amount, given_back(entry))
    if amount <= 0 or amount > left:
        raise RefundRefused(_("Between nothing and %(left)s %(currency)s can be given back.") % {
            "left": left, "currency": entry.currency
        })  # fmt: skip
    if amount != amount.quantize(coin_of(entry.currency)):
        raise RefundRefused(_("Nobody can pay such a fraction in %(currency)s.") % {"currency": entry.currency})


def send(refund_id: int, *, now: datetime) -> None:
    """May be done twice: its key is stored, so the money goes back once."""
    asked = Refund.objects.select_for_update(no_key=True, of=("self",)).select_related("entry").get(pk=refund_id)
    if asked.state != Refund.State.DUE:
        return
    try:
        _do(asked, now=now)
    except Refused as refused:
        _note(asked, Refund.State.FAILED, str(refused))
    except ProviderError as error:
        asked.attempts += 1
        state = Refund.State.FAILED if asked.attempts >= MOST_ATTEMPTS else Refund.State.DUE
        asked.due_at = now + min(FIRST_WAIT * 2**asked.attempts, LONGEST_WAIT)
        _note(asked, state, str(error))


def _do(asked: Refund, *, now: datetime) -> None:
    entry = asked.entry
    provider = provider_named(entry.provider)
    asked.remote_id = provider.refund(asked, amount=asked.amount)
    if asked.ends_subscription:
        end_access(entry, now=now)
    asked.done_at = now
    if entry.provider == Provider.STRIPE and entry.customer_id:
        settle(entry.customer_id, now=now)
    else:
        _enter_by_hand(asked, now=now)
    _note(asked, Refund.State.DONE, "")


def end_access(entry: LedgerEntry, *, now: datetime) -> None:
    subscription = entry.subscription
    if subscription and subscription.is_living:
        provider_named(entry.provider).end(subscription)
        if entry.provider != Provider.STRIPE:
            Subscription.objects.filter(pk=subscription.pk).update(status="canceled", ended_at=now)
    bought = Q(subscription=entry.subscription_id, subscription__isnull=False)
    bought |= Q(order=entry.order_id, order__isnull=False)
    Grant.objects.in_force(now).filter(bought, starts_at__lt=now).update(ends_at=now)


def _enter_by_hand(asked: Refund, *, now: datetime) -> None:
    """Where no payment service tells us of it, the books say what staff did."""
    first = asked.entry
    entry = LedgerEntry.objects.create(
        kind=Kind.REFUND,
        amount=-asked.amount,
        currency=first.currency,
        provider=first.provider,
        remote_id=asked.remote_id,
        membership_id=first.membership_id,
        plan_id=first.plan_id,
        subscription_id=first.subscription_id,
        order_id=first.order_id,
        of=first,
        happened_at=now,
        recorded_by=asked.asked_by,
        note=asked.reason,
    )
    issue_credit_note(entry)


def _note(asked: Refund, state: str, error: str) -> None:
    asked.state, asked.last_error = state, error[:400]
    asked.save(update_fields=["state", "last_error", "remote_id", "attempts", "due_at", "done_at"])
