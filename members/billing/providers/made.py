"""What has to exist at Stripe before something can be paid: each is made once and remembered in its row.

The key of each call stands in the row, committed before: a crash between Stripe's answer and our commit, or two at
once, end at the same object.
"""

from typing import Any

from members.billing.giving.models import Coupon
from members.billing.paying.orders import Customer
from members.billing.plans.models import Price
from members.billing.plans.taxes import TaxRule
from members.billing.providers.accounts import Keys, keys_of
from members.billing.providers.gateway import asks_stripe, client_of
from members.billing.providers.minor import to_minor


def _remember(row: Any, keys: Keys, remote_id: str) -> str:
    row.account, row.remote_id = keys.reference, remote_id
    row.save(update_fields=["account", "remote_id"])
    return remote_id


def _is_known(row: Any, keys: Keys) -> bool:
    return bool(row.remote_id) and row.account == keys.reference


def _once(row: Any, keys: Keys) -> Any:
    return {"idempotency_key": f"{row.key}-{keys.reference}"}


@asks_stripe
def customer_at_stripe(customer: Customer) -> str:
    keys, membership = keys_of(customer.account), customer.membership
    if customer.remote_id:
        return customer.remote_id
    given: Any = {
        "email": membership.user.email,
        "name": membership.user.name,
        "metadata": {"program": str(customer.program_id), "membership": str(membership.pk)},
    }
    made = client_of(keys).v1.customers.create(given, _once(customer, keys))
    return _remember(customer, keys, made.id)


@asks_stripe
def price_at_stripe(price: Price, keys: Keys) -> str:
    if _is_known(price, keys):
        return price.remote_id
    plan = price.version.plan
    given: Any = {
        "currency": price.currency.lower(),
        "unit_amount": to_minor(price.amount, price.currency),
        "product_data": {"name": plan.name, "metadata": {"program": str(price.program_id), "plan": plan.slug}},
        "metadata": {"program": str(price.program_id), "price": str(price.pk)},
    }
    if plan.renews:
        given["recurring"] = {"interval": plan.interval}
    made = client_of(keys).v1.prices.create(given, _once(price, keys))
    return _remember(price, keys, made.id)


@asks_stripe
def coupon_at_stripe(coupon: Coupon, keys: Keys) -> str:
    if _is_known(coupon, keys):
        return coupon.remote_id
    given: Any = {"name": coupon.code, "duration": coupon.duration}
    if coupon.percent is not None:
        given["percent_off"] = float(coupon.percent)
    else:
        given["amount_off"] = to_minor(coupon.amount or 0, coupon.currency)  # type: ignore[arg-type]
        given["currency"] = coupon.currency.lower()
    if coupon.months:
        given["duration_in_months"] = coupon.months
    made = client_of(keys).v1.coupons.create(given, _once(coupon, keys))
    return _remember(coupon, keys, made.id)


@asks_stripe
def tax_at_stripe(rule: TaxRule, keys: Keys) -> str:
    if _is_known(rule, keys):
        return rule.remote_id
    given: Any = {
        "display_name": rule.name,
        "percentage": float(rule.percentage),
        "inclusive": rule.is_inclusive,
        **({"country": rule.country} if rule.country else {}),
    }
    made = client_of(keys).v1.tax_rates.create(given, _once(rule, keys))
    return _remember(rule, keys, made.id)
