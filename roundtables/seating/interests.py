"""Who wants to know when registration opens; told once."""

from datetime import datetime

from roundtables import notices
from roundtables.models import Guest, Interest, Person, Roundtable
from roundtables.seating.registration import STILL_HERE


def add(roundtable: Roundtable, person: Person, *, now: datetime) -> Interest:
    """Safe to repeat."""
    who = {"guest": person} if isinstance(person, Guest) else {"membership": person}
    return Interest.objects.get_or_create(roundtable=roundtable, **who, defaults={"created_at": now})[0]


def remove(roundtable: Roundtable, person: Person) -> None:
    rows = Interest.objects.filter(roundtable=roundtable)
    (rows.filter(guest=person) if isinstance(person, Guest) else rows.filter(membership=person)).delete()


def tell_open(roundtable: Roundtable, *, now: datetime) -> int:
    """How many are told that they may register now."""
    people = Interest.objects.filter(STILL_HERE, roundtable=roundtable).select_related("membership__user", "guest")
    return notices.tell_open(roundtable, [row.person for row in people.order_by("id")], now=now)
