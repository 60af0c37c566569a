"""Mails about what renews by itself: failures, endings, what is ahead."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from members.billing.letters.telling import about_id, costs, day, letter
from members.billing.paying.subscription import Subscription
from members.billing.plans.models import PlanVersion
from members.billing.settling import notices
from members.billing.settling.access import access_until
from members.billing.settling.settle import grace_of_program
from program import clock
from program.mail.kinds import Letter, mail_kind
from program.mail.models import Message


def subscription_of(message: Message) -> Subscription | None:
    rows = Subscription.objects.select_related("plan", "price")
    return rows.filter(pk=about_id(message), membership__state="active").first()


def failing(message: Message) -> Subscription | None:
    """Still unpaid since the same day; whoever paid meanwhile hears nothing."""
    found = subscription_of(message)
    if found is None or not found.past_due_since or found.past_due_since.isoformat() != message.payload.get("since"):
        return None
    return found


@mail_kind(notices.FAILED, category="account")
def compose_failed(message: Message) -> Letter | None:
    subscription = failing(message)
    until = access_until(subscription, grace_of_program()) if subscription else None
    if subscription is None or not subscription.is_living or until is None or until <= clock.now():
        return None
    names = {"plan": subscription.plan.name, "day": day(message, until)}
    facts = [(_("Price"), costs(subscription.price, subscription.plan), ""), (_("Access until"), names["day"], "")]
    opened, last = int(message.payload.get("day", 0)) == 0, until - clock.now() < timedelta(days=2)
    subject = _("Your payment for %(plan)s did not go through") if opened else _("%(plan)s is still unpaid")
    if last:
        subject = _("%(plan)s ends tomorrow unless it is paid")
    sentences = [
        _("The bank refused the payment. That happens: a card runs out, or a limit is reached."),
        _("You have access until %(day)s. Put in another card, and the payment is tried again."),
    ]
    return letter(
        message, subject % names, [line % names for line in sentences], facts=facts, label=_("To your cards")
    )


@mail_kind(notices.GRACE_OVER, category="account")
def compose_grace_over(message: Message) -> Letter | None:
    subscription = failing(message)
    until = access_until(subscription, grace_of_program()) if subscription else None
    if subscription is None or until is None or until > clock.now():
        return None
    names = {"plan": subscription.plan.name}
    sentences = [
        _("The payment for %(plan)s did not come, so you are back on free. All that you did stays."),
        _("As soon as a payment goes through, everything is open again."),
    ]
    return letter(message, _("You are back on free"), [line % names for line in sentences], label=_("To your cards"))


@mail_kind(notices.CANCELLED, category="account")
def compose_cancelled(message: Message) -> Letter | None:
    subscription = subscription_of(message)
    if subscription is None or not subscription.is_living or subscription.ends_at is None:
        return None
    names = {"plan": subscription.plan.name, "day": day(message, subscription.ends_at)}
    sentences = [
        _("You cancelled %(plan)s. You keep all of it until %(day)s, and nothing more is charged."),
        _("Then you are back on free, and all that you did stays. Until that day you can take it back."),
    ]
    return letter(message, _("%(plan)s ends on %(day)s") % names, [line % names for line in sentences])


@mail_kind(notices.ENDED, category="account")
def compose_ended(message: Message) -> Letter | None:
    subscription = subscription_of(message)
    if subscription is None or subscription.is_living or has_another(subscription):
        return None
    names = {"plan": subscription.plan.name}
    sentences = [
        _("%(plan)s has ended, and nothing more is charged. You are on free; what you did is where you left it."),
        _("Thank you for having been with us. Tell us what was missing: an answer to this mail reaches a person."),
    ]
    texts = [line % names for line in sentences]
    return letter(message, _("%(plan)s has ended") % names, texts, page="premium", label=_("What each tier gives"))


def has_another(subscription: Subscription) -> bool:
    return Subscription.objects.living().filter(membership=subscription.membership_id).exists()


@mail_kind(notices.TRIAL_ENDS, category="account")
def compose_trial_ends(message: Message) -> Letter | None:
    subscription = subscription_of(message)
    if subscription is None or not _is_ahead(subscription, subscription.trial_ends_at):
        return None
    names = {"plan": subscription.plan.name, "day": day(message, subscription.trial_ends_at)}
    names["price"] = costs(subscription.price, subscription.plan)
    sentences = [
        _("Your trial of %(plan)s lasts until %(day)s. Then it costs %(price)s, and goes on until you cancel."),
        _("If it is not for you yet, cancel before that day: it costs you nothing, and free stays free."),
    ]
    return letter(message, _("Your trial ends on %(day)s") % names, [line % names for line in sentences])


@mail_kind(notices.RENEWS, category="account")
def compose_renews(message: Message) -> Letter | None:
    subscription = subscription_of(message)
    if subscription is None or not _is_ahead(subscription, subscription.period_ends_at):
        return None
    if message.payload.get("at") != subscription.period_ends_at.isoformat():
        return None
    price = subscription.next_price or subscription.price
    names = {"plan": price.version.plan.name, "day": day(message, subscription.period_ends_at)}
    names["price"] = costs(price, price.version.plan)
    sentences = [
        _("On %(day)s %(plan)s renews for %(price)s. You need not do anything."),
        _("If you would rather not go on, cancel before that day, with one button."),
    ]
    return letter(message, _("%(plan)s renews on %(day)s") % names, [line % names for line in sentences])


@mail_kind(notices.ENDS_SOON, category="account")
def compose_ends_soon(message: Message) -> Letter | None:
    """Not to whom has paid for the time after it already."""
    subscription = subscription_of(message)
    if subscription is None or subscription.period_ends_at <= clock.now() or not subscription.is_living:
        return None
    after = Subscription.objects.living().filter(membership=subscription.membership_id)
    if after.filter(period_ends_at__gt=subscription.period_ends_at).exists():
        return None
    names = {"plan": subscription.plan.name, "day": day(message, subscription.period_ends_at)}
    sentences = [
        _("%(plan)s is paid until %(day)s, and nothing renews by itself. Then you are back on free."),
        _("If you want to go on, pay before that day: the new time begins when this one ends."),
    ]
    texts = [line % names for line in sentences]
    return letter(message, _("%(plan)s ends on %(day)s") % names, texts, label=_("Go on"))


@mail_kind(notices.PRICE_CHANGE, category="account")
def compose_price_change(message: Message) -> Letter | None:
    """Not to whom it no longer concerns: cancelled, or on another price by then."""
    subscription = subscription_of(message)
    version = PlanVersion.objects.filter(pk=int(message.payload.get("version", 0))).first()
    if subscription is None or version is None or not subscription.is_living or subscription.ends_at:
        return None
    price = version.prices.filter(currency=subscription.price.currency).first()
    if price is None or subscription.price.version_id == version.pk:
        return None
    plan = subscription.plan
    names = {"plan": plan.name, "day": day(message, version.starts_at)}
    sentences = [
        _("From your first renewal after %(day)s on, %(plan)s costs something else. Until then nothing changes."),
        _("If you would rather not go on at that price, cancel before your renewal: what you paid for stays yours."),
    ]
    facts = [
        (_("Until now"), costs(subscription.price, plan), ""),
        (_("From the first renewal after"), names["day"], ""),
        (_("Then"), costs(price, plan), ""),
    ]
    texts = [line % names for line in sentences]
    return letter(message, _("%(plan)s will cost something else") % names, texts, facts=facts, words=version.note)


def _is_ahead(subscription: Subscription, instant: datetime | None) -> bool:
    """Something will be charged then, and it is not cancelled."""
    return bool(subscription.is_living and not subscription.ends_at and instant and instant > clock.now())
