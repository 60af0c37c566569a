"""Which access follows from what is paid, and until when. Only grants give access: an expiry needs no job."""

from datetime import datetime, timedelta

from members.billing.grants import Grant
from members.billing.paying.orders import Order
from members.billing.paying.subscription import Subscription

NEVER_BEGAN = (Subscription.Status.INCOMPLETE, Subscription.Status.INCOMPLETE_EXPIRED)
FAILED = (Subscription.Status.PAST_DUE, Subscription.Status.UNPAID)


def access_until(subscription: Subscription, grace: timedelta) -> datetime | None:
    """When access ends as things stand; None when it never began.

    What renews by itself has the days of grace beyond what is paid: a payment or a message may come late. What was
    cancelled ends with what is paid; what failed, the days of grace after the first failure.
    """
    if subscription.status in NEVER_BEGAN:
        return None
    limits = [subscription.period_ends_at + grace]
    if subscription.past_due_since:
        limits.append(subscription.past_due_since + grace)
    limits += [end for end in (subscription.ends_at, subscription.ended_at) if end]
    return min(limits)


def give_access(subscription: Subscription, *, grace: timedelta, now: datetime) -> bool:
    """Brings the subscription's grant in line; whether anything changed."""
    until = access_until(subscription, grace)
    grant = Grant.objects.filter(subscription=subscription).first()
    if until is None or until <= subscription.started_at:
        return _end(grant, now) if grant else False
    wanted = {
        "tier": subscription.plan.tier,
        "entitlements": sorted(subscription.plan.entitlements),
        "ends_at": until,
    }
    if grant is None:
        _make(subscription, wanted)
        return True
    if all(getattr(grant, name) == value for name, value in wanted.items()):
        return False
    return bool(Grant.objects.filter(pk=grant.pk).update(**wanted))


def _make(subscription: Subscription, wanted: dict[str, object]) -> Grant:
    return Grant.objects.create(
        membership_id=subscription.membership_id,
        subscription=subscription,
        source=Grant.Source.SUBSCRIPTION,
        starts_at=subscription.started_at,
        reason=subscription.plan.name,
        **wanted,
    )


def _end(grant: Grant, now: datetime) -> bool:
    running = Grant.objects.in_force(now).filter(pk=grant.pk, starts_at__lt=now)
    return bool(running.update(ends_at=now))


def give_bought_access(order: Order, *, now: datetime) -> Grant | None:
    """For a plan that is paid once: its days begin now, or after those bought before. None: given already."""
    if Grant.objects.filter(order=order).exists():
        return None
    plan = order.price.version.plan
    bought = Grant.objects.filter(
        membership=order.membership_id, source=Grant.Source.PURCHASE, tier=plan.tier, ends_at__gt=now
    )
    before = bought.order_by("-ends_at").first()
    starts_at = before.ends_at if before and before.ends_at else now
    return Grant.objects.create(
        membership_id=order.membership_id,
        order=order,
        source=Grant.Source.PURCHASE,
        tier=plan.tier,
        entitlements=sorted(plan.entitlements),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(days=plan.access_days),
        reason=plan.name,
    )
