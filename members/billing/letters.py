"""The mails about payments. Each is composed when it is due, from what holds then; None: it no longer applies."""

from django.urls import reverse
from django.utils.translation import gettext as _

from members.billing.books.models import LedgerEntry
from members.billing.paying.orders import Order
from members.billing.paying.subscription import Subscription
from members.billing.settling import notices
from program.mail.kinds import Letter, mail_kind
from program.mail.links import absolute
from program.mail.models import Message


def about_id(message: Message) -> int:
    return int(message.about.rpartition(":")[2])


def notice(message: Message, subject: str, sentence: str, label: str) -> Letter:
    context = {"sentence": sentence, "url": absolute(message.program, reverse("premium")), "label": label}
    return Letter(subject, "emails/account_notice", context)


@mail_kind(notices.FAILED, category="account")
def compose_failed(message: Message) -> Letter | None:
    subscription = Subscription.objects.filter(pk=about_id(message)).select_related("plan").first()
    if subscription is None or not subscription.is_living or not subscription.past_due_since:
        return None
    return notice(message, _("Your payment did not go through"), _("Your payment did not go through."), _("Pay now"))


@mail_kind(notices.WELCOME, category="account")
def compose_welcome(message: Message) -> Letter | None:
    order = Order.objects.filter(pk=about_id(message)).first()
    return notice(message, _("Welcome"), _("Welcome."), _("Begin")) if order else None


@mail_kind(notices.RECEIPT, category="account")
def compose_receipt(message: Message) -> Letter | None:
    entry = LedgerEntry.objects.filter(pk=about_id(message)).first()
    return notice(message, _("Your receipt"), _("Your receipt."), _("See it")) if entry else None


@mail_kind(notices.CANCELLED, category="account")
def compose_cancelled(message: Message) -> Letter | None:
    return notice(message, _("Cancelled"), _("Cancelled."), _("See it"))


@mail_kind(notices.ENDED, category="account")
def compose_ended(message: Message) -> Letter | None:
    return notice(message, _("Ended"), _("Ended."), _("See it"))


@mail_kind(notices.TRIAL_ENDS, category="account")
def compose_trial_ends(message: Message) -> Letter | None:
    return notice(message, _("Your trial ends"), _("Your trial ends."), _("See it"))
