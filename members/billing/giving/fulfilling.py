"""What a paid order is worth: access, a gift's code, a sponsor's seats."""

from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils.dateparse import parse_datetime

from members.billing.giving.models import Coupon, Gift, Sponsorship
from members.billing.giving.notices import tell_of_gift, tell_of_seats
from members.billing.paying.orders import Order
from members.billing.settling.access import give_bought_access

GIFT_LASTS = timedelta(days=366)


def fulfil(order: Order, *, now: datetime) -> None:
    """Once for each order: the caller holds its row and has just marked it paid."""
    if order.coupon_id:
        count_use(order.coupon_id)
    if order.kind == Order.Kind.GIFT:
        make_gift(order, now=now)
    elif order.kind == Order.Kind.SEATS:
        make_sponsorship(order, now=now)
    elif not order.renews:
        give_bought_access(order, now=now)


def count_use(coupon_id: int) -> None:
    """Beyond what was allowed when the money had come already: it is honoured, and not counted twice."""
    room = Q(uses_allowed=None) | Q(uses__lt=F("uses_allowed"))
    Coupon.objects.filter(room, pk=coupon_id).update(uses=F("uses") + 1)


def make_gift(order: Order, *, now: datetime) -> Gift:
    details = order.details
    gift = Gift.objects.create(
        order=order,
        plan=order.price.version.plan,
        recipient=details.get("recipient", ""),
        from_name=details.get("from_name", ""),
        words=details.get("words", ""),
        created_at=now,
        expires_at=now + GIFT_LASTS,
    )
    tell_of_gift(gift)
    return gift


def make_sponsorship(order: Order, *, now: datetime) -> Sponsorship:
    details, plan = order.details, order.price.version.plan
    ends_at = parse_datetime(details.get("ends_at", "")) or now + timedelta(days=plan.access_days)
    seats = Sponsorship.objects.create(
        order=order,
        sponsor=details.get("sponsor", "") or str(order.membership),
        contact=order.membership.user.email,
        plan=plan,
        seats=order.quantity,
        ends_at=ends_at,
        created_at=now,
    )
    tell_of_seats(seats)
    return seats
