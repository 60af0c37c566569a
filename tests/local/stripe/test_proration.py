"""Changes of price, to the cent."""

from typing import Any

import pytest
import stripe
from stripe import StripeClient

from tests.local.stripe.conftest import DAY, NEW_YEAR, Catalogue, Member

FEBRUARY = NEW_YEAR + 31 * DAY


def item(subscription: stripe.Subscription) -> str:
    return str(subscription["items"].data[0].id)


def change(member: Member, made: stripe.Subscription, price: stripe.Price, **more: Any) -> stripe.Subscription:
    wanted: Any = {"items": [{"id": item(made), "price": price.id}], "expand": ["latest_invoice"], **more}
    return member.client.v1.subscriptions.update(made.id, wanted)


def lines(invoice: Any) -> list[tuple[int, str]]:
    return [(line.amount, line.description) for line in invoice.lines.data]


def test_upgrade_invoiced_at_once(member: Member, catalogue: Catalogue) -> None:
    made = member.subscribe(catalogue.monthly)
    at = NEW_YEAR + 10 * DAY + 12_345
    member.until(at)
    changed = change(member, made, catalogue.double, proration_behavior="always_invoice")
    left = FEBRUARY - at
    credit = -round(9900 * left / (31 * DAY))
    debit = round(19900 * left / (31 * DAY))
    assert (credit, debit) == (-6661, 13389)
    invoice: Any = changed.latest_invoice
    assert lines(invoice) == [
        (credit, "Unused time on Premium after 11 Jan 2026"),
        (debit, "Remaining time on Premium after 11 Jan 2026"),
    ]
    assert (invoice.total, invoice.status, invoice.billing_reason) == (debit + credit, "paid", "subscription_update")
    assert all(line.parent.subscription_item_details.proration for line in invoice.lines.data)
    assert changed["items"].data[0].current_period_end == FEBRUARY
    assert changed["items"].data[0].price.id == catalogue.double.id


def test_prorations_wait_for_the_renewal(member: Member, catalogue: Catalogue) -> None:
    made = member.subscribe(catalogue.monthly)
    member.until(NEW_YEAR + 31 * DAY // 2)
    changed = change(member, made, catalogue.double)
    assert changed.latest_invoice.id == made.latest_invoice  # type: ignore[union-attr]
    pending = member.client.v1.invoice_items.list({"customer": member.customer, "pending": True}).data
    assert sorted(one.amount for one in pending) == [-4950, 9950]
    member.until(FEBRUARY + 3600)
    renewal = member.client.v1.invoices.list({"customer": member.customer, "expand": ["data.lines"]}).data[0]
    assert sorted(line.amount for line in renewal.lines.data) == [-4950, 9950, 19900]
    assert renewal.total == 24900
    assert member.client.v1.invoice_items.list({"customer": member.customer, "pending": True}).data == []


def test_without_proration_the_next_renewal_costs_the_new_price(member: Member, catalogue: Catalogue) -> None:
    made = member.subscribe(catalogue.monthly)
    member.until(NEW_YEAR + 10 * DAY)
    change(member, made, catalogue.double, proration_behavior="none")
    member.until(FEBRUARY + 3600)
    assert member.invoices() == [("paid", 9900), ("paid", 19900)]


def test_downgrade_leaves_a_credit_that_pays_later(member: Member, catalogue: Catalogue) -> None:
    made = member.subscribe(catalogue.double)
    member.until(NEW_YEAR + 31 * DAY // 2)
    changed = change(member, made, catalogue.monthly, proration_behavior="always_invoice")
    invoice: Any = changed.latest_invoice
    assert (invoice.total, invoice.amount_due, invoice.status, invoice.ending_balance) == (-5000, 0, "paid", -5000)
    assert member.client.v1.customers.retrieve(member.customer).balance == -5000
    member.until(FEBRUARY + 3600)
    renewal = member.client.v1.invoices.list({"customer": member.customer}).data[0]
    assert (renewal.total, renewal.starting_balance, renewal.amount_due) == (9900, -5000, 4900)
    assert member.client.v1.customers.retrieve(member.customer).balance == 0


def test_month_to_year_begins_anew_at_once(member: Member, catalogue: Catalogue) -> None:
    made = member.subscribe(catalogue.monthly)
    at = NEW_YEAR + 10 * DAY
    member.until(at)
    changed = change(member, made, catalogue.yearly)
    invoice: Any = changed.latest_invoice
    credit = -round(9900 * 21 / 31)
    assert [amount for amount, _ in lines(invoice)] == [credit, 99000]
    assert (invoice.total, invoice.status) == (99000 + credit, "paid")
    assert changed.billing_cycle_anchor == at
    assert changed["items"].data[0].current_period_end == at + 365 * DAY


def test_the_preview_is_what_the_change_costs(member: Member, catalogue: Catalogue) -> None:
    made = member.subscribe(catalogue.monthly)
    member.until(NEW_YEAR + 7 * DAY + 999)
    before = len(member.events())
    details: Any = {
        "items": [{"id": item(made), "price": catalogue.yearly.id}],
        "proration_behavior": "always_invoice",
    }
    preview = member.client.v1.invoices.create_preview({"subscription": made.id, "subscription_details": details})
    assert str(preview.id).startswith("upcoming_in_")
    assert len(member.events()) == before
    assert member.subscription(made)["items"].data[0].price.id == catalogue.monthly.id
    changed = change(member, made, catalogue.yearly, proration_behavior="always_invoice")
    assert changed.latest_invoice.total == preview.total  # type: ignore[union-attr]
    assert lines(preview) == lines(changed.latest_invoice)


def test_preview_of_the_next_renewal_and_of_a_new_subscription(member: Member, catalogue: Catalogue) -> None:
    made = member.subscribe(catalogue.monthly)
    renewal = member.client.v1.invoices.create_preview({"subscription": made.id})
    assert (renewal.total, renewal.period_end) == (9900, FEBRUARY)
    details: Any = {"items": [{"price": catalogue.yearly.id}]}
    new = member.client.v1.invoices.create_preview({"customer": member.customer, "subscription_details": details})
    assert new.total == 99000
    member.client.v1.subscriptions.update(made.id, {"cancel_at_period_end": True})
    with pytest.raises(stripe.InvalidRequestError) as raised:
        member.client.v1.invoices.create_preview({"subscription": made.id})
    assert raised.value.code == "invoice_upcoming_none"


def test_an_upgrade_that_cannot_be_paid_changes_nothing(
    client: StripeClient, member: Member, catalogue: Catalogue
) -> None:
    made = member.subscribe(catalogue.monthly)
    bad = client.v1.payment_methods.attach("pm_card_chargeCustomerFail", {"customer": member.customer})
    client.v1.subscriptions.update(made.id, {"default_payment_method": bad.id})
    member.until(NEW_YEAR + 5 * DAY)
    with pytest.raises(stripe.CardError):
        change(member, made, catalogue.yearly, payment_behavior="error_if_incomplete")
    same = member.subscription(made)
    assert (same.status, same["items"].data[0].price.id) == ("active", catalogue.monthly.id)
    assert member.invoices() == [("paid", 9900)]


def test_quantity_is_prorated_too(member: Member, catalogue: Catalogue) -> None:
    made = member.subscribe(catalogue.monthly)
    member.until(NEW_YEAR + 31 * DAY // 2)
    wanted: Any = {"items": [{"id": item(made), "quantity": 3}], "proration_behavior": "always_invoice"}
    wanted["expand"] = ["latest_invoice"]
    changed = member.client.v1.subscriptions.update(made.id, wanted)
    assert lines(changed.latest_invoice) == [
        (-4950, "Unused time on Premium after 16 Jan 2026"),
        (14850, "Remaining time on 3 × Premium after 16 Jan 2026"),
    ]


def test_yen_have_no_minor_unit(client: StripeClient, member: Member) -> None:
    product = client.v1.products.create({"name": "Premium"}).id
    base: Any = {"product": product, "currency": "jpy", "recurring": {"interval": "month"}}
    small, large = (client.v1.prices.create(base | {"unit_amount": amount}) for amount in (1000, 3001))
    made = member.subscribe(small)
    member.until(NEW_YEAR + 31 * DAY // 2)
    changed = change(member, made, large, proration_behavior="always_invoice")
    invoice: Any = changed.latest_invoice
    assert (invoice.currency, [amount for amount, _ in lines(invoice)]) == ("jpy", [-500, 1501])


def test_a_discount_is_inside_the_proration(client: StripeClient, member: Member, catalogue: Catalogue) -> None:
    coupon = client.v1.coupons.create({"percent_off": 50, "duration": "forever"})
    made = member.subscribe(catalogue.monthly, discounts=[{"coupon": coupon.id}])
    member.until(NEW_YEAR + 31 * DAY // 2)
    changed = change(member, made, catalogue.double, proration_behavior="always_invoice")
    assert changed.latest_invoice.total == 2500  # type: ignore[union-attr]


def test_a_credit_is_a_part_of_what_was_charged(client: StripeClient, member: Member, catalogue: Catalogue) -> None:
    """The coupon worked once and is gone: today's price says nothing about what was paid."""
    coupon = client.v1.coupons.create({"percent_off": 50, "duration": "once"})
    made = member.subscribe(catalogue.monthly, discounts=[{"coupon": coupon.id}])
    member.until(NEW_YEAR + 31 * DAY // 2)
    changed: Any = change(member, made, catalogue.double, proration_behavior="always_invoice")
    assert [amount for amount, _ in lines(changed.latest_invoice)] == [-2475, 9950]
    credit = changed.latest_invoice.lines.data[0].parent.subscription_item_details
    assert credit.proration_details.credited_items.invoice == made.latest_invoice


def test_what_was_never_charged_is_not_credited(member: Member, catalogue: Catalogue) -> None:
    made = member.subscribe(catalogue.monthly)
    member.until(NEW_YEAR + 31 * DAY // 2)
    change(member, made, catalogue.double, proration_behavior="none")
    back: Any = change(member, made, catalogue.monthly, proration_behavior="always_invoice")
    assert [amount for amount, _ in lines(back.latest_invoice)] == [-4950, 4950]


def test_a_period_of_its_own_until_the_anchor(client: StripeClient, member: Member, catalogue: Catalogue) -> None:
    anchored: Any = member.subscribe(
        catalogue.monthly, billing_cycle_anchor=NEW_YEAR + 20 * DAY, expand=["latest_invoice"]
    )
    assert anchored.latest_invoice.total == round(9900 * 20 / 31)
    member.until(NEW_YEAR + 20 * DAY + 3600)
    assert member.invoices()[-1] == ("paid", 9900)
    assert anchored["items"].data[0].current_period_end == NEW_YEAR + 20 * DAY


def test_rupiah_have_many_digits(client: StripeClient) -> None:
    product = client.v1.products.create({"name": "Premium"}).id
    price = client.v1.prices.create({"product": product, "currency": "idr", "unit_amount": 1_490_000_000})
    assert price.unit_amount == 1_490_000_000
    with pytest.raises(stripe.InvalidRequestError) as raised:
        client.v1.prices.create({"product": product, "currency": "usd", "unit_amount": 1_490_000_000})
    assert raised.value.code == "amount_too_large"
