"""The room's mails. Each is composed when it is due, from what holds then; None: it no longer applies."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.models import Membership, Tier
from program import clock
from program.mail.kinds import Letter, mail_kind
from program.mail.links import absolute
from program.mail.models import Message
from roundtables import notices
from roundtables.models import Roundtable
from roundtables.seating.guest_codes import CODE, SECONDS
from roundtables.telling import facts, invitation, letter, names_of, told_by, withdrawal


@mail_kind(CODE, category="account")
def compose_guest_code(message: Message) -> Letter | None:
    code, number = str(message.payload.get("code", "")), message.payload.get("number")
    if not code or clock.now() - message.created_at > timedelta(seconds=SECONDS):
        return None
    subject = _("%(code)s is your code for roundtable no. %(number)s") % {"code": code, "number": number}
    sentence = _("Type these six digits on the page that asks for them, and you are registered.")
    return Letter(subject, "emails/account_code", {"code": code, "sentence": sentence})


@mail_kind(notices.CONFIRMATION, category="roundtables")
def compose_confirmation(message: Message) -> Letter | None:
    told = told_by(message)
    if told is None or not told.has_seat or not told.is_ahead:
        return None
    subject = _("You have a seat at no. %(number)s: %(title)s")
    return letter(told, subject, "roundtable_confirmation", [invitation(told)])


@mail_kind(notices.WAITING, category="roundtables")
def compose_waiting(message: Message) -> Letter | None:
    told = told_by(message)
    if told is None or not told.is_waiting or not told.is_ahead:
        return None
    return letter(told, _("You are on the waiting list for no. %(number)s: %(title)s"), "roundtable_waiting")


@mail_kind(notices.PROMOTED, category="roundtables")
def compose_promoted(message: Message) -> Letter | None:
    told = told_by(message)
    if told is None or not told.has_seat or not told.is_ahead:
        return None
    subject = _("A seat is yours at no. %(number)s: %(title)s")
    return letter(told, subject, "roundtable_promoted", [invitation(told)])


@mail_kind(notices.OFFERED, category="roundtables")
def compose_offered(message: Message) -> Letter | None:
    told = told_by(message)
    if told is None or not told.is_offer or not told.is_ahead:
        return None
    return letter(told, _("A seat is free for you at no. %(number)s: %(title)s"), "roundtable_offered")


@mail_kind(notices.PASSED_ON, category="roundtables")
def compose_passed_on(message: Message) -> Letter | None:
    told = told_by(message)
    if told is None or not told.is_offer or not told.is_ahead:
        return None
    subject = _("%(giver)s gives you a seat at no. %(number)s: %(title)s")
    return letter(told, subject, "roundtable_passed_on", giver=message.payload["giver"])


@mail_kind(notices.OFFER_OVER, category="roundtables")
def compose_offer_over(message: Message) -> Letter | None:
    told = told_by(message, stands=False)
    if told is None or not told.is_ahead:
        return None
    return letter(told, _("Your offer for no. %(number)s is over: %(title)s"), "roundtable_offer_over")


@mail_kind(notices.ASKED, category="roundtables")
def compose_asked(message: Message) -> Letter | None:
    told = told_by(message)
    if told is None or not told.has_seat or not told.is_ahead or not told.is_same_time:
        return None
    if told.registration.confirmed_at or told.roundtable.release_at is None:
        return None
    subject = _("Will you come? No. %(number)s: %(title)s")
    return letter(told, subject, "roundtable_asked", release_at=told.roundtable.release_at)


@mail_kind(notices.RELEASED, category="roundtables")
def compose_released(message: Message) -> Letter | None:
    told = told_by(message, stands=False)
    if told is None or not told.is_ahead:
        return None
    subject = _("Your seat at no. %(number)s was given away: %(title)s")
    return letter(told, subject, "roundtable_released", [withdrawal(told)])


@mail_kind(notices.GIVEN_UP, category="roundtables")
def compose_given_up(message: Message) -> Letter | None:
    """Short, and with the file that takes the seat out of a calendar."""
    told = told_by(message, stands=False)
    if told is None or not told.is_ahead:
        return None
    subject = _("Your seat at no. %(number)s is given up: %(title)s")
    return letter(told, subject, "roundtable_given_up", [withdrawal(told)])


@mail_kind(notices.REMINDER, category="roundtables")
def compose_reminder(message: Message) -> Letter | None:
    told = told_by(message)
    if told is None or not told.has_seat or not told.is_ahead or not told.is_same_time:
        return None
    return letter(told, reminding(message.payload["before"]), "roundtable_reminder")


def reminding(before: str) -> str:
    """The subject of a reminder that long before the start, written as in a schedule: 24h."""
    known = {
        "7d": _("In a week: no. %(number)s, %(title)s"),
        "1d": _("Tomorrow: no. %(number)s, %(title)s"),
        "24h": _("Tomorrow: no. %(number)s, %(title)s"),
        "1h": _("In one hour: no. %(number)s, %(title)s"),
    }
    if before in known:
        return known[before]
    count, unit = int(before[:-1]), before[-1]
    lengths = {
        "d": ngettext("%(count)d day", "%(count)d days", count),
        "h": ngettext("%(count)d hour", "%(count)d hours", count),
        "m": ngettext("%(count)d minute", "%(count)d minutes", count),
    }
    subject = _("In {length}: no. %(number)s, %(title)s")
    return subject.replace("{length}", lengths[unit] % {"count": count})


@mail_kind(notices.OPENED, category="roundtables")
def compose_opened(message: Message) -> Letter | None:
    """To the interest list: there is no registration yet."""
    number = int(message.about.rpartition(":")[2])
    roundtable = Roundtable.objects.filter(number=number).first()
    if roundtable is None or not roundtable.is_open(clock.now()):
        return None
    roundtable.program = message.program
    context = {
        "facts": facts(message, roundtable),
        "register_url": absolute(message.program, roundtable.get_absolute_url()),
    }
    subject = _("You can register now for no. %(number)s: %(title)s") % names_of(roundtable)
    return Letter(subject, "emails/roundtable_opened", context)


@mail_kind(notices.MOVED, category="roundtables")
def compose_moved(message: Message) -> Letter | None:
    told = told_by(message)
    if told is None or not told.is_ahead or not told.is_same_time:
        return None
    attached = [invitation(told)] if told.has_seat else []
    return letter(told, _("New time for no. %(number)s: %(title)s"), "roundtable_moved", attached)


@mail_kind(notices.CALLED_OFF, category="roundtables")
def compose_called_off(message: Message) -> Letter | None:
    told = told_by(message)
    if told is None or not told.roundtable.is_cancelled:
        return None
    attached = [withdrawal(told)] if told.has_seat else []
    return letter(told, _("Cancelled: no. %(number)s, %(title)s"), "roundtable_called_off", attached)


@mail_kind(notices.RECORDING, category="recordings")
def compose_recording(message: Message) -> Letter | None:
    """Other words for those who were there and those who missed it."""
    told = told_by(message)
    if told is None or not told.roundtable.is_recorded:
        return None
    roundtable, membership = told.roundtable, told.registration.membership
    return letter(
        told,
        _("The recording of no. %(number)s: %(title)s"),
        "recording_published",
        attended=told.registration.attended_at is not None,
        may_watch=may_watch(roundtable, membership),
        recording_url=absolute(roundtable.program, reverse("roundtable_recording", args=[roundtable.number])),
        premium_url=absolute(roundtable.program, reverse("premium")),
    )


def may_watch(roundtable: Roundtable, membership: Membership | None) -> bool:
    """A guest joins first; what is free for members is worth saying so."""
    if membership is None:
        return bool(roundtable.recording_tier == Tier.FREE)
    return roundtable.may_be_watched_by(membership)
