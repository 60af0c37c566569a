"""P21: what stands on a receipt, in the words of whoever gets it."""

from decimal import Decimal

import pytest
from django.db import transaction

from members.billing.books.receipts import issue_receipt, void_receipt
from members.models import Coupon, LedgerEntry, Receipt, TaxRule
from program import clock
from tests.members.billing.conftest import Till


def lines(receipt: Receipt) -> list[tuple[str, Decimal]]:
    return [(line["text"], Decimal(line["amount"])) for line in receipt.lines]


def test_lines_name_the_plan_and_not_what_the_payment_service_calls_it(till: Till) -> None:
    till.buy(till.cast.alice, till.yearly)
    assert lines(Receipt.objects.get()) == [("Yearly", Decimal(1000))]


def test_reduction_by_a_code_is_a_line_of_its_own(till: Till) -> None:
    till.buy(till.cast.alice, till.yearly, coupon=Coupon.objects.create(code="SPRING", percent=20))
    receipt = Receipt.objects.get()
    assert lines(receipt) == [("Yearly", Decimal(1000)), ("Reduction", Decimal(-200))]
    assert receipt.total == 800


@pytest.mark.parametrize(
    ("is_inclusive", "net", "tax", "total"), [(True, "840.34", "159.66", "1000"), (False, "1000", "190", "1190")]
)
def test_tax_has_its_line_whether_it_is_contained_or_added(
    till: Till, is_inclusive: bool, net: str, tax: str, total: str
) -> None:
    TaxRule.objects.create(name="VAT", country="", percentage=19, is_inclusive=is_inclusive)
    till.buy(till.cast.alice, till.yearly)
    receipt = Receipt.objects.get()
    assert (receipt.net, receipt.tax, receipt.total) == (Decimal(net), Decimal(tax), Decimal(total))
    assert lines(receipt) == [("Yearly", Decimal(1000))]
    assert [(one["name"], Decimal(one["percentage"]), Decimal(one["amount"])) for one in receipt.taxes] == [
        ("VAT", Decimal(19), Decimal(tax))
    ]


def test_paper_speaks_the_members_language_whoever_is_served(till: Till) -> None:
    till.cast.alice.language = "pt-br"
    till.cast.alice.save(update_fields=["language"])
    till.buy(till.cast.alice, till.yearly, coupon=Coupon.objects.create(code="SPRING", percent=20))
    assert lines(Receipt.objects.get())[1] == ("Desconto", Decimal(-200))


def test_void_receipt_and_rollback_leave_no_gap(till: Till) -> None:
    """P21: a void one keeps its number, one that was undone gives it back."""
    till.buy(till.cast.alice, till.once)
    void_receipt(Receipt.objects.get(), "Wrong address", by=till.cast.erin, now=clock.now())
    entry = LedgerEntry.objects.create(kind="payment", amount=9, currency="USD", happened_at=clock.now())
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert issue_receipt(entry, None, now=clock.now()).number == 2
        raise ZeroDivisionError
    till.buy(till.cast.bob, till.once)
    found = Receipt.objects.order_by("number").values_list("number", "void_reason")
    assert list(found) == [(1, "Wrong address"), (2, "")]
