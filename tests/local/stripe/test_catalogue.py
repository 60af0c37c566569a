from typing import Any

import pytest
import stripe
from stripe import StripeClient

from tests.local.stripe.conftest import DAY, NEW_YEAR, Catalogue, Member


def test_prices_keep_their_amount_and_move_their_key(client: StripeClient, catalogue: Catalogue) -> None:
    client.v1.prices.update(catalogue.monthly.id, {"lookup_key": "monthly", "nickname": "2026"})
    with pytest.raises(stripe.InvalidRequestError, match="already uses that lookup key"):
        client.v1.prices.update(catalogue.double.id, {"lookup_key": "monthly"})
    client.v1.prices.update(catalogue.double.id, {"lookup_key": "monthly", "transfer_lookup_key": True})
    assert client.v1.prices.retrieve(catalogue.monthly.id).lookup_key is None
    assert client.v1.prices.list({"lookup_keys": ["monthly"]}).data[0].id == catalogue.double.id
    dearer: Any = {"unit_amount": 1}
    with pytest.raises(stripe.InvalidRequestError, match="unknown parameter: unit_amount"):
        client.v1.prices.update(catalogue.monthly.id, dearer)


def test_products_with_prices_are_kept(client: StripeClient, catalogue: Catalogue) -> None:
    product = str(catalogue.monthly.product)
    with pytest.raises(stripe.InvalidRequestError, match="cannot be deleted"):
        client.v1.products.delete(product)
    assert client.v1.products.update(product, {"active": False}).active is False
    assert client.v1.products.list({"active": True}).data == []
    bare = client.v1.products.create({"name": "Bare"})
    assert client.v1.products.delete(bare.id).deleted
    with pytest.raises(stripe.InvalidRequestError, match="No such product"):
        client.v1.products.retrieve(bare.id)


def test_coupons_end(client: StripeClient, member: Member, catalogue: Catalogue) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.coupons.create({"duration": "once"})
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.coupons.create({"percent_off": 120, "duration": "once"})
    coupon = client.v1.coupons.create({"id": "ONE", "percent_off": 20, "max_redemptions": 1})
    made: Any = member.subscribe(catalogue.monthly, discounts=[{"coupon": "ONE"}], expand=["latest_invoice"])
    assert made.latest_invoice.total == 7920
    assert client.v1.coupons.retrieve(coupon.id).valid is False
    with pytest.raises(stripe.InvalidRequestError) as raised:
        member.subscribe(catalogue.monthly, discounts=[{"coupon": "ONE"}])
    assert raised.value.code == "coupon_expired"
    member.until(NEW_YEAR + 32 * DAY)
    assert member.invoices() == [("paid", 7920), ("paid", 9900)]


def test_repeating_coupons_last_their_months(client: StripeClient, member: Member, catalogue: Catalogue) -> None:
    coupon = client.v1.coupons.create({"percent_off": 50, "duration": "repeating", "duration_in_months": 2})
    member.subscribe(catalogue.monthly, discounts=[{"coupon": coupon.id}])
    for month in (32, 60, 92):
        member.until(NEW_YEAR + month * DAY)
    assert [total for _, total in member.invoices()] == [4950, 4950, 9900, 9900]


def test_taxes_inside_and_on_top(client: StripeClient, member: Member, catalogue: Catalogue) -> None:
    def first(inclusive: bool) -> Any:
        rate = client.v1.tax_rates.create({"display_name": "VAT", "inclusive": inclusive, "percentage": 19})
        more: Any = {"default_tax_rates": [rate.id], "expand": ["latest_invoice"]}
        return member.subscribe(catalogue.monthly, **more).latest_invoice

    inside, on_top = first(True), first(False)
    assert (inside.total, inside.subtotal, inside.total_excluding_tax) == (9900, 9900, 8319)
    assert (inside.total_taxes[0].amount, inside.total_taxes[0].tax_behavior) == (1581, "inclusive")
    assert (on_top.total, on_top.subtotal, on_top.total_excluding_tax) == (11781, 9900, 9900)
    assert on_top.lines.data[0].taxes[0].amount == 1881


def test_promotion_codes_have_their_rules(client: StripeClient, member: Member, catalogue: Catalogue) -> None:
    coupon = client.v1.coupons.create({"percent_off": 10, "duration": "once"})
    promotion: Any = {"type": "coupon", "coupon": coupon.id}
    other = client.v1.customers.create({"email": "bob@example.org"})
    code = client.v1.promotion_codes.create({"promotion": promotion, "code": "BOB", "customer": other.id})
    with pytest.raises(stripe.InvalidRequestError, match="cannot be redeemed by this customer"):
        member.subscribe(catalogue.monthly, discounts=[{"promotion_code": code.id}])
    with pytest.raises(stripe.InvalidRequestError, match="already exists"):
        client.v1.promotion_codes.create({"promotion": promotion, "code": "bob"})
    client.v1.promotion_codes.update(code.id, {"active": False})
    assert client.v1.promotion_codes.list({"code": "bob", "active": True}).data == []
    whole: Any = client.v1.promotion_codes.retrieve(code.id, {"expand": ["promotion.coupon"]})
    assert whole.promotion.coupon.percent_off == 10


def test_customers_go_with_their_subscriptions(client: StripeClient, member: Member, catalogue: Catalogue) -> None:
    made = member.subscribe(catalogue.monthly)
    assert client.v1.customers.delete(member.customer).deleted
    assert client.v1.customers.retrieve(member.customer).deleted
    assert member.subscription(made).status == "canceled"
    with pytest.raises(stripe.InvalidRequestError, match="No such customer"):
        member.subscribe(catalogue.monthly)
    with pytest.raises(stripe.InvalidRequestError) as raised:
        client.v1.customers.create({"email": "nobody"})
    assert raised.value.code == "email_invalid"


def test_cards_are_attached_and_let_go(client: StripeClient, member: Member) -> None:
    with pytest.raises(stripe.CardError):
        client.v1.payment_methods.attach("pm_card_chargeDeclined", {"customer": member.customer})
    with pytest.raises(stripe.CardError):
        client.v1.customers.create({"payment_method": "pm_card_chargeDeclined"})
    assert len(client.v1.customers.list().data) == 1
    card: Any = {"number": "4242424242424242", "exp_month": 5, "exp_year": 2030, "cvc": "123"}
    made = client.v1.payment_methods.create({"type": "card", "card": card})
    client.v1.payment_methods.attach(made.id, {"customer": member.customer})
    assert len(client.v1.payment_methods.list({"customer": member.customer}).data) == 2
    client.v1.customers.update(member.customer, {"invoice_settings": {"default_payment_method": made.id}})
    assert client.v1.payment_methods.detach(made.id).customer is None
    customer = client.v1.customers.retrieve(member.customer)
    assert customer.invoice_settings
    assert customer.invoice_settings.default_payment_method is None
