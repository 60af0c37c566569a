"""What an order comes to, and which orders there cannot be."""

from typing import Any

import pytest
import stripe
from stripe import StripeClient

from tests.local.stripe.browser import Browser
from tests.local.stripe.conftest import Catalogue
from tests.local.stripe.test_checkout import after, opened, pay


def test_coupon_and_tax_make_the_sum(client: StripeClient, browser: Browser, catalogue: Catalogue) -> None:
    coupon = client.v1.coupons.create({"percent_off": 33.3, "duration": "once"})
    rate = client.v1.tax_rates.create({"display_name": "VAT", "inclusive": False, "percentage": 19})
    lines: Any = [{"price": catalogue.yearly.id, "tax_rates": [rate.id]}]
    session: Any = opened(
        client, catalogue.yearly, line_items=lines, discounts=[{"coupon": coupon.id}], expand=["line_items"]
    )
    discount, tax = 32967, 12546  # 0.333 × 99000; 0.19 × 66033 = 12546.27
    assert session.total_details.to_dict() == {"amount_discount": discount, "amount_shipping": 0, "amount_tax": tax}
    assert (session.amount_subtotal, session.amount_total) == (99000, 99000 - discount + tax)
    assert session.line_items.data[0].amount_total == session.amount_total
    pay(browser, session)
    bought: Any = after(client, session, "subscription.latest_invoice")
    assert bought.subscription.latest_invoice.total == session.amount_total
    assert bought.subscription.discounts == []
    assert client.v1.coupons.retrieve(coupon.id).times_redeemed == 1


def test_promotion_codes_are_typed(client: StripeClient, browser: Browser, catalogue: Catalogue) -> None:
    coupon = client.v1.coupons.create({"amount_off": 9000, "currency": "usd", "duration": "forever"})
    promotion: Any = {"type": "coupon", "coupon": coupon.id}
    code = client.v1.promotion_codes.create({"promotion": promotion, "code": "FOUNDER", "max_redemptions": 1})
    session = opened(client, catalogue.yearly, allow_promotion_codes=True)
    assert "invalid" in browser.send(f"/c/pay/{session.id}/code", code="NOPE").text
    assert browser.send(f"/c/pay/{session.id}/code", code="founder").status == 303
    assert after(client, session).amount_total == 90000
    browser.send(f"/c/pay/{session.id}/code", code="")
    assert after(client, session).amount_total == 99000
    browser.send(f"/c/pay/{session.id}/code", code="FOUNDER")
    pay(browser, session)
    assert client.v1.promotion_codes.retrieve(code.id).times_redeemed == 1
    late = opened(client, catalogue.yearly, allow_promotion_codes=True)
    assert "invalid or has expired" in browser.send(f"/c/pay/{late.id}/code", code="FOUNDER").text


def test_everything_free_needs_no_card(client: StripeClient, browser: Browser, catalogue: Catalogue) -> None:
    coupon = client.v1.coupons.create({"percent_off": 100, "duration": "forever"})
    more: Any = {"payment_method_collection": "if_required", "discounts": [{"coupon": coupon.id}]}
    session = opened(client, catalogue.yearly, **more)
    assert "What the card does" not in browser.get(str(session.url)).text
    pay(browser, session, "")
    bought: Any = after(client, session, "subscription")
    assert (bought.payment_status, bought.subscription.status) == ("no_payment_required", "active")


def test_other_currencies_only_where_priced(client: StripeClient, browser: Browser) -> None:
    product = client.v1.products.create({"name": "Premium"}).id
    options: Any = {"brl": {"unit_amount": 249_900}, "jpy": {"unit_amount": 98_000}}
    base: Any = {"product": product, "currency": "usd", "unit_amount": 99000, "recurring": {"interval": "year"}}
    price = client.v1.prices.create(base | {"currency_options": options})
    brazil = opened(client, price, currency="brl")
    assert (brazil.currency, brazil.amount_total) == ("brl", 249_900)
    assert "R$2,499.00" in browser.get(str(brazil.url)).text
    pay(browser, brazil)
    assert after(client, brazil, "subscription").subscription.currency == "brl"  # type: ignore[union-attr]
    assert "¥98,000" in browser.get(str(opened(client, price, currency="jpy").url)).text
    with pytest.raises(stripe.InvalidRequestError, match="only supports `usd`"):
        opened(client, price, currency="eur")


def test_wrong_orders_are_refused(client: StripeClient, catalogue: Catalogue) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="recurring price"):
        opened(client, catalogue.yearly, mode="payment")
    with pytest.raises(stripe.InvalidRequestError, match="at least one recurring price"):
        opened(client, catalogue.once, mode="subscription")
    client.v1.prices.update(catalogue.yearly.id, {"active": False})
    with pytest.raises(stripe.InvalidRequestError, match="inactive"):
        opened(client, catalogue.yearly)
