"""Cards, by Stripe: Checkout and the Billing Portal, so that no card ever touches this software."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from members.billing.books.models import Refund
from members.billing.paying.orders import Customer, Order
from members.billing.paying.subscription import Subscription
from members.billing.plans.models import Price
from members.billing.plans.taxes import TaxRule
from members.billing.providers import changing
from members.billing.providers.accounts import Keys, keys_of
from members.billing.providers.gateway import asks_stripe, client_of
from members.billing.providers.interface import Refused
from members.billing.providers.made import coupon_at_stripe, customer_at_stripe, price_at_stripe, tax_at_stripe
from members.billing.providers.minor import to_minor
from members.billing.providers.pictures import Change, Opened, Picture, Standing
from members.billing.providers.reading import (
    ORDER,
    id_of,
    instant,
    invoice_picture,
    payment_picture,
    subscription_picture,
)

LASTS = timedelta(hours=2)
"""How long a payment page stays open. Stripe takes half an hour to a day."""

TOO_OLD = timedelta(hours=1)
"""An order that got no payment page by then does not get one any more."""

LOCALES = {"en": "en", "pt-br": "pt-BR"}
STANDING = {"open": "open", "expired": "expired"}
DID_NOT_COME = ("requires_payment_method", "canceled")


class CardProvider:
    @asks_stripe
    def open(self, order: Order, *, success_url: str, cancel_url: str) -> Opened:
        keys = keys_of(order.account)
        given = self._session(order, keys) | {"success_url": success_url, "cancel_url": cancel_url}
        made = client_of(keys).v1.checkout.sessions.create(given, {"idempotency_key": order.key})
        return Opened(made.id, str(made.url), instant(made.expires_at))

    def _session(self, order: Order, keys: Keys) -> Any:
        """The same for the same order, or Stripe would not know it again."""
        marks = {"program": str(order.program_id), ORDER: order.key}
        line: dict[str, Any] = {**self._priced(order, keys), "quantity": order.quantity}
        if rates := [tax_at_stripe(rule, keys) for rule in taxes_of(order)]:
            line["tax_rates"] = rates
        given: dict[str, Any] = {
            "customer": customer_at_stripe(customer_of(order)),
            "client_reference_id": order.reference,
            "line_items": [line],
            "metadata": marks,
            "expires_at": int((order.created_at + LASTS).timestamp()),
            "locale": LOCALES.get(order.language, "auto"),
        }
        if order.coupon:
            given["discounts"] = [{"coupon": coupon_at_stripe(order.coupon, keys)}]
        return given | (self._renewing(order, marks) if order.renews else self._once(marks))

    def _priced(self, order: Order, keys: Keys) -> dict[str, Any]:
        """A plan that renews for its member is sold once when it is given away."""
        plan, price = order.price.version.plan, order.price
        if plan.renews and not order.renews:
            amount = to_minor(price.amount, price.currency)
            named = {"name": plan.name}
            return {"price_data": {"currency": price.currency.lower(), "unit_amount": amount, "product_data": named}}
        return {"price": price_at_stripe(price, keys)}

    def _renewing(self, order: Order, marks: dict[str, str]) -> dict[str, Any]:
        days = order.trial_days
        trial = {"trial_period_days": days} if days else {}
        return {"mode": "subscription", "subscription_data": {"metadata": marks, **trial}}

    def _once(self, marks: dict[str, str]) -> dict[str, Any]:
        invoiced = {"enabled": True, "invoice_data": {"metadata": marks}}
        return {"mode": "payment", "invoice_creation": invoiced, "payment_intent_data": {"metadata": marks}}

    @asks_stripe
    def standing(self, order: Order) -> Standing:
        if not order.remote_id:
            return Standing("open")
        sessions = client_of(keys_of(order.account)).v1.checkout.sessions
        session = sessions.retrieve(order.remote_id, {"expand": ["payment_intent"]})
        if session.status != "complete":
            return Standing(STANDING[str(session.status)])
        state = debit_of(session) if session.payment_status == "unpaid" else "paid"
        return Standing(state, (id_of(session.subscription),))

    @asks_stripe
    def close(self, order: Order) -> None:
        if order.remote_id:
            client_of(keys_of(order.account)).v1.checkout.sessions.expire(order.remote_id)

    @asks_stripe
    def picture(self, customer: Customer) -> Picture:
        if not customer.remote_id:
            return Picture()
        client, whose = client_of(keys_of(customer.account)).v1, {"customer": customer.remote_id, "limit": 100}
        everything: Any = {**whose, "status": "all"}
        invoiced: Any = {**whose, "expand": ["data.payments"]}
        charged: Any = {**whose, "expand": ["data.refunds"]}
        charges = [one for one in client.charges.list(charged).auto_paging_iter() if one.status == "succeeded"]
        return Picture(
            tuple(map(subscription_picture, client.subscriptions.list(everything).auto_paging_iter())),
            tuple(map(invoice_picture, client.invoices.list(invoiced).auto_paging_iter())),
            tuple(
                payment_picture(one, client.disputes.list({"charge": one.id}).data if one.disputed else ())
                for one in charges
            ),
        )

    @asks_stripe
    def portal_url(self, customer: Customer, *, return_url: str) -> str:
        given: Any = {"customer": customer_at_stripe(customer), "return_url": return_url}
        return str(client_of(keys_of(customer.account)).v1.billing_portal.sessions.create(given).url)

    def cancel(self, subscription: Subscription) -> None:
        changing.cancel(subscription)

    def resume(self, subscription: Subscription) -> None:
        changing.resume(subscription)

    def end(self, subscription: Subscription) -> None:
        changing.end(subscription)

    def preview_change(self, subscription: Subscription, price: Price, *, now: datetime) -> Change:
        return changing.preview(subscription, price, now=now)

    def change_now(self, subscription: Subscription, price: Price, *, now: datetime) -> None:
        changing.change_now(subscription, price, now=now)

    def change_at_renewal(self, subscription: Subscription, price: Price) -> None:
        changing.change_at_renewal(subscription, price)

    def keep(self, subscription: Subscription) -> None:
        changing.keep(subscription)

    @asks_stripe
    def refund(self, refund: Refund, *, amount: Decimal) -> str:
        entry = refund.entry
        given: Any = {
            "charge": entry.remote_id,
            "amount": to_minor(amount, entry.currency),
            "metadata": {"program": str(refund.program_id), "refund": str(refund.pk)},
        }
        made = client_of(keys_of(entry.account)).v1.refunds.create(given, {"idempotency_key": refund.key})
        return str(made.id)


def debit_of(session: Any) -> str:
    """The session itself stays unpaid for ever: whether the money still comes is known to its payment."""
    intent = session.payment_intent
    return "failed" if intent is not None and intent.status in DID_NOT_COME else "awaiting"


def customer_of(order: Order) -> Customer:
    """The row was written together with the order."""
    found = Customer.objects.select_related("membership__user").filter(
        membership=order.membership_id, account=order.account
    )
    customer = found.first()
    if customer is None:
        raise Refused("The order has no customer.", "no_customer")
    return customer


def taxes_of(order: Order) -> list[TaxRule]:
    return list(TaxRule.objects.filter(is_active=True, country__in=["", order.country]).order_by("pk"))
