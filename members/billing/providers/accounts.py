"""Which keys a program's payments go through: its own, else the installation's."""

from dataclasses import dataclass

from django.conf import settings

from members.billing.paying.setup import StripeAccount
from members.billing.providers.interface import Refused

INSTALLATION = ""
"""The reference of the installation's own account."""


@dataclass(frozen=True, slots=True)
class Keys:
    reference: str
    secret_key: str
    webhook_secret: str

    @property
    def is_shared(self) -> bool:
        """Events of several programs may come by the same webhook."""
        return self.reference == INSTALLATION


def keys_in_use() -> Keys | None:
    """None: this program cannot take cards."""
    own = StripeAccount.objects.filter(ended_at=None).first()
    return _own(own) if own else installations_keys()


def keys_of(reference: str) -> Keys:
    """Also of accounts that are no longer in use: their subscriptions still renew."""
    if reference == INSTALLATION:
        found = installations_keys()
    else:
        own = StripeAccount.objects.filter(pk=int(reference)).first()
        found = _own(own) if own else None
    if found is None:
        raise Refused("There are no keys for this Stripe account.", "no_keys")
    return found


def every_keys() -> list[Keys]:
    """The one in use first."""
    rows = StripeAccount.objects.order_by("-ended_at")  # PostgreSQL puts what has no end first.
    found = [_own(row) for row in rows]
    return [keys for keys in [*found, installations_keys()] if keys is not None]


def installations_keys() -> Keys | None:
    if not settings.STRIPE_SECRET_KEY:
        return None
    return Keys(INSTALLATION, settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET)


def _own(account: StripeAccount) -> Keys | None:
    secrets = account.secrets
    if not secrets:
        return None
    return Keys(str(account.pk), secrets["secret_key"], secrets["webhook_secret"])
