"""What the letters about payments have in common: sentences, facts and one button."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from members.billing.plans.models import Plan, Price
from program import clock, money
from program.mail.kinds import Letter
from program.mail.links import absolute
from program.mail.models import Message
from program.mail.readers import reader_of

type Fact = tuple[str, str, str]
"""A label, its words, and an address or nothing."""


def about_id(message: Message) -> int:
    return int(message.about.rpartition(":")[2])


def letter(
    message: Message,
    subject: str,
    sentences: Sequence[str],
    *,
    facts: Sequence[Fact] = (),
    page: str = "premium_yours",
    args: Sequence[Any] = (),
    label: str = "",
    words: str = "",
) -> Letter:
    """`words` are somebody else's and stand as a quotation."""
    context = {
        "heading": subject,
        "sentences": sentences,
        "facts": facts,
        "words": words,
        "url": absolute(message.program, reverse(page, args=args)),
        "label": label or _("Look after your plan"),
    }
    return Letter(subject, "emails/payment", context)


def day(message: Message, instant: Any) -> str:
    """In the reader's zone, with the year."""
    return clock.local_time(instant, reader_of(message).zone, style="date")


def costs(price: Price, plan: Plan) -> str:
    amount = money.money(price.amount, price.currency)
    if plan.interval == Plan.Interval.MONTH:
        return _("%(amount)s a month") % {"amount": amount}
    if plan.interval == Plan.Interval.YEAR:
        return _("%(amount)s a year") % {"amount": amount}
    return amount


def amount_fact(amount: Decimal, currency: str, label: str = "") -> Fact:
    return (label or _("Amount"), money.money(amount, currency), "")
