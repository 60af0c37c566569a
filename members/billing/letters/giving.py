"""Mails about what one pays and another uses."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.billing.giving import notices
from members.billing.giving.models import Gift, Sponsorship
from members.billing.letters.telling import Fact, about_id, day, letter
from program import clock
from program.mail.kinds import Letter, mail_kind
from program.mail.models import Message


def gift_of(message: Message) -> Gift | None:
    rows = Gift.objects.select_related("plan").filter(pk=about_id(message), redeemed_at=None)
    return rows.filter(expires_at__gt=clock.now()).first()


def gift_facts(message: Message, gift: Gift) -> list[Fact]:
    length = ngettext("%(days)d day", "%(days)d days", gift.plan.access_days) % {"days": gift.plan.access_days}
    return [
        (_("What"), f"{gift.plan.name}, {length}", ""),
        (_("Code"), gift.code, ""),
        (_("To be redeemed until"), day(message, gift.expires_at), ""),
    ]


@mail_kind(notices.GIFT, category="account")
def compose_gift(message: Message) -> Letter | None:
    """To whoever gets it; perhaps they have never heard of us."""
    gift = gift_of(message)
    if gift is None:
        return None
    names = {"giver": gift.from_name or _("Somebody"), "plan": gift.plan.name, "program": message.program.name}
    subject = _("%(giver)s gives you %(plan)s at %(program)s") % names
    sentences = [
        _("A program for founders who find out what customers pay for before they build it."),
        _("Redeem it when you have the time for it: it begins on that day. Nothing renews and nothing is charged."),
    ]
    facts, label = gift_facts(message, gift), _("Redeem the gift")
    return letter(message, subject, sentences, facts=facts, words=gift.words, page="premium_redeem", label=label)


@mail_kind(notices.GIFT_GIVEN, category="account")
def compose_gift_given(message: Message) -> Letter | None:
    """To the giver, who may want to hand the code over in person."""
    gift = gift_of(message)
    if gift is None:
        return None
    sentences = [_("Here is the code of your gift. Whoever types it first has it, so pass it on with care.")]
    if gift.recipient:
        sentences.append(_("We have sent it to %(address)s, too.") % {"address": gift.recipient})
    return letter(message, _("Your gift is ready"), sentences, facts=gift_facts(message, gift))


@mail_kind(notices.SEATS, category="account")
def compose_seats(message: Message) -> Letter | None:
    seats = Sponsorship.objects.select_related("plan").filter(pk=about_id(message)).first()
    if seats is None:
        return None
    facts: list[Fact] = [
        (_("Plan"), seats.plan.name, ""),
        (_("Seats"), str(seats.seats), ""),
        (_("Code"), seats.code, ""),
        (_("Until"), day(message, seats.ends_at), ""),
    ]
    sentences = [
        _("Thank you. Pass this code on to the founders you sponsor: each redeems it once."),
        _("Your page shows how many seats are taken. Who sits on them is theirs to tell."),
    ]
    return letter(message, _("Your sponsored seats are ready"), sentences, facts=facts)
