"""Guests: found by the address they proved, and gone once they are members."""

from members.models import Membership
from program import clock
from roundtables.models import Guest, Interest, Person, Registration
from roundtables.refusals import Refused
from roundtables.seating import seats


def person_proved(email: str, *, name: str, language: str, time_zone: str) -> Person:
    """Whoever typed the code sent there: what they say of themselves now is what counts."""
    told = {"name": name, "language": language, "time_zone": time_zone}
    return member_at(email) or Guest.objects.update_or_create(email=email, defaults=told)[0]


def person_named(email: str, *, name: str) -> Person:
    """Whom somebody else writes to: a guest who told us their name before keeps it."""
    return member_at(email) or Guest.objects.get_or_create(email=email, defaults={"name": name})[0]


def member_at(email: str) -> Membership | None:
    members = Membership.objects.active().with_tier(clock.now())  # type: ignore[attr-defined]
    found: Membership | None = members.select_related("user").filter(user__email=email).first()
    return found


def adopt(membership: Membership) -> None:
    """What a guest had is the member's from now on; a second seat at the same roundtable is given up."""
    guest = Guest.objects.filter(email=membership.user.email).first()
    if guest is None:
        return
    own = Registration.objects.filter(membership=membership).standing().values("roundtable")
    for double in Registration.objects.of(guest).standing().filter(roundtable__in=own).with_people():
        give_up(double)
    Registration.objects.of(guest).update(membership=membership, guest=None)
    known = Interest.objects.filter(membership=membership).values("roundtable")
    Interest.objects.filter(guest=guest).exclude(roundtable__in=known).update(membership=membership, guest=None)
    guest.delete()


def give_up(double: Registration) -> None:
    """What is over cannot be given up, and need not be."""
    try:
        seats.cancel(double, now=clock.now())
    except Refused:
        Registration.objects.filter(pk=double.pk).delete()
