"""Mails about single payments: welcome, receipt, money back, a transfer that is expected."""

from django.utils.translation import gettext as _

from members.billing.books.models import Receipt
from members.billing.letters.telling import Fact, about_id, amount_fact, day, letter
from members.billing.paying.orders import Order, Provider
from members.billing.paying.setup import BillingSettings
from members.billing.settling import notices
from program import money
from program.mail.kinds import Letter, mail_kind
from program.mail.models import Message


@mail_kind(notices.WELCOME, category="account")
def compose_welcome(message: Message) -> Letter | None:
    order = order_of(message, Order.State.PAID)
    if order is None:
        return None
    names = {"plan": order.price.version.plan.name, "program": message.program.name}
    sentences = [
        _("You have %(plan)s now, and everything in it is open."),
        _("Your desk knows what comes next: begin with the lesson it shows first."),
    ]
    subject = _("Welcome to %(plan)s") % names
    return letter(message, subject, [line % names for line in sentences], page="desk", label=_("To my desk"))


def order_of(message: Message, *states: str) -> Order | None:
    rows = Order.objects.select_related("price__version__plan", "coupon", "membership__user")
    return rows.filter(pk=about_id(message), state__in=states).first()


@mail_kind(notices.RECEIPT, category="account")
def compose_receipt(message: Message) -> Letter | None:
    receipt = Receipt.objects.filter(entry=about_id(message)).select_related("entry", "refers_to").first()
    if receipt is None:
        return None
    is_refund = receipt.kind == Receipt.Kind.CREDIT_NOTE
    facts: list[Fact] = [(_("Number"), receipt.full_number, "")]
    facts.append(amount_fact(abs(receipt.total), receipt.currency))
    if receipt.tax:
        facts.append((_("Tax in it"), money.money(abs(receipt.tax), receipt.currency), ""))
    facts.append((_("Date"), day(message, receipt.entry.happened_at), ""))
    if is_refund:
        subject = _("We gave you money back")
        sentences = [_("It goes to the card or account you paid with; banks take up to ten days to show it.")]
    else:
        subject = _("Your receipt %(number)s") % {"number": receipt.full_number}
        sentences = [_("Thank you. The page behind the button is made for printing and for your books.")]
    label = _("See the receipt")
    return letter(message, subject, sentences, facts=facts, page="premium_receipt", args=[receipt.number], label=label)


@mail_kind(notices.TRANSFER, category="account")
def compose_transfer(message: Message) -> Letter | None:
    """Also the reminder: as long as nothing has arrived, the same facts hold."""
    order = order_of(message, Order.State.OPEN, Order.State.AWAITING)
    if order is None or order.provider != Provider.TRANSFER:
        return None
    settings = BillingSettings.objects.first()
    price, plan = order.price, order.price.version.plan
    facts: list[Fact] = [amount_fact(order.amount, price.currency), (_("Reference"), order.reference, "")]
    if order.expires_at:
        facts.append((_("Until"), day(message, order.expires_at), ""))
    facts.append((_("To"), settings.bank_details if settings else "", ""))
    names = {"plan": plan.name}
    subject = _("How to pay %(plan)s by bank transfer")
    if message.occurrence == "reminder":
        subject = _("Your transfer for %(plan)s has not arrived yet")
    sentences = [
        _("Send this amount with this reference. When it has arrived, we open your access and tell you by mail.")
    ]
    page, label = "premium_transfer", _("See the order")
    return letter(message, subject % names, sentences, facts=facts, page=page, args=[order.key], label=label)
