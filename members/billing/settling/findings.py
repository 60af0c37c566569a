"""What staff have to look at, each thing once as long as nobody closed it."""

from datetime import datetime

from members.billing.hearing.models import Finding
from members.billing.paying.orders import Customer
from members.billing.paying.subscription import Subscription


def note_second_subscription(customer: Customer, *, now: datetime) -> None:
    """One member has one subscription: of a second staff hear before it is paid again."""
    running = Subscription.objects.living().filter(membership=customer.membership_id, ends_at=None)
    found = list(running.exclude(status=Subscription.Status.INCOMPLETE).order_by("started_at"))
    if len(found) < 2:
        return
    open_finding(
        Finding.Kind.SECOND_SUBSCRIPTION,
        found[-1].remote_id,
        customer=customer,
        said={one.remote_id: [str(one.plan_id), one.status] for one in found},
        now=now,
    )


def open_finding(
    kind: str, subject: str, *, now: datetime, said: dict[str, list[str]], customer: Customer | None = None
) -> None:
    """Once, as long as nobody closed it."""
    Finding.objects.get_or_create(
        kind=kind,
        subject=subject,
        repaired_at=None,
        closed_at=None,
        defaults={"customer": customer, "said": said, "found_at": now},
    )
