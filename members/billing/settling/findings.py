"""What staff have to look at, each thing once as long as nobody closed it."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from members.accounts.models import Membership
from members.billing.books.models import LedgerEntry
from members.billing.grants import Grant
from members.billing.hearing.models import Finding
from members.billing.paying.orders import Customer, Order
from members.billing.paying.subscription import Subscription
from members.billing.settling.differences import Differences
from program.audit.log import record


def note_second_subscription(customer: Customer, *, now: datetime) -> None:
    """One member has one subscription: of a second staff hear before it is paid again."""
    running = Subscription.objects.living().filter(membership=customer.membership_id, ends_at=None)
    found = list(running.exclude(status=Subscription.Status.INCOMPLETE).order_by("started_at", "pk"))
    if len(found) < 2:
        return
    open_finding(
        Finding.Kind.SECOND_SUBSCRIPTION,
        found[-1].remote_id,
        customer=customer,
        said={one.remote_id: [str(one.plan_id), one.status] for one in found},
        now=now,
    )


def note_disputes(customer: Customer, entries: Sequence[LedgerEntry], *, now: datetime) -> None:
    """A dispute has to be answered at the payment service within days."""
    for entry in entries:
        if entry.kind == LedgerEntry.Kind.DISPUTE:
            said = {"amount": [str(-entry.amount), entry.currency]}
            open_finding(Finding.Kind.DISPUTE, entry.remote_id, customer=customer, said=said, now=now)


def note_without_access(customer: Customer, orders: Sequence[Order], *, now: datetime) -> None:
    """Paid, and yet nothing was opened: the plan or price is one that nobody here made."""
    for order in orders:
        if order.kind != Order.Kind.MEMBERSHIP:
            continue
        given = Grant.objects.filter(membership=order.membership_id)
        if not given.filter(
            Q(order=order) | Q(subscription=order.subscription_id, subscription__isnull=False)
        ).exists():
            said = {"order": [order.reference, order.state]}
            kind = Finding.Kind.PAID_WITHOUT_ACCESS
            open_finding(kind, order.reference, customer=customer, order=order, said=said, now=now)


def note_drift(customer: Customer, differences: Differences, *, now: datetime) -> None:
    """The look itself has repaired it; this says that nobody had told us."""
    Finding.objects.create(
        kind=Finding.Kind.DRIFT,
        subject=customer.remote_id or f"customer {customer.pk}",
        customer=customer,
        said=differences.found,
        found_at=now,
        repaired_at=now,
    )


def open_finding(
    kind: str,
    subject: str,
    *,
    now: datetime,
    said: dict[str, list[str]],
    customer: Customer | None = None,
    order: Order | None = None,
) -> None:
    """Once, as long as nobody closed it."""
    Finding.objects.get_or_create(
        kind=kind,
        subject=subject,
        repaired_at=None,
        closed_at=None,
        defaults={"customer": customer, "order": order, "said": said, "found_at": now},
    )


def close_finding(finding: Finding, note: str, *, by: Membership, now: datetime) -> bool:
    """Somebody saw to it. False: it was closed or repaired already."""
    still_open = Finding.objects.filter(pk=finding.pk, closed_at=None, repaired_at=None)
    if not still_open.update(closed_at=now, closed_by=by, note=note):
        return False
    record("closed", finding, by=by.user, changes={"note": ["", note]})
    return True
