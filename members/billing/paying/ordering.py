"""Placing an order: one member, one order at a time, so that two tabs, a double click or a way back pay once."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from members.accounts.models import Membership
from members.billing.giving.coupons import CouponRefused, coupon_for
from members.billing.giving.models import Coupon
from members.billing.paying.following import look_after
from members.billing.paying.orders import Customer, Order, Provider
from members.billing.paying.setup import BillingSettings
from members.billing.paying.subscription import Subscription
from members.billing.plans.models import PlanVersion, Price
from members.billing.plans.offering import places_taken
from members.billing.providers.accounts import keys_in_use
from members.billing.providers.chosen import provider_named
from members.billing.providers.interface import Refused

FRESH = timedelta(hours=1)
"""So long the same order is taken again instead of a new one."""


class OrderRefused(Exception):
    """The message is for the member; `field` is what it is about."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class AlreadyMember(OrderRefused):
    """They have what they want to buy, or something that can be changed into it."""


class OnItsWay(OrderRefused):
    """Their money for another order is coming by bank debit: to take more would be to take it twice."""

    def __init__(self, order: Order) -> None:
        super().__init__("")
        self.order = order


def place_order(
    membership: Membership, price: Price, *, provider: str, coupon_code: str = "", country: str = "", now: datetime
) -> Order:
    """The price was just looked up among the offers. May raise Unavailable when another order has to be closed."""
    Membership.objects.select_for_update(no_key=True, of=("self",)).get(pk=membership.pk)
    refuse_second(membership, price, provider)
    coupon = _coupon(coupon_code, price, now)
    if (same := _take_up(membership, price, coupon, provider, now=now)) is not None:
        return same
    refuse_full(price)
    account = account_for(membership, provider)
    return Order.objects.create(
        membership=membership,
        provider=provider,
        account=account,
        price=price,
        coupon=coupon,
        country=country,
        trial_days=_trial_days(membership, price),
        created_at=now,
    )


def refuse_second(membership: Membership, price: Price, provider: str) -> None:
    """What is paid by transfer ends by itself; so the same plan may be paid again before, the same way."""
    running = Subscription.objects.living().filter(membership=membership)
    if provider == Provider.TRANSFER:
        running = running.exclude(provider=Provider.TRANSFER, plan=price.version.plan_id)
    if running.exclude(status=Subscription.Status.INCOMPLETE).exists():
        raise AlreadyMember(_("You have a plan already. Here is what you can do with it."))


def refuse_full(price: Price) -> None:
    """The last place of a founding price is given once: its row is the mutex."""
    version = PlanVersion.objects.select_for_update(no_key=True, of=("self",)).get(pk=price.version_id)
    if version.places and places_taken([version])[version.pk] >= version.places:
        raise OrderRefused(
            _("The last place at this price was taken a moment ago. Here is what it costs now."), "price"
        )


def account_for(membership: Membership, provider: str) -> str:
    """Where the money goes; the customer's row is there before anybody is asked for it."""
    settings = BillingSettings.objects.first()
    if provider == Provider.TRANSFER:
        if not settings or not settings.takes_transfers:
            raise OrderRefused(_("This program takes no bank transfers. Choose the card."), "provider")
        return ""
    keys = keys_in_use() if settings is None or settings.takes_cards else None
    if keys is None:
        raise OrderRefused(_("This program takes no cards at the moment."), "provider")
    Customer.objects.get_or_create(membership=membership, account=keys.reference)
    return keys.reference


def _coupon(code: str, price: Price, now: datetime) -> Coupon | None:
    if not code.strip():
        return None
    try:
        return coupon_for(code, price, now=now)
    except CouponRefused as refused:
        raise OrderRefused(str(refused), "coupon") from None


def _trial_days(membership: Membership, price: Price) -> int:
    """One trial for each member: whoever had a subscription has tried it."""
    had = Subscription.objects.filter(membership=membership).exists()
    return 0 if had else price.version.plan.trial_days


def _take_up(
    membership: Membership, price: Price, coupon: Coupon | None, provider: str, *, now: datetime
) -> Order | None:
    """The order that is waiting, if it is this one; another is closed first, so that it cannot be paid, too."""
    waiting = Order.objects.pending().filter(membership=membership, kind=Order.Kind.MEMBERSHIP)
    order = waiting.select_related("price__version__plan").first()
    if order is None:
        return None
    is_same = (order.price_id, order.coupon_id, order.provider) == (price.pk, coupon and coupon.pk, provider)
    is_kept = provider == Provider.TRANSFER or order.state == Order.State.AWAITING
    if is_same and (is_kept or order.created_at > now - FRESH):
        return order
    close_order(order, Order.State.CANCELLED, now=now)
    return None


def close_order(order: Order, state: str, *, now: datetime) -> None:
    """Raises AlreadyMember when it turns out to be paid, OnItsWay when its money may still come."""
    try:
        provider_named(order.provider).close(order)
    except Refused:
        _look_again(order, now=now)
    Order.objects.pending().filter(pk=order.pk).update(state=state)


def _look_again(order: Order, *, now: datetime) -> None:
    """It cannot be closed: it expired, or its money came while the member looked elsewhere."""
    order = look_after(order, now=now)
    if order.state == Order.State.PAID:
        raise AlreadyMember(_("Your payment has come in meanwhile."))
    if order.state == Order.State.AWAITING:
        raise OnItsWay(order)
