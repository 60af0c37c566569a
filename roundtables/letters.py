"""The room's mails. Each is composed when it is due, from what holds then; None: it no longer applies."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from members.models import Membership
from program import clock
from program.mail.kinds import Letter, mail_kind
from program.mail.links import absolute
from program.mail.models import Message
from program.mail.readers import reader_of
from roundtables import calendar, notices
from roundtables.models import Registration, Roundtable, reaches


@dataclass(frozen=True)
class Told:
    """What a letter is about: the registration, its roundtable, and what held when it was posted."""

    message: Message
    registration: Registration
    roundtable: Roundtable

    @property
    def is_ahead(self) -> bool:
        return not self.roundtable.is_cancelled and not self.roundtable.is_past(clock.now())

    @property
    def is_same_time(self) -> bool:
        return bool(self.message.payload.get("starts_at") == clock.utc(self.roundtable.starts_at).isoformat())

    @property
    def has_seat(self) -> bool:
        return self.registration.has_seat


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
    if told is None or told.has_seat or not told.is_ahead:
        return None
    return letter(told, _("You are on the waiting list for no. %(number)s: %(title)s"), "roundtable_waiting")


@mail_kind(notices.PROMOTED, category="roundtables")
def compose_promoted(message: Message) -> Letter | None:
    told = told_by(message)
    if told is None or not told.has_seat or not told.is_ahead:
        return None
    subject = _("A seat is yours at no. %(number)s: %(title)s")
    return letter(told, subject, "roundtable_promoted", [invitation(told)])


@mail_kind(notices.REMINDER, category="roundtables")
def compose_reminder(message: Message) -> Letter | None:
    told = told_by(message)
    if told is None or not told.has_seat or not told.is_ahead or not told.is_same_time:
        return None
    subjects = {
        "7d": _("In a week: no. %(number)s, %(title)s"),
        "24h": _("Tomorrow: no. %(number)s, %(title)s"),
        "1h": _("In one hour: no. %(number)s, %(title)s"),
    }
    return letter(told, subjects[message.payload["before"]], "roundtable_reminder")


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
        may_watch=reaches(membership, roundtable.recording_tier),
        recording_url=_address(roundtable, "roundtable_recording"),
        premium_url=absolute(roundtable.program, "/premium/"),
    )


def told_by(message: Message) -> Told | None:
    """None when the registration does not stand any more; the member comes with their tier."""
    standing = Registration.objects.filter(pk=message.payload.get("registration")).standing().with_place()
    registration = standing.select_related("roundtable").first()
    if registration is None:
        return None
    members = Membership.objects.active().with_tier(clock.now())  # type: ignore[attr-defined]
    member: Membership | None = members.filter(pk=registration.membership_id).first()
    if member is None:
        return None
    registration.membership = member
    registration.roundtable.program = message.program
    return Told(message, registration, registration.roundtable)


def letter(told: Told, subject: str, template: str, attachments: list[Any] | None = None, **more: Any) -> Letter:
    roundtable = told.roundtable
    context = {
        "roundtable": roundtable,
        "facts": facts(told),
        "registration": told.registration,
        "join_url": _address(roundtable, "roundtable_join"),
        "cancel_url": _address(roundtable, "roundtable_cancel"),
        "calendar_url": _address(roundtable, "roundtable_calendar"),
        "roundtables_url": absolute(roundtable.program, reverse("roundtables")),
        **more,
    }
    named = subject % {"number": roundtable.number, "title": roundtable.title}
    return Letter(named, f"emails/{template}", context, attachments or [])


def facts(told: Told) -> list[tuple[str, str, str]]:
    """The time in the roundtable's zone, and in the reader's where that differs."""
    roundtable, zone = told.roundtable, reader_of(told.message).zone
    rows = [(_("When"), clock.local_time(roundtable.starts_at, roundtable.zone), "")]
    if zone.key != roundtable.time_zone:
        rows.append((_("Your time"), clock.local_time(roundtable.starts_at, zone), ""))
    return [*rows, (_("Roundtable"), str(roundtable), absolute(roundtable.program, roundtable.get_absolute_url()))]


def invitation(told: Told) -> tuple[str, bytes, str]:
    content = calendar.invitation(told.roundtable, told.message.address, now=clock.now())
    return calendar.file_name(told.roundtable), content, "text/calendar; method=REQUEST"


def withdrawal(told: Told) -> tuple[str, bytes, str]:
    content = calendar.withdrawal(told.roundtable, told.message.address, now=clock.now())
    return calendar.file_name(told.roundtable), content, "text/calendar; method=CANCEL"


def _address(roundtable: Roundtable, name: str) -> str:
    return absolute(roundtable.program, reverse(name, args=[roundtable.number]))
