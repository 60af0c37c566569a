"""What the room's letters have in common: whom they are about, what holds now, the links and the facts."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from members.models import Membership
from program import clock
from program.mail.kinds import Letter
from program.mail.links import absolute
from program.mail.models import Message
from program.mail.readers import reader_of
from roundtables.calendars import files as calendar
from roundtables.models import Registration, Roundtable
from roundtables.seating.links import ACTS, seat_address


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

    @property
    def is_waiting(self) -> bool:
        return self.registration.state == Registration.State.WAITING

    @property
    def is_offer(self) -> bool:
        until = self.registration.offer_until
        return self.registration.is_offered and until is not None and until > clock.now()


def told_by(message: Message, *, stands: bool = True) -> Told | None:
    """None when the registration does not stand any more, or again does; a member comes with their tier."""
    rows = Registration.objects.filter(pk=message.payload.get("registration"))
    rows = rows.standing() if stands else rows.filter(state=Registration.State.CANCELLED)
    registration = rows.with_place().select_related("roundtable__series", "guest").first()
    if registration is None:
        return None
    if registration.membership_id:
        members = Membership.objects.active().with_tier(clock.now())  # type: ignore[attr-defined]
        registration.membership = members.select_related("user").filter(pk=registration.membership_id).first()
        if registration.membership is None:
            return None
    registration.roundtable.program = message.program
    return Told(message, registration, registration.roundtable)


def letter(told: Told, subject: str, template: str, attachments: list[Any] | None = None, **more: Any) -> Letter:
    roundtable = told.roundtable
    context = {
        "roundtable": roundtable,
        "facts": facts(told.message, roundtable),
        "registration": told.registration,
        "roundtable_url": absolute(roundtable.program, roundtable.get_absolute_url()),
        "seat_url": seat_address(told.registration),
        **{f"{act.replace('-', '_')}_url": seat_address(told.registration, act) for act in ACTS},
        "calendar_url": absolute(roundtable.program, reverse("roundtable_calendar", args=[roundtable.number])),
        "roundtables_url": absolute(roundtable.program, reverse("roundtables")),
        **more,
    }
    return Letter(subject % {**names_of(roundtable), **more}, f"emails/{template}", context, attachments or [])


def facts(message: Message, roundtable: Roundtable) -> list[tuple[str, str, str]]:
    """The time in the roundtable's zone, and in the reader's where that differs."""
    zone = reader_of(message).zone
    rows = [(_("When"), clock.local_time(roundtable.starts_at, roundtable.zone), "")]
    if zone.key != roundtable.time_zone:
        rows.append((_("Your time"), clock.local_time(roundtable.starts_at, zone), ""))
    return [*rows, (_("Roundtable"), str(roundtable), absolute(roundtable.program, roundtable.get_absolute_url()))]


def invitation(told: Told) -> tuple[str, bytes, str]:
    content = calendar.invitation(told.registration, now=clock.now())
    return calendar.file_name(told.roundtable), content, "text/calendar; method=REQUEST"


def withdrawal(told: Told) -> tuple[str, bytes, str]:
    content = calendar.withdrawal(told.registration, now=clock.now())
    return calendar.file_name(told.roundtable), content, "text/calendar; method=CANCEL"


def names_of(roundtable: Roundtable) -> dict[str, Any]:
    return {"number": roundtable.number, "title": roundtable.title}
