"""A member changes what they have: another plan, cancelling, staying after all."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from members.accounts.models import Membership
from members.billing.entitlements import Tier
from members.billing.paying.orders import Provider
from members.billing.paying.subscription import Subscription
from members.billing.plans.models import Plan, Price
from members.billing.providers.chosen import provider_named
from members.billing.providers.pictures import Change
from members.billing.settling.settle import lock, settle

ORDER = [Tier.FREE, Tier.CURRICULUM, Tier.PREMIUM]
PREVIEW_LASTS = timedelta(minutes=15)


class ChangeRefused(Exception):
    """The message is for the member."""


@dataclass(frozen=True, slots=True)
class Preview:
    price: Price
    is_now: bool
    at: datetime
    change: Change | None = None
    """None when nothing is charged today."""

    @property
    def due(self) -> str:
        """As the form carries it: alike in every language, and nothing is something else than zero."""
        return str(self.change.due) if self.change else ""


def subscription_of(membership: Membership) -> Subscription | None:
    """The one that is running, newest first should there be two after all."""
    running = (
        Subscription.objects.living()
        .filter(membership=membership)
        .select_related("plan", "price", "next_price__version__plan")
    )
    return running.exclude(status=Subscription.Status.INCOMPLETE).order_by("-started_at", "-pk").first()


def locked(membership: Membership) -> Subscription:
    """The customer first, as whoever settles does: otherwise an event that arrives meanwhile would lock us out."""
    found = subscription_of(membership)
    if found is None:
        raise ChangeRefused(_("There is no plan to change any more."))
    if found.customer_id:
        lock(found.customer_id)
    rows = Subscription.objects.select_for_update(no_key=True, of=("self",)).select_related("plan", "price")
    return rows.get(pk=found.pk)


def refuse_change(subscription: Subscription, price: Price) -> None:
    """Whatever would charge for something that ends anyway, or cannot be charged at all."""
    if subscription.provider != Provider.STRIPE:
        raise ChangeRefused(_("What is paid by bank transfer ends by itself. Choose the other plan then."))
    if subscription.ends_at:
        raise ChangeRefused(_("Your plan ends, because you cancelled it. Stay first, then change it."))
    if subscription.past_due_since:
        raise ChangeRefused(_("Your last payment did not go through. Pay what is open first, then change it."))
    if not price.version.plan.renews or price.currency != subscription.price.currency:
        raise ChangeRefused(_("This change is no longer possible. Here is how things stand."))


def happens_now(old: Plan, new: Plan) -> bool:
    """More is given at once, for the difference; less comes when what is paid is used up."""
    higher = ORDER.index(Tier(new.tier)) - ORDER.index(Tier(old.tier))
    longer = old.interval == Plan.Interval.MONTH and new.interval == Plan.Interval.YEAR
    return higher > 0 or (higher == 0 and longer)


def is_on_trial(subscription: Subscription) -> bool:
    """Changing leaves a trial as long as it is: nothing is due before its end."""
    return subscription.status == Subscription.Status.TRIALING


def preview(subscription: Subscription, price: Price, *, now: datetime) -> Preview:
    """May raise Unavailable or Refused."""
    if not happens_now(subscription.plan, price.version.plan):
        return Preview(price, is_now=False, at=now)
    if is_on_trial(subscription):
        return Preview(price, is_now=True, at=now)
    provider = provider_named(subscription.provider)
    return Preview(price, is_now=True, at=now, change=provider.preview_change(subscription, price, now=now))


def change_plan(membership: Membership, price: Price, *, seen: int, at: datetime, due: str, now: datetime) -> bool:
    """As it was previewed. False: it differs from what was shown, so show it again; nothing has happened then."""
    subscription = locked(membership)
    if price.pk in (subscription.price_id, subscription.next_price_id):
        return True  # The same click came twice.
    refuse_change(subscription, price)
    if subscription.changes != seen or not now - PREVIEW_LASTS <= at <= now:
        return False
    provider = provider_named(subscription.provider)
    if happens_now(subscription.plan, price.version.plan):
        if preview(subscription, price, now=at).due != due:
            return False
        provider.change_now(subscription, price, now=at)
        subscription.next_price = None
        _settle(subscription, now=now)
    else:
        change_at_renewal(subscription, price, now=now)
    return True


def change_at_renewal(subscription: Subscription, price: Price, *, now: datetime) -> None:
    """The caller holds the customer."""
    provider_named(subscription.provider).change_at_renewal(subscription, price)
    subscription.next_price = price
    _settle(subscription, now=now)


def cancel(membership: Membership, *, now: datetime) -> Subscription:
    subscription = locked(membership)
    if subscription.ends_at is None:
        provider_named(subscription.provider).cancel(subscription)
        subscription.next_price = None
        _settle(subscription, now=now)
    return subscription


def resume(membership: Membership, *, now: datetime) -> Subscription:
    """Stays after all; a change that was planned for the renewal is taken back, too."""
    subscription = locked(membership)
    provider = provider_named(subscription.provider)
    if subscription.next_price_id:
        provider.keep(subscription)
        subscription.next_price = None
    if subscription.ends_at:
        provider.resume(subscription)
    _settle(subscription, now=now)
    return subscription


def _settle(subscription: Subscription, *, now: datetime) -> None:
    subscription.changes += 1
    subscription.save(update_fields=["changes", "next_price"])
    if subscription.customer_id:
        settle(subscription.customer_id, now=now)
