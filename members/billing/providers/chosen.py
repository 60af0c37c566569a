"""The payment service that stands behind a name."""

from members.billing.paying.orders import Provider
from members.billing.providers.card import CardProvider
from members.billing.providers.interface import PaymentProvider
from members.billing.providers.transfer import TransferProvider

PROVIDERS: dict[str, PaymentProvider] = {Provider.STRIPE: CardProvider(), Provider.TRANSFER: TransferProvider()}


def provider_named(name: str) -> PaymentProvider:
    return PROVIDERS[name]
